"""Characters and words: what a text is made of, before any language."""

import re
from collections.abc import Iterator
from functools import lru_cache
from unicodedata import category, normalize

LONGEST_WORD = 64
# A colon or an apostrophe joins an ending to a word: *IOP:er*, *EU:s*, *people's*.
_WORD = re.compile(
    r"([^\W_]+)(?:[:’'](?:s|t|n|ns|en|ens|et|ets|er|ers|erna|ernas|ar|arna|are)(?![^\W_]))?", re.IGNORECASE
)
_HYPHENATED = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_OWN_LETTERS = frozenset("åäö")
_DANISH = str.maketrans({"ø": "ö", "æ": "ä"})


def clean(text: str, limit: int) -> str:
    """At most `limit` characters of `text` in NFC, without controls, lone surrogates and runs of spaces."""
    kept = "".join(" " if (kind := category(sign)) == "Cc" else sign if kind[0] != "C" else "" for sign in text[:limit])
    return " ".join(normalize("NFC", kept).split())[:limit].strip()


@lru_cache(maxsize=50_000)
def plain(word: str) -> str:
    """The word in lower case, its accents gone but for å ä ö, which are letters of their own."""
    lower = normalize("NFC", word.lower()).translate(_DANISH)
    if lower.isascii():
        return lower
    return "".join(letter if letter in _OWN_LETTERS else _without_marks(letter) for letter in lower)


def folded(word: str) -> str:
    """A plain word as those write it who have no å ä ö."""
    return word if word.isascii() else _without_marks(word)


def _without_marks(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text) if sign.isalnum())


def words(text: str) -> Iterator[str]:
    """The plain words of `text`, in order."""
    for written in _WORD.findall(text):
        if word := plain(written)[:LONGEST_WORD]:
            yield word


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of `text` (in NFC) begins and ends, and what it is when plain."""
    for match in _WORD.finditer(text):
        if word := plain(match[1])[:LONGEST_WORD]:
            yield match.start(), match.end(), word


def joined_words(text: str) -> Iterator[str]:
    """What stands with a hyphen, as one word: *e-post* is also *epost*."""
    # Looking for the sign alone is many times faster, and few texts have it.
    for match in _HYPHENATED.finditer(text) if "-" in text else ():
        if word := plain(match.group().replace("-", ""))[:LONGEST_WORD]:
            yield word


def accented(text: str) -> Iterator[tuple[str, str]]:
    """The words of `text` whose accents `plain` takes away: plain, and as they are written but for capitals."""
    if not text.isascii():
        joined = (match.group().replace("-", "") for match in _HYPHENATED.finditer(text))
        for each in (*(match[1] for match in _WORD.finditer(text)), *joined):
            word, written = plain(each)[:LONGEST_WORD], each.lower()[:LONGEST_WORD]
            if word and word != written:
                yield word, written
