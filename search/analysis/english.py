"""English stems: Porter's second algorithm, with British and American spelling brought together."""

import re
from functools import lru_cache

import snowballstemmer

_IRREGULAR = {
    "children": "child",
    "men": "man",
    "women": "woman",
    "people": "person",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "geese": "goose",
    "lives": "life",
    "wives": "wife",
    "shelves": "shelf",
    "bought": "buy",
    "built": "build",
    "found": "find",
    "held": "hold",
    "made": "make",
    "met": "meet",
    "sold": "sell",
    "taught": "teach",
    "won": "win",
}
_SPELLINGS = [
    (re.compile(r"(?<=[a-z]{3})iz(?=e|i|a)"), "is"),
    (re.compile(r"(?<=neighb|behavi|endeav)our|(?<=harb)our|(?<=lab|col|hon|fav|hum)our"), "or"),
    (re.compile(r"(?<=cent)re|(?<=theat)re(?=s?$)"), "er"),
    (re.compile(r"programme"), "program"),
    (re.compile(r"(?<=l)l(?=ed$|ing$|er$)"), ""),
]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a plain English word."""
    for pattern, replacement in _SPELLINGS:
        word = pattern.sub(replacement, word)
    # One of its own: a stemmer keeps the word it works on, and threads that shared one would mix theirs.
    return snowballstemmer.stemmer("english").stemWord(_IRREGULAR.get(word, word))
