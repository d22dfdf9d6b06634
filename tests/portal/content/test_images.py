"""Pictures that editors upload."""

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import ExifTags, Image
from wagtail.images import get_image_model

pytestmark = pytest.mark.django_db
ON_ITS_SIDE = 6


def photograph(kind: str) -> bytes:
    """A picture with the place where it was taken and the name of who took it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = ON_ITS_SIDE
    exif[ExifTags.Base.Artist] = "Hemlig Fotograf"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    file = BytesIO()
    Image.new("RGB", (40, 30), "#f4c927").save(file, kind, exif=exif.tobytes())
    assert b"Hemlig Fotograf" in file.getvalue()
    return file.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_does_not_tell_where_and_by_whom_it_was_taken(client, settings, tmp_path, kind):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(get_user_model().objects.create_superuser("admin@example.org", "forskarverkstad"))
    upload = SimpleUploadedFile(f"bild.{kind.lower()}", photograph(kind), content_type=f"image/{kind.lower()}")
    response = client.post(reverse("wagtailimages:add"), {"title": "Bild", "file": upload, "collection": 1})
    image = get_image_model().objects.get()
    assert response.status_code in {200, 302}
    with image.file.open("rb") as file:
        content = file.read()
    assert b"Hemlig Fotograf" not in content
    exif = Image.open(BytesIO(content)).getexif()
    assert dict(exif) == {ExifTags.Base.Orientation: ON_ITS_SIDE}
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
