"""Small filters of the directory's pages."""

from urllib.parse import urlsplit

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from directory import rich_text
from directory.models import Initiative, Organisation
from directory.models.common import Entry
from directory.terms import Goal

register = template.Library()


@register.filter
def described(value: str) -> SafeString:
    """A description, cleaned once more."""
    return rich_text.shown(value)


@register.filter
def tongue(entry: Entry, name: str) -> str:
    """The language of a text that is not in the reader's, for `lang`; otherwise nothing."""
    reader = "en" if (get_language() or "sv").startswith("en") else "sv"
    other = "sv" if reader == "en" else "en"
    is_borrowed = not getattr(entry, f"{name}_{reader}") and getattr(entry, f"{name}_{other}")
    return other if is_borrowed else ""


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
