"""The words of a text that say what it is about: told apart by their Swedish stems, roughly right in English too."""

import re
from functools import cache, lru_cache

import snowballstemmer

from portal.plugins.little_words import FILLING_WORDS, SAYING_LITTLE

_WORD = re.compile(r"[^\W\d_]{4,}")
# What stands in every question and every profile of a researcher.
_OURS = "forska forskar forskare forskning fråga kunskap research researcher researchers undersöka"


@lru_cache(maxsize=4096)
def telling_words(text: str) -> dict[str, str]:
    """Stem → the word as it is written first. Only to be read: it is remembered."""
    # One of its own: a stemmer keeps the word it works on, and threads that shared one would mix theirs.
    stem = snowballstemmer.stemmer("swedish").stemWord
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        lower = word.lower()
        if lower not in _LITTLE and (told := stem(lower)) not in _little_stems():
            found.setdefault(told, word)
    return found


_LITTLE = frozenset().union(*SAYING_LITTLE.values(), FILLING_WORDS["en"])


@cache
def _little_stems() -> frozenset[str]:
    stem = snowballstemmer.stemmer("swedish").stemWord
    return frozenset(stem(word) for word in (*FILLING_WORDS["sv"], *_OURS.split()))
