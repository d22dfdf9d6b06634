"""The four ways in from the home page."""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from portal.plugins.registry import each_contribution

FIELDS = ["beech", "raps", "brick", "sea"]


def doors_of(home: Any) -> list[dict[str, str]]:
    """What stands on each door: those that an editor wrote, else the first of the main menu that say what they are."""
    doors = _written(home) if home.doors else _of_the_menu()
    return [door | {"kind": kind} for door, kind in zip(islice(doors, len(FIELDS)), cycle(FIELDS), strict=False)]


def _written(home: Any) -> Iterator[dict[str, str]]:
    for door in home.doors:
        link = door.value["link"]
        yield {"heading": door.value["heading"], "text": door.value["text"], "url": link.href, "label": link["label"]}


def _of_the_menu() -> Iterator[dict[str, str]]:
    items = [item for _config, item in each_contribution("navigation") if item.menu == "main" and item.description]
    for item in sorted(items, key=lambda item: item.order):
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        label = _("Go to %(place)s") % {"place": item.label}
        yield {"heading": str(item.label), "text": str(item.description), "url": url, "label": label}
