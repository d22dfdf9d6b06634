"""The QR code by which somebody is checked in, for the page of a registration."""

from django import template
from django.utils.safestring import mark_safe

from events import check_in_codes as codes
from events.models import Registration

register = template.Library()


@register.inclusion_tag("events/check_in_code.html")
def check_in_code(registration: Registration) -> dict[str, str]:
    """Shows the code, and how to use it: `{% check_in_code registration %}`."""
    code = codes.in_words(codes.code_of(registration))
    # Made of squares and our own address alone.
    return {"code": code, "picture": mark_safe(codes.picture_of(registration))}
