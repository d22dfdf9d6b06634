"""Pictures that people send: judged by what is in the file, and written anew without what came along."""

from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

LARGEST_FILE = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 1200
FORMATS = ["PNG", "JPEG", "WEBP"]


def written_anew(upload: UploadedFile) -> ContentFile:
    """Return the picture in `upload` as a PNG with nothing but its pixels.

    Raises ValidationError, with what to do, when it is no picture, too large, or broken.
    """
    if (upload.size or 0) > LARGEST_FILE:
        raise ValidationError(_("The file is larger than 5 MB. Make the picture smaller and choose it again."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels. Make it smaller and choose it again."))
            # Small before it is turned and gets its transparency: a large one would take ten times the memory.
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            pixels = ImageOps.exif_transpose(picture).convert("RGBA")
    except ValidationError:
        raise
    except Exception as error:
        raise ValidationError(_("This is no picture that we can read. Choose a PNG, JPEG or WebP file.")) from error
    pixels.info.clear()
    anew = BytesIO()
    pixels.save(anew, "PNG", optimize=True)
    # Nobody guesses the address of one that waits.
    return ContentFile(anew.getvalue(), name=f"{uuid4().hex}.png")
