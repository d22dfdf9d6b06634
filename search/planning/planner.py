"""A question becomes a plan: the words, what they may mean, and which of that occurs."""

from collections.abc import Collection, Container, Iterable, Iterator
from itertools import chain, pairwise

from django.db.models import TextField, Value

from search.analysis import EXACT, LONGEST_WORD, english, swedish
from search.analysis.compounds import listed_parts, pieces
from search.analysis.forms import ENGLISH, PART, STEM
from search.models import Form
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
from search.spellings import mostly, rows_of
from search.synonyms import Synonym, Synonyms, stems, telling_words
from search.vocabulary import beginning_with, known_stems, meanings, totals

CORRECTED = 0.8
# A part of what was meant is no hit: it was never written.
CORRECTED_LEAST = 0.3
JOINED = 0.9
SYNONYM_LEAST = 0.5
LONGEST_JOIN = 3
# With more of them it is another language or no words at all.
MOST_CORRECTED = 3


def make_plan(query: Query, synonyms: Synonyms) -> Plan:
    """What an engine is to be asked for `query`."""
    asked = [word for word, _at in query.telling]
    if not asked and not query.phrases:
        return Plan()
    meant = [
        (start, end, synonym, telling_words(synonym.text, synonym.language))
        for start, end, synonym in (*synonyms.within(asked), *_meant_as_one(query, synonyms))
        if not _says_more(asked[start:end], synonym)
    ]
    # Synonyms come apart by these and the general list: they need no look-up of their own.
    known = known_stems({piece for word in asked for piece in pieces(word)})
    groups: list[list[Alternative]] = [ways(word, query.language, known) for word in asked]
    _add_joined(groups, query)
    _add_synonyms(groups, meant, known)
    occurring = meanings(_tokens(groups))
    found = [known_only(group, occurring) for group in groups]
    correction = _help(query, asked, found, occurring)
    phrases = [tuple(EXACT + word for word in phrase) for phrase in query.phrases]
    occurring |= meanings(token for phrase in phrases for token in phrase if token not in occurring)
    return Plan(
        groups=(*found, *(_each_word(phrase, occurring) for phrase in phrases)),
        phrases=tuple(phrases),
        excluded=frozenset(form for word in query.excluded for form in _forms_of(word)),
        meanings=occurring,
        totals=totals(),
        correction=correction,
    )


def _help(query: Query, asked: list[str], found: list[Group], occurring: dict[str, dict[str, int]]) -> str:
    """Add to what is found of each word those that it begins, or what was meant if nothing has it.

    Returns the question as it was probably meant, empty if every word is met.
    """
    corrections: dict[str, str] = {}
    added: list[list[Alternative]] = []
    asked_stems = stems(asked, query.language)
    begun = _begun({*asked, *asked_stems})
    occurring |= {EXACT + word: {word: rows} for each in begun.values() for word, rows in each.items()}
    unmet = [word for word, group in zip(asked, found, strict=True) if not (_is_met(group) or begun[word])]
    meant = _meant(unmet, query.language, corrections)
    for word, stem, group in zip(asked, asked_stems, found, strict=True):
        if _is_met(group):
            added.append(beginnings(begun[stem if word.startswith(stem) else word], BEGINNING))
        elif begun[word]:
            added.append(beginnings(begun[word], BEGINNING_OF_UNKNOWN))
        else:
            guessed = meant.get(word) or beginnings(begun[stem], BEGINNING_OF_UNKNOWN)
            added.append([] if query.exact else guessed)
    occurring |= meanings(token for token in _tokens(added) if token not in occurring)
    for number, more in enumerate(added):
        if any(way.is_strict and len(way.all_of) == 1 for way in found[number]):
            # A word that is there needs no help from a part of it.
            found[number] = tuple(way for way in found[number] if way.weight > ONE_PART)
        found[number] = best_of([*found[number], *known_only(more, occurring)])
    return query.with_words(corrections) if corrections else ""


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


def _meant_as_one(query: Query, synonyms: Synonyms) -> Iterator[tuple[int, int, Synonym]]:
    """What neighbours stand for that may be one word: *läx hjälp*. Each with which of the telling words it is for."""
    number_at = {at: number for number, (_word, at) in enumerate(query.telling)}
    for start, pair in enumerate(pairwise(query.words)):
        members = [number_at[at] for at in (start, start + 1) if at in number_at]
        if members:
            for _start, _end, synonym in synonyms.within(["".join(pair)]):
                yield members[0], members[-1] + 1, synonym


def _says_more(written: list[str], synonym: Synonym) -> bool:
    """*ideell förening* finds nothing that *förening* does not."""
    return set(stems(written, synonym.language)) <= set(
        stems(telling_words(synonym.text, synonym.language), synonym.language)
    )


def _add_synonyms(
    groups: list[list[Alternative]], meant: list[tuple[int, int, Synonym, list[str]]], known: Container[str]
) -> None:
    for start, end, synonym, wanted in meant:
        if len(wanted) == 1:
            added = lighter(ways(wanted[0], synonym.language, known), synonym.weight, SYNONYM_LEAST)
        else:
            added = [Alternative(synonym.weight, tuple(frozenset(_forms_of(word)) for word in wanted))]
        for number in range(start, end):
            groups[number] += added


def _begun(starts: set[str]) -> dict[str, dict[str, int]]:
    """Of each start the words that begin so, each with its number of rows.

    A whole word is not meant as the beginning of another: its compounds are found by their parts.
    """
    wanted = [
        start
        for start in sorted(starts)
        if len(start) >= SHORTEST_BEGINNING and not start.isdigit() and swedish.stem(start) not in listed_parts()
    ]
    return {start: {} for start in starts} | beginning_with(wanted, MOST_BEGINNINGS)


def _is_met(group: Group) -> bool:
    return any(way.is_strict for way in group)


def _meant(unmet: list[str], language: str, corrections: dict[str, str]) -> dict[str, list[Alternative]]:
    """The alternatives of what each word was probably meant to be; the best of it is put down in `corrections`.

    All words are asked for at once: three look-ups, however many they are.
    """
    guessed = spelling.guesses(unmet) if unmet else {}
    known, written = _about({word for guess in guessed.values() for word in guess.all_words}, language)
    found: dict[str, list[Alternative]] = {}
    for word, guess in guessed.items():
        if len(corrections) == MOST_CORRECTED:
            break
        found[word] = _alternatives(guess, language, known)
        if best := guess.halves or guess.words[:1]:
            corrections[word] = " ".join(written.get(each, each) for each in best)
    return found


def _about(words: Collection[str], language: str) -> tuple[set[str], dict[str, str]]:
    """Which of the stems inside of these words the portal uses, and how its texts spell them: one look-up."""
    if not words:
        return set(), {}
    tokens = {STEM + piece for word in words for piece in pieces(word)}
    none = Value("", TextField())
    stems_inside = Form.objects.filter(token__in=tokens).values_list(none, "token", none, Value(0), Value(0))
    rows = list(stems_inside.union(rows_of(words)))
    return {row[1][1:] for row in rows if not row[0]}, mostly((row for row in rows if row[0]), language)


def _alternatives(guess: spelling.Guess, language: str, known: Container[str]) -> list[Alternative]:
    if guess.halves:
        return [Alternative(WITHOUT_DOTS, tuple(frozenset({EXACT + half}) for half in guess.halves))]
    if guess.parts:
        sets = (frozenset(token for part in each for token in by_root(part)) for each in guess.parts)
        return [Alternative(PARTS_BY_ROOT, tuple(sets))]
    weights = (CORRECTED - 0.05 * number for number in range(len(guess.words)))
    each_way = (
        lighter(ways(each, language, known), weight, CORRECTED_LEAST)
        for each, weight in zip(guess.words, weights, strict=True)
    )
    return list(chain.from_iterable(each_way))


def _forms_of(word: str) -> set[str]:
    return {EXACT + word, STEM + swedish.stem(word), ENGLISH + english.stem(word)}


def _each_word(phrase: tuple[str, ...], occurring: dict) -> Group:
    """A phrase as a group of its own, so that it counts in the score."""
    return known_only([Alternative(1.0, tuple(frozenset({token}) for token in phrase))], occurring)


def _tokens(groups: Iterable[Iterable[Alternative]]) -> set[str]:
    return {token for group in groups for way in group for tokens in way.all_of for token in tokens}
