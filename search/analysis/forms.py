"""A word's tokens: itself and its weaker forms, each beginning with its strength.

0 the word   1 Swedish stem   2 part of a compound   3 without å ä ö   4 root   5 English stem
"""

from collections.abc import Container

from portal.plugins.little_words import FUNCTION_WORDS
from search.analysis import english, swedish
from search.analysis.compounds import split
from search.analysis.text import folded

EXACT, STEM, PART, FOLDED, ROOT, ENGLISH = "012345"


def stem_token(word: str, language: str) -> str:
    """The token of a plain word's stem in one language."""
    return ENGLISH + english.stem(word) if language == "en" else STEM + swedish.stem(word)


def stem(word: str, language: str) -> str:
    """The stem of a plain word in one language."""
    return stem_token(word, language)[1:]


def derived(word: str, language: str, known: Container[str]) -> tuple[str, ...]:
    """The tokens of a plain word of a text beside `0word`; function words have none.

    `known` holds the stems that the portal uses. A word with å, ä or ö is Swedish wherever it stands.
    """
    if word in FUNCTION_WORDS[language]:
        return ()
    if word.isdigit():
        return ()
    if language == "en" and word.isascii():
        return (ENGLISH + english.stem(word),)
    base, parts = swedish.stem(word), split(word, known)
    tokens = {STEM + base, *(PART + part for part in parts)}
    tokens |= {FOLDED + weak for form in (word, base, *parts) if (weak := folded(form)) != form}
    tokens |= {ROOT + root for form in (base, *parts) if (root := swedish.root(form)) != form}
    if language == "en":
        tokens.add(ENGLISH + english.stem(word))
    return tuple(sorted(tokens))
