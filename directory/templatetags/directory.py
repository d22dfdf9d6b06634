"""Small filters of the directory's pages."""

from urllib.parse import urlsplit

from django import template

register = template.Library()


@register.filter
def host(url: str) -> str:
    """ "https://www.example.org/about" → "example.org"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.filter
def dialled(phone: str) -> str:
    """What a telephone dials: digits, and a plus before them."""
    return "".join(letter for letter in phone if letter.isdigit() or letter == "+")
