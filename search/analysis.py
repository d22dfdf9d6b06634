"""Words, as every engine and the highlighter see them.

å, ä and ö are letters of their own; other accents are not (kafé = kafe). A token begins with its
strength: `0` the word itself, `3` the word with å ä ö folded away, for those who write without.
"""

import re
from collections.abc import Iterator
from unicodedata import category, normalize

EXACT, FOLDED = "0", "3"
LONGEST_WORD = 64
_WORD = re.compile(r"[^\W_]+")
_OWN_LETTERS = frozenset("åäö")
_DANISH = str.maketrans({"ø": "ö", "æ": "ä"})

_SWEDISH = """
    i och att det den de en ett som på för av med till är om från vid hur vad var när kan man jag vi ni du
"""
_ENGLISH = """
    a an the of and in to for on is are at by with from how what where when can i we you
"""
FUNCTION_WORDS = {"sv": frozenset(_SWEDISH.split()), "en": frozenset(_ENGLISH.split())}


def clean(text: str, limit: int) -> str:
    """At most `limit` characters of `text` in NFC, without controls, lone surrogates and runs of spaces."""
    kept = "".join(" " if (kind := category(sign)) == "Cc" else sign if kind[0] != "C" else "" for sign in text[:limit])
    return " ".join(normalize("NFC", kept).split())[:limit].strip()


def plain(word: str) -> str:
    """The word in lower case, its accents gone but for å ä ö."""
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
    for _start, _end, word in spans(text):
        yield word


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of `text` (in NFC) begins and ends, and what it is when plain."""
    for match in _WORD.finditer(text):
        if word := plain(match.group())[:LONGEST_WORD]:
            yield match.start(), match.end(), word


def exact_tokens(text: str) -> str:
    """What an engine keeps of `text`, as words with spaces between."""
    return " ".join(EXACT + word for word in words(text))


def folded_tokens(text: str) -> str:
    """The weaker forms of those words that have one."""
    return " ".join(FOLDED + weak for word in words(text) if (weak := folded(word)) != word)
