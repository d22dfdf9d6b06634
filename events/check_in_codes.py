"""The code by which somebody is checked in: on their page as a QR code, and short enough to be typed."""

from base64 import b32encode

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from events.models import Registration
from events.qr_codes import qr_code

SALT = "events.check_in"
# 50 bits, for the eyes of a meetup's hosts alone; of letters and digits that nobody takes for each other.
LENGTH = 10


def code_of(registration: Registration) -> str:
    """Signed for this purpose alone: it tells nothing of who it is, and leads to no link."""
    return b32encode(salted_hmac(SALT, registration.key.hex).digest())[:LENGTH].decode()


def in_words(code: str) -> str:
    """As a person reads it out."""
    return f"{code[:5]} {code[5:]}"


def read(text: str) -> str:
    """A code as it was typed or scanned: with or without the address before it."""
    return "".join(text.rpartition("=")[2].split()).replace("-", "").upper()


def address_of(registration: Registration) -> str:
    """Where the QR code leads: for the meetup's hosts to the list in which they check in, for others nowhere."""
    path = reverse("events:check_in", args=[registration.event.slug])
    return f"{settings.BASE_URL}{path}?q={code_of(registration)}"


def picture_of(registration: Registration) -> str:
    """The QR code as an SVG element for a page."""
    return qr_code(address_of(registration))
