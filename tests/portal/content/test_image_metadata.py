"""No picture that editors upload tells where it was taken, of whatever kind its file is."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from portal.content.images import without_metadata

HIDDEN = b"Hemlig Fotograf"


def photograph(kind: str, frames: int = 1) -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = HIDDEN.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    pictures = [Image.new("RGB", (40, 30), colour) for colour in ("#f4c927", "#b3261e")[:frames]]
    told = {} if kind == "GIF" else {"exif": exif.tobytes()}
    if kind in ("JPEG", "MPO", "WEBP", "AVIF"):
        told["xmp"] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + HIDDEN + b"</x:xmpmeta>"
    file = BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    pictures[0].save(file, kind, comment=HIDDEN, **told, **more)
    assert HIDDEN in file.getvalue()
    return SimpleUploadedFile(f"bild.{kind.lower()}", file.getvalue())


@pytest.mark.parametrize(
    ("kind", "frames"),
    [
        *((kind, 1) for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF")),
        *((kind, 2) for kind in ("MPO", "PNG", "WEBP", "GIF", "AVIF")),
    ],
)
def test_of_no_kind_of_file_anything_but_the_picture_is_kept(kind, frames):
    kept = without_metadata(photograph(kind, frames))
    content = kept.read()
    assert HIDDEN not in content
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (40, 30)
        assert not picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        # What moves still moves; of a stereo picture the one that is shown.
        assert getattr(picture, "n_frames", 1) == (1 if kind == "MPO" else frames)
    assert kept.size == len(content)
