"""Menus and slots for templates."""

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from portal.plugins import NavigationItem
from portal.plugins.registry import each_contribution
from portal.plugins.slots import render_slot

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: template.Context, menu: str) -> list[dict]:
    """Entries of `menu` as dicts with label, url, icon and is_current, in their order.

    Current is the one whose address is nearest above that of the page.
    """
    request = context.get("request")
    path = request.path if request else ""
    items = sorted((item for item in _items(request) if item.menu == menu), key=lambda item: item.order)
    found = [(item, url) for item in items if (url := item.url or _url(item.url_name))]
    nearest = max((url for _item, url in found if path.startswith(url)), key=len, default=None)
    return [{"label": item.label, "url": url, "icon": item.icon, "is_current": url == nearest} for item, url in found]


def _items(request: HttpRequest | None) -> list[NavigationItem]:
    """Every entry of every menu; asked for once in a request, since some are asked of the database."""
    if (items := getattr(request, "navigation_items", None)) is None:
        items = [item for _config, item in each_contribution("navigation")]
        if request is not None:
            request.navigation_items = items  # ty: ignore[missing-attribute]
    return items


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, subject: object = None) -> SafeString:
    """What plugins put into the slot `name` about `subject`."""
    return mark_safe("".join(render_slot(name, context.get("request"), subject)))
