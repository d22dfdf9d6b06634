"""A question becomes a plan: the words, what they may mean, and which of that occurs."""

from collections.abc import Iterable

from search.analysis import EXACT, LONGEST_WORD, english, swedish
from search.analysis.compounds import listed_parts, pieces
from search.analysis.forms import ENGLISH, PART, STEM
from search.planning import spelling
from search.planning.plan import Alternative, Group, Plan, best_of, known_only
from search.planning.ways import (
    BEGINNING,
    BEGINNING_OF_UNKNOWN,
    IN_COMPOUND,
    MOST_BEGINNINGS,
    ONE_PART,
    PARTS_BY_ROOT,
    SHORTEST_BEGINNING,
    WITHOUT_DOTS,
    beginnings,
    by_root,
    lighter,
    ways,
)
from search.query import Query
from search.synonyms import Synonyms, telling_words
from search.vocabulary import beginning_with, known_stems, meanings, totals

CORRECTED = 0.8
JOINED = 0.9
SYNONYM_LEAST = 0.5
LONGEST_JOIN = 3


def make_plan(query: Query, synonyms: Synonyms) -> Plan:
    """What an engine is to be asked for `query`."""
    asked = [word for word, _at in query.telling]
    if not asked and not query.phrases:
        return Plan()
    known = known_stems({piece for word in asked for piece in pieces(word)})
    groups: list[list[Alternative]] = [ways(word, query.language, known) for word in asked]
    _add_joined(groups, query)
    _add_synonyms(groups, asked, synonyms)
    occurring = meanings(_tokens(groups))
    found = [known_only(group, occurring) for group in groups]
    corrections: dict[str, str] = {}
    for number, word in enumerate(asked):
        unknown = not any(way.is_strict for way in found[number])
        stem = english.stem(word) if query.language == "en" else swedish.stem(word)
        if unknown:
            added = _beginnings(word, BEGINNING_OF_UNKNOWN)
            if not added:
                meant = _corrected(word, query.language, corrections) or _beginnings(stem, BEGINNING_OF_UNKNOWN)
                added = [] if query.exact else meant
        else:
            added = _beginnings(stem if word.startswith(stem) else word, BEGINNING)
        if any(way.is_strict and len(way.all_of) == 1 for way in found[number]):
            # A word that is there needs no help from a part of it.
            found[number] = tuple(way for way in found[number] if way.weight > ONE_PART)
        if added:
            occurring |= meanings(token for token in _tokens([added]) if token not in occurring)
            found[number] = best_of([*found[number], *known_only(added, occurring)])
    phrases = [tuple(EXACT + word for word in phrase) for phrase in query.phrases]
    occurring |= meanings(token for phrase in phrases for token in phrase if token not in occurring)
    return Plan(
        groups=(*found, *(_each_word(phrase, occurring) for phrase in phrases)),
        phrases=tuple(phrases),
        excluded=frozenset(form for word in query.excluded for form in _forms_of(word)),
        meanings=occurring,
        totals=totals(),
        correction=query.with_words(corrections) if corrections else "",
    )


def _add_joined(groups: list[list[Alternative]], query: Query) -> None:
    """Neighbours that may be one word: *lek plats*, *arbets marknad*, *förening liv*."""
    number_at = {at: number for number, (_word, at) in enumerate(query.telling)}
    for start in range(len(query.words)):
        for length in range(2, LONGEST_JOIN + 1):
            window = query.words[start : start + length]
            members = [number_at[at] for at in range(start, start + length) if at in number_at]
            if len(window) < length or not members:
                continue
            for joined in {"".join(window), "s".join(window)}:
                if 4 < len(joined) < LONGEST_WORD:
                    for number in members:
                        groups[number].append(Alternative(JOINED, (frozenset(_forms_of(joined)),)))
                        groups[number].append(Alternative(IN_COMPOUND, (frozenset({PART + swedish.stem(joined)}),)))


def _add_synonyms(groups: list[list[Alternative]], asked: list[str], synonyms: Synonyms) -> None:
    for start, end, synonym in synonyms.within(asked):
        wanted = telling_words(synonym.text, synonym.language)
        if len(wanted) == 1:
            known = known_stems(pieces(wanted[0]))
            added = lighter(ways(wanted[0], synonym.language, known), synonym.weight, SYNONYM_LEAST)
        else:
            added = [Alternative(synonym.weight, tuple(frozenset(_forms_of(word)) for word in wanted))]
        for number in range(start, end):
            groups[number] += added


def _beginnings(start: str, weight: float) -> list[Alternative]:
    # A whole word is not meant as the beginning of another: its compounds are found by their parts.
    if len(start) < SHORTEST_BEGINNING or start.isdigit() or swedish.stem(start) in listed_parts():
        return []
    return beginnings(beginning_with(start, MOST_BEGINNINGS), weight)


def _corrected(word: str, language: str, corrections: dict[str, str]) -> list[Alternative]:
    """The alternatives of what was probably meant; the best of it is put down in `corrections`."""
    if meant := spelling.suggestions(word):
        corrections[word] = meant[0]
        found: list[Alternative] = []
        for number, each in enumerate(meant):
            known = known_stems(pieces(each))
            found += lighter(ways(each, language, known), CORRECTED - 0.05 * number)
        return found
    if halves := spelling.in_two(word):
        corrections[word] = " ".join(halves)
        return [Alternative(WITHOUT_DOTS, tuple(frozenset({EXACT + half}) for half in halves))]
    if parts := spelling.mended_parts(word):
        sets = (frozenset(token for part in each for token in by_root(part)) for each in parts)
        return [Alternative(PARTS_BY_ROOT, tuple(sets))]
    return []


def _forms_of(word: str) -> set[str]:
    return {EXACT + word, STEM + swedish.stem(word), ENGLISH + english.stem(word)}


def _each_word(phrase: tuple[str, ...], occurring: dict) -> Group:
    """A phrase as a group of its own, so that it counts in the score."""
    return known_only([Alternative(1.0, tuple(frozenset({token}) for token in phrase))], occurring)


def _tokens(groups: Iterable[Iterable[Alternative]]) -> set[str]:
    return {token for group in groups for way in group for tokens in way.all_of for token in tokens}
