"""Small sums that the science shop's templates need."""

from datetime import date

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def days_late(day: date | None) -> int:
    """For how many days it is too late; 0 until then."""
    return max((timezone.localdate() - day).days, 0) if day else 0
