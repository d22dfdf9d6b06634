"""Words that nothing meets, as they were probably meant: one letter off, sounding alike, or two words in one."""

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection

from search.analysis import EXACT, folded, swedish
from search.analysis.compounds import listed_parts
from search.analysis.forms import FOLDED, STEM
from search.vocabulary import LAST_LETTER, meanings

SHORTEST = 5
# From here on two letters may be off.
LONG = 8
MOST_SUGGESTIONS = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_MOST_SCANNED = 5_000
# The table stands in brackets of its own, since a part of a UNION may not be cut.
_SCAN = """
SELECT word, documents FROM (
  SELECT word, documents FROM search_word WHERE word >= %s AND word < %s ORDER BY word LIMIT %s
) AS scanned
"""
# With what else a word may begin that sounds the same.
_SAME_START = {"k": "c", "c": "ks", "s": "cz", "j": "hgdl", "g": "j", "f": "p", "v": "w"}
# What Swedes spell in more than one way; the same sound gets the same letters.
_SOUNDS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in [
        (r"(.)\1+", r"\1"),
        (r"^(?:hj|gj|dj|lj)", "j"),
        (r"^g(?=[eiyäö])", "j"),
        (r"^(?:skj|stj|sch|sj|tj|kj|ch)|^sk(?=[eiyäö])|^k(?=[eiyäö])", "x"),
        (r"t[ij]on|s?s[ij]on", "xon"),
        (r"c(?=[eiyäö])|z", "s"),
        (r"ck|c|q", "k"),
        (r"ch", "x"),
        (r"w", "v"),
        (r"ph", "f"),
        (r"x(?!on)(?<=.x)", "ks"),
        (r"e", "ä"),
        (r"o", "å"),
        (r"rs", "s"),
        (r"(?<=[nr])[dt](?=s)", ""),
        (r"g(?=t)|d(?=t)", ""),
    ]
]


def sound(word: str) -> str:
    """How a word sounds, roughly: *ekonåmi* as *ekonomi*, *sykel* as *cykel*."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return re.sub(r"(.)\1+", r"\1", word)


@dataclass(frozen=True)
class Guess:
    """What a word may have been meant to be: written words, the best first; else two words that were written
    as one; else the stems that each of its two parts may be."""

    words: list[str] = field(default_factory=list)
    halves: tuple[str, str] | None = None
    parts: tuple[set[str], set[str]] | None = None

    @property
    def all_words(self) -> tuple[str, ...]:
        return (*self.words, *(self.halves or ()))


def guesses(words: Collection[str]) -> dict[str, Guess]:
    """A guess for each of the words, which nothing meets: two look-ups, however many they are."""
    near = {word: _tokens_near(word) for word in words}
    known = meanings(set().union(*near.values(), *map(_tokens_inside, words)))
    found = {word: _best(word, [known[token] for token in near[word] if token in known]) for word in words}
    found |= _alike([word for word in words if not found[word] and _may_be_a_word(word, SHORTEST - 1)])
    return {word: Guess(found[word]) if found[word] else _guess_inside(word, known) for word in words}


def _guess_inside(word: str, known: Container[str]) -> Guess:
    if halves := _in_two(word, known):
        return Guess(halves=halves)
    return Guess(parts=_mended_parts(word, known))


def _may_be_a_word(word: str, shortest: int) -> bool:
    return len(word) >= shortest and not word.isdigit()


def _tokens_near(word: str) -> set[str]:
    """Words, or stems of words, with one letter more, less, other or changed with its neighbour."""
    if not _may_be_a_word(word, SHORTEST):
        return set()
    edits, stem = set(_edits(word)), swedish.stem(word)
    tokens = {EXACT + edit for edit in edits}
    if len(stem) >= SHORTEST:
        tokens |= {STEM + edit for edit in _edits(stem)}
    if word.isascii():
        tokens |= {FOLDED + edit for edit in edits}
    return tokens


def _tokens_inside(word: str) -> set[str]:
    """What has to be looked up to know whether it is two words, or a compound with a wrong letter."""
    stem, listed = swedish.stem(word), listed_parts()
    ends = [end for end in range(len(stem) - 3, 3, -1) if not listed.keys().isdisjoint(_as_first(stem[:end]))]
    wrong = {edit for end in ends for edit in _edits_from_the_second_letter(stem[end:])}
    return {EXACT + half for pair in _halves(word) for half in pair} | {STEM + edit for edit in wrong}


def _as_first(part: str) -> tuple[str, str]:
    return part, part.removesuffix("s")


def _halves(word: str) -> list[tuple[str, str]]:
    return [(word[:end], word[end:]) for end in range(2, len(word) - 1)]


def _in_two(word: str, known: Container[str]) -> tuple[str, str] | None:
    """Two words of the portal that were written as one: *dropin*."""
    found = [pair for pair in _halves(word) if all(EXACT + half in known for half in pair)]
    return max(found, key=lambda pair: min(map(len, pair))) if found else None


def _mended_parts(word: str, known: Container[str]) -> tuple[set[str], set[str]] | None:
    """A compound one of whose two parts has a wrong letter, *vattenvrd*: the stems that each part may be."""
    stem, listed = swedish.stem(word), listed_parts()
    for end in range(len(stem) - 3, 3, -1):
        first, last = stem[:end], stem[end:]
        if of_first := {listed[each] for each in _as_first(first) if each in listed}:
            edits = _edits_from_the_second_letter(last)
            if near := {each for each in edits if STEM + each in known} | _listed(edits):
                return of_first, near
        if last in listed and (near := _listed(_edits_from_the_second_letter(first))):
            return near, {listed[last]}
    return None


def _listed(edits: Iterable[str]) -> set[str]:
    return {stem for each in edits if (stem := listed_parts().get(each))}


def _edits_from_the_second_letter(part: str) -> set[str]:
    return {each for each in _edits(part) if each[:1] == part[:1]}


def _alike(words: Collection[str]) -> dict[str, list[str]]:
    """For each of them words that sound the same, or for long ones words with two letters off."""
    starts = {word: {word[0], *_SAME_START.get(word[0], word[0])} for word in words}
    rows = _rows_beginning({start for each in starts.values() for start in each})
    return {word: _alike_among(word, [row for start in sorted(starts[word]) for row in rows[start]]) for word in words}


def _alike_among(word: str, rows: Iterable[tuple[str, int]]) -> list[str]:
    found: Counter[str] = Counter()
    for each, documents in rows:
        if abs(len(each) - len(word)) <= 2 + (len(word) > LONG):
            found[each] += documents
    same = sound(word)
    alike = {each: found[each] for each in found if sound(each) == same}
    if alike or len(word) < LONG:
        return _best(word, [alike], same_start=False)
    near = {each: found[each] for each in found if len(set(each) ^ set(word)) <= 4 and distance(word, each, 2) <= 2}
    return _best(word, [near])


def _rows_beginning(starts: Collection[str]) -> dict[str, list[tuple[str, int]]]:
    """Of each letter the words that begin with it, as far as they are scanned, each with its number of rows."""
    found: dict[str, list[tuple[str, int]]] = {start: [] for start in starts}
    if starts:
        statement = " UNION ALL ".join([_SCAN] * len(found))
        parameters = [value for start in sorted(found) for value in (start, start + LAST_LETTER, _MOST_SCANNED)]
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            for word, documents in cursor.fetchall():
                found[word[0]].append((word, documents))
    return found


def _best(word: str, found: Iterable[Mapping[str, int]], *, same_start: bool = True) -> list[str]:
    frequency: Counter[str] = Counter()
    for words in found:
        for each, documents in words.items():
            if each != word and (not same_start or folded(each)[:1] == folded(word)[:1]):
                frequency[each] = max(frequency[each], documents)
    far = {each: distance(folded(word), folded(each), 4) for each in frequency}
    ranked = sorted(frequency, key=lambda each: (far[each], -frequency[each], each))
    return [each for each in ranked if far[each] == far[ranked[0]]][:MOST_SUGGESTIONS]


def _edits(word: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        left, right = word[:at], word[at:]
        if right:
            yield left + right[1:]
            yield from (left + letter + right[1:] for letter in _LETTERS)
        if len(right) > 1:
            yield left + right[1] + right[0] + right[2:]
        yield from (left + letter + right for letter in _LETTERS)


def distance(one: str, other: str, most: int) -> int:
    """Letters added, lost, exchanged or changed with the neighbour (OSA); `most` + 1 if there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        next_row = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[j] + 1, next_row[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, before[j - 2] + 1)
            next_row.append(cost)
        if min(next_row) > most:
            return most + 1
        before, row = row, next_row
    return min(row[-1], most + 1)
