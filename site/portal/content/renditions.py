"""Sizes of images: made when an editor publishes, only looked up when a visitor reads."""

from collections.abc import Iterable

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

# Use → what Wagtail makes for it.
SIZES = {
    "card": Filter("fill-640x360"),
    "banner": Filter("fill-1920x480"),
    "text": Filter("max-1472x1104"),
    "contact": Filter("fill-160x160"),
}


def existing(image: AbstractImage, use: str) -> AbstractRendition | None:
    """The rendition of `image` for `use`, or None; never writes."""
    return image.find_existing_renditions(SIZES[use]).get(SIZES[use])


def with_renditions(uses: Iterable[str]):
    """Images with their renditions for `uses`, for Prefetch of a list: one query for all of them."""
    return get_image_model().objects.prefetch_renditions(*(SIZES[use] for use in uses))


def make_all(images: Iterable[AbstractImage]) -> None:
    """Make what is missing of every size of `images`."""
    for image in images:
        image.get_renditions(*SIZES.values())
