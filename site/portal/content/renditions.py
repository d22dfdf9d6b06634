"""Sizes of images: made when an editor publishes, only looked up when a visitor reads."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.models import Page

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


def renditions_of(field: str, uses: Iterable[str]) -> Prefetch:
    """What a list prefetches so that `existing` asks nothing for the images in `field`."""
    specs = [SIZES[use].spec for use in uses]
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=specs)
    return Prefetch(f"{field}__renditions", renditions, to_attr="prefetched_renditions")


def make_all(images: Iterable[AbstractImage]) -> None:
    """Make what is missing of every size of `images`."""
    for image in images:
        image.get_renditions(*SIZES.values())


def images_of(page: Page) -> list[AbstractImage]:
    """Every image that `page` shows, its own and those of its blocks."""
    values = [getattr(page, "image", None)]
    values += [getattr(page, field.name) for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return list(dict.fromkeys(_images_in(values)))


def _images_in(value: Any) -> Iterator[AbstractImage]:
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _images_in(child.value)
    elif isinstance(value, StructValue):
        yield from _images_in(list(value.values()))
    elif isinstance(value, list | ListValue):
        for child in value:
            yield from _images_in(child)
