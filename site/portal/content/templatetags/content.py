"""Tags of pages."""

from dataclasses import dataclass

from django import template
from wagtail.images.models import AbstractImage

from portal.content.renditions import existing

register = template.Library()


@dataclass(frozen=True)
class Picture:
    """What components show as an image."""

    url: str
    width: int
    height: int
    alt: str = ""


@register.simple_tag
def picture(image: AbstractImage | None, use: str, alt: str = "") -> Picture | None:
    """`image` in the size of `use` (see portal.content.renditions), None without an image.

    A size that is not made yet is not made here, where a visitor reads: the original stands in.
    """
    if image is None:
        return None
    if found := existing(image, use):
        return Picture(found.url, found.width, found.height, alt)
    return Picture(image.file.url, image.width, image.height, alt)
