"""Addresses as QR codes, for paper and for a screen that is held up."""

import qrcode
from qrcode.image.svg import SvgPathImage


def qr_code(address: str) -> str:
    """The code that leads to `address`, as an SVG element for a page."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M, image_factory=SvgPathImage)
    code.add_data(address)
    return code.make_image().to_string(encoding="unicode")
