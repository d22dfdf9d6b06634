"""Which first words of an address a page may not have."""

from collections.abc import Iterable
from typing import Any

from django.urls import URLPattern, get_resolver
from django.utils.translation import override

# The depth of the children of a home page, whose slug is the first word of the address.
FIRST_WORD = 3


def is_taken(word: str, language: str) -> bool:
    """Whether addresses in `language` that begin with `word` lead to something other than pages: a plugin, say."""
    prefix = "" if language == "sv" else f"{language}/"
    with override(language):
        return _claims(get_resolver().url_patterns, f"{prefix}{word}/")


def _claims(patterns: Iterable[Any], path: str) -> bool:
    for entry in patterns:
        if not (match := entry.pattern.match(path)):
            continue
        if isinstance(entry, URLPattern):
            if entry.name != "wagtail_serve":
                return True
        elif not match[0] or _claims(entry.url_patterns, match[0]):
            return True
    return False
