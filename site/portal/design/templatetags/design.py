"""Tags of the look: icons, tiles and the small sums that components need."""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseFormSet, BoundField, RadioSelect
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.design import tiles

register = template.Library()

logger = logging.getLogger("portal.design")

ROOM = Path(__file__).resolve().parent.parent
ICONS = frozenset(drawing.stem for drawing in (ROOM / "icons").glob("*.svg"))
SCENES = {"landscape": "0 0 1600 330", "ground": "0 0 1600 150"}
MOST_STROKES = 60
SEATS_PER_GROUP = 10


@cache
def _drawing(folder: str, name: str) -> SafeString:
    return mark_safe((ROOM / folder / f"{name}.svg").read_text().strip())


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The icon `name` from icons/, inline and silent: a word stands beside it. An unknown one is only logged."""
    if name not in ICONS:
        logger.error("There is no icon %s in design/icons.", name)
        return SafeString("")
    opening = '<svg class="icon" aria-hidden="true" focusable="false" '
    return mark_safe(_drawing("icons", name).replace('<svg xmlns="http://www.w3.org/2000/svg" ', opening, 1))


@register.simple_tag
def site_name() -> str:
    return settings.WAGTAIL_SITE_NAME


@register.simple_tag
def artwork(name: str) -> SafeString:
    """A small drawing of ours from artwork/, inline: mark, furrows-*."""
    return _drawing("artwork", name)


@register.simple_tag
def scene(name: str) -> SafeString:
    """A large drawing, landscape or ground: a file that the browser keeps, in the tokens' colours all the same."""
    return format_html(
        '<svg viewBox="{}" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        SCENES[name],
        static(f"design/artwork/{name}.svg"),
        name,
    )


@register.simple_tag
def tile(slug: str, shape: str = "square", initials: str = "") -> SafeString:
    """The tile of `slug` where a picture is missing: square, wide (16:9) or banner."""
    return mark_safe(tiles.tile(str(slug), shape, conditional_escape(initials)))


@register.filter
def initials(name: str) -> str:
    """Two letters: of the first two words, "Yalla Trappan" → "YT", or of the only one, "Drivkraft" → "DR"."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    letters = "".join(word[0] for word in words[:2]) if len(words) > 1 else "".join(words)[:2]
    return letters.upper()


@register.simple_tag
def seat_groups(taken: int, capacity: int) -> list[list[bool]]:
    """Seats in groups of ten, True for a taken one; empty when there are too many to draw."""
    if capacity > MOST_STROKES:
        return []
    seats = [number < taken for number in range(capacity)]
    return [seats[start : start + SEATS_PER_GROUP] for start in range(0, capacity, SEATS_PER_GROUP)]


@register.filter
def minus(number: int, subtrahend: int) -> int:
    """What remains, never less than nothing."""
    return max(0, number - subtrahend)


@register.simple_tag
def page_numbers(page: Page) -> Iterator[int | str]:
    """Numbers of the pages near `page` and at both ends, with an ellipsis for what is left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)  # ty: ignore[missing-attribute]


@register.filter
def before_more(label: str) -> str:
    """A label that something follows: "Name:", but "What is wrong?" as it is."""
    return label if str(label).endswith(("?", "!", ":", ".")) else f"{label}:"


@register.filter
def any_errors(formsets: Iterable[BaseFormSet] | None) -> bool:
    """Whether a row of one of `formsets` has something wrong."""
    return any(formset.total_error_count() for formset in formsets or ())


@register.filter
def any_checked(options: Iterable[Any]) -> bool:
    """Whether one of a facet's options is chosen."""
    return any(option["checked"] if isinstance(option, dict) else option.checked for option in options)


@register.filter
def control_id(field: BoundField) -> str:
    """The id of the control that a link in the error summary leads to: a group's first choice."""
    if isinstance(field.field.widget, RadioSelect) and len(field):  # CheckboxSelectMultiple is one, too
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.simple_tag(takes_context=True)
def absolute(context: template.Context, url: str) -> str:
    """The whole address of `url`, with scheme and host, where there is a request to tell them."""
    request: HttpRequest | None = context.get("request")
    return request.build_absolute_uri(url) if request else url
