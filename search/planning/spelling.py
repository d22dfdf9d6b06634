"""Words that nothing meets, as they were probably meant: one letter off, sounding alike, or two words in one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from search.analysis import EXACT, folded, swedish
from search.analysis.compounds import listed_parts
from search.analysis.forms import FOLDED, STEM
from search.models import Word
from search.vocabulary import known_stems, meanings

SHORTEST = 5
# From here on two letters may be off.
LONG = 8
MOST_SUGGESTIONS = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyzåäö"
_MOST_SCANNED = 5_000
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


def suggestions(word: str) -> list[str]:
    """Written words that `word` may have been meant to be, the best first."""
    if len(word) < SHORTEST - 1 or word.isdigit():
        return []
    if len(word) >= SHORTEST and (found := _one_off(word)):
        return found
    if found := _alike(word):
        return found
    return []


def in_two(word: str) -> tuple[str, str] | None:
    """Two words of the portal that were written as one: *dropin*."""
    halves = [(word[:end], word[end:]) for end in range(2, len(word) - 1)]
    known = meanings(EXACT + half for pair in halves for half in pair)
    found = [pair for pair in halves if all(EXACT + half in known for half in pair)]
    return max(found, key=lambda pair: min(map(len, pair))) if found else None


def mended_parts(word: str) -> tuple[set[str], set[str]] | None:
    """A compound one of whose two parts has a wrong letter, *vattenvrd*: the stems that each part may be."""
    stem = swedish.stem(word)
    listed = listed_parts()
    for end in range(len(stem) - 3, 3, -1):
        first, last = stem[:end], stem[end:]
        if known := {listed[each] for each in (first, first.removesuffix("s")) if each in listed}:
            edits = {each for each in _edits(last) if each[:1] == last[:1]}
            if near := known_stems(edits) | {listed[each] for each in edits if each in listed}:
                return known, near
        if last in listed:
            edits = {each for each in _edits(first) if each[:1] == first[:1]}
            if near := {listed[each] for each in edits if each in listed}:
                return near, {listed[last]}
    return None


def _one_off(word: str) -> list[str]:
    """Words, or stems of words, with one letter more, less, other or changed with its neighbour."""
    stem = swedish.stem(word)
    tokens = {EXACT + edit for edit in _edits(word)} | {STEM + edit for edit in _edits(stem) if len(stem) >= SHORTEST}
    if word.isascii():
        tokens |= {FOLDED + edit for edit in _edits(word)}
    return _best(word, meanings(tokens).values())


def _alike(word: str) -> list[str]:
    """Words that sound the same, or long ones with two letters off."""
    same = sound(word)
    starts = {word[0], *{"k": "c", "c": "ks", "s": "cz", "j": "hgdl", "g": "j", "f": "p", "v": "w"}.get(word[0], "")}
    rows = _rows_like(word, starts)
    alike = {each: rows[each] for each in rows if sound(each) == same}
    if alike or len(word) < LONG:
        return _best(word, [alike], same_start=False)
    near = {each: rows[each] for each in rows if len(set(each) ^ set(word)) <= 4 and distance(word, each, 2) <= 2}
    return _best(word, [near])


def _rows_like(word: str, starts: Iterable[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for start in sorted(starts):
        rows = Word.objects.filter(word__startswith=start).order_by("word").values_list("word", "documents")
        for each, documents in rows[:_MOST_SCANNED]:
            if abs(len(each) - len(word)) <= 2 + (len(word) > LONG):
                found[each] += documents
    return found


def _best(word: str, found: Iterable[dict[str, int]], *, same_start: bool = True) -> list[str]:
    frequency: Counter[str] = Counter()
    for words in found:
        for each, documents in words.items():
            if each != word and (not same_start or folded(each)[:1] == folded(word)[:1]):
                frequency[each] = max(frequency[each], documents)
    ranked = sorted(frequency, key=lambda each: (distance(folded(word), folded(each), 4), -frequency[each], each))
    if not ranked:
        return []
    nearest = distance(folded(word), folded(ranked[0]), 4)
    return [each for each in ranked if distance(folded(word), folded(each), 4) == nearest][:MOST_SUGGESTIONS]


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
