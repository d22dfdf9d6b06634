"""Pictures as they come in: what a camera wrote into them stays outside."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from PIL import ExifTags, Image
from wagtail.images.forms import BaseImageForm

# Of a stereo picture, as some telephones make of every photograph, the one that is shown.
KEPT_AS = {"MPO": "JPEG"}
QUALITY = {"JPEG": "keep", "MPO": 92, "WEBP": 92, "AVIF": 85}


def without_metadata(upload: UploadedFile) -> UploadedFile:
    """The same picture without place, camera and comments; which way up it is stays.

    JPEGs keep their pixels as they are, and what moves goes on moving.
    """
    upload.seek(0)
    with Image.open(upload) as picture:
        kind, frames = picture.format or "", getattr(picture, "n_frames", 1)
        exif = Image.Exif()
        if way_up := picture.getexif().get(ExifTags.Base.Orientation):
            exif[ExifTags.Base.Orientation] = way_up
        options: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": picture.info.get("icc_profile")}
        options |= {"comment": b"", "xmp": b"", "save_all": frames > 1 and kind not in KEPT_AS}
        if kind in QUALITY:
            options["quality"] = QUALITY[kind]
        anew = BytesIO()
        picture.save(anew, KEPT_AS.get(kind, kind), **options)
    size = anew.tell()
    anew.seek(0)
    return InMemoryUploadedFile(anew, None, upload.name or "picture", upload.content_type, size, None)


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures, in single and in many."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return without_metadata(file) if isinstance(file, UploadedFile) else file
