"""Small filters of the directory's pages."""

from urllib.parse import urlsplit

from django import template
from django.utils.safestring import SafeString

from directory import rich_text
from directory.models import Initiative, Organisation
from directory.terms import Goal

register = template.Library()


@register.filter
def described(value: str) -> SafeString:
    """A description, cleaned once more."""
    return rich_text.shown(value)


@register.simple_tag
def goals_of(entry: Organisation | Initiative) -> list[Goal]:
    return [Goal(number) for number in entry.goals]


@register.filter
def host(url: str) -> str:
    """ "https://www.example.org/about" → "example.org"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def dialled(phone: str) -> str:
    """What a telephone dials: digits, and a plus before them."""
    return "".join(letter for letter in phone if letter.isdigit() or letter == "+")
