"""What the search finds."""

from portal.plugins import search


def found(words: str) -> list[str]:
    return [hit.title for hit in search.find(words, language="sv")]
