"""Pictures as they come in: what a camera wrote into them stays outside."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from PIL import ExifTags, Image
from wagtail.images.forms import BaseImageForm


def without_metadata(upload: UploadedFile) -> UploadedFile:
    """The same picture without place, camera and comments; which way up it is stays.

    JPEGs keep their pixels as they are. Kinds of which cameras make none are given back as they came.
    """
    upload.seek(0)
    with Image.open(upload) as picture:
        kind, frames = picture.format or "", getattr(picture, "n_frames", 1)
        if kind not in {"JPEG", "PNG", "WEBP"} or frames > 1:
            upload.seek(0)
            return upload
        exif = Image.Exif()
        if way_up := picture.getexif().get(ExifTags.Base.Orientation):
            exif[ExifTags.Base.Orientation] = way_up
        options: dict[str, Any] = {"exif": exif.tobytes(), "icc_profile": picture.info.get("icc_profile")}
        if kind == "JPEG":
            options |= {"quality": "keep", "comment": b""}
        if kind == "WEBP":
            options |= {"quality": 92}
        anew = BytesIO()
        picture.save(anew, kind, **options)
    size = anew.tell()
    anew.seek(0)
    return InMemoryUploadedFile(anew, None, upload.name or "picture", upload.content_type, size, None)


class ImageForm(BaseImageForm):
    """Wagtail's form for pictures, in single and in many."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return without_metadata(file) if isinstance(file, UploadedFile) else file
