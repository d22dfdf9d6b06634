"""Menus and slots for templates."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

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
    entries = []
    items = [item for _config, item in each_contribution("navigation") if item.menu == menu]
    for item in sorted(items, key=lambda item: item.order):
        try:
            url = reverse(item.url_name)
        except NoReverseMatch:
            continue
        entries.append({"label": item.label, "url": url, "icon": item.icon})
    nearest = max((entry["url"] for entry in entries if path.startswith(entry["url"])), key=len, default=None)
    return [entry | {"is_current": entry["url"] == nearest} for entry in entries]


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str, subject: object = None) -> SafeString:
    """What plugins put into the slot `name` about `subject`."""
    return mark_safe("".join(render_slot(name, context.get("request"), subject)))
