"""The ways in which one word may be met, before it is known which of them occur."""

from collections.abc import Container, Iterable
from functools import cache

from portal.plugins.little_words import FUNCTION_WORDS
from search.analysis import EXACT, LONGEST_WORD, english, folded, swedish
from search.analysis.compounds import listed_parts, split
from search.analysis.exceptions import LAST_PARTS, UMLAUT
from search.analysis.forms import ENGLISH, FOLDED, PART, ROOT, STEM
from search.planning.plan import Alternative

WHOLE = 1.0
OWN_STEM = 0.9
OTHER_STEM = 0.7
ALL_PARTS = 0.7
IN_COMPOUND = 0.55
WITHOUT_DOTS = 0.5
PARTS_BY_ROOT = 0.4
BEGINNING_OF_UNKNOWN = 0.5
ROOT_ONLY = 0.35
BEGINNING = 0.3
ONE_PART = 0.25
SHORTEST_BEGINNING = 4
MOST_BEGINNINGS = 40


def ways(word: str, language: str, known: Container[str]) -> list[Alternative]:
    """Itself, its stems, inside of compounds, its own parts, without dots, its root.

    `known` holds the stems that the portal uses among the pieces of the word.
    """
    found = [_way(WHOLE, {EXACT + word})]
    if word in FUNCTION_WORDS[language] or word.isdigit():
        return found
    stem = swedish.stem(word)
    is_swedish = language == "sv"
    found += [
        _way(OWN_STEM if is_swedish else OTHER_STEM, {STEM + stem}),
        _way(IN_COMPOUND, {PART + stem}),
        _way(ROOT_ONLY, {ROOT + swedish.root(word), STEM + swedish.root(word)}),
    ]
    if word.isascii():
        found.append(_way(OTHER_STEM if is_swedish else OWN_STEM, {ENGLISH + english.stem(word)}))
        found.append(_way(WITHOUT_DOTS, {FOLDED + word, FOLDED + stem}))
        if plural := _without_dots().get(word):
            found.append(_way(WITHOUT_DOTS, {STEM + swedish.stem(plural)}))
    parts = split(word, known)
    if len(parts) > 1:
        found.append(Alternative(ALL_PARTS, tuple(frozenset({STEM + part, PART + part}) for part in parts)))
        found.append(Alternative(PARTS_BY_ROOT, tuple(by_root(part) for part in parts)))
    elif not parts and word.isascii() and (parts := split(word, frozenset(), _parts_without_dots())):
        sets = (frozenset({STEM + part, PART + part, FOLDED + part}) for part in parts)
        found.append(Alternative(WITHOUT_DOTS, tuple(sets)))
    found += [Alternative(ONE_PART, (by_root(part),)) for part in parts]
    return found


def beginnings(words: Iterable[str], weight: float) -> list[Alternative]:
    """Words that begin with what was written."""
    tokens = frozenset(EXACT + word for word in words if len(word) < LONGEST_WORD)
    return [Alternative(weight, (tokens,))] if tokens else []


def lighter(found: Iterable[Alternative], factor: float, least: float = 0.0) -> list[Alternative]:
    """The same alternatives for a word that only stands for the one that was written."""
    return [Alternative(way.weight * factor, way.all_of) for way in found if way.weight >= least]


def _way(weight: float, tokens: set[str]) -> Alternative:
    return Alternative(weight, (frozenset(tokens),))


def by_root(part: str) -> frozenset[str]:
    """*strandstädning* is what *städar stränder* is about."""
    root = swedish.root(part)
    return frozenset({STEM + part, PART + part, ROOT + root, STEM + root})


@cache
def _without_dots() -> dict[str, str]:
    """Plurals with another vowel as those write them who have no å ä ö: *bocker* is *böcker*."""
    return {folded(form): form for form in (*UMLAUT, *LAST_PARTS) if folded(form) != form}


@cache
def _parts_without_dots() -> dict[str, str]:
    return {folded(word): folded(stem) for word, stem in listed_parts().items()}
