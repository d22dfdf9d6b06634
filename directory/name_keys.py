"""Which names are worth comparing: keys that a name shares with those that are like it, as numbers for an index.

Each word stands under itself and under its halves, so that one letter wrong leaves one of them right; each two words
under both, since one may be in thousands of names; and the whole name, as one word, under its thirds, which two wrong
letters leave one of. How much of what comparing with every name finds this finds, docs/performance.md tells.
"""

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

# Of one name: the longest words say most.
MOST_WORDS = 8
# Shorter words are like too many, and shorter names have no thirds that say anything.
SHORTEST_HALVED, SHORTEST_IN_THIRDS = 4, 9
# Names that are like each other without sharing a word are about as long as each other.
LEAST_LONG, MOST_LONG = 0.8, 1.25
# By how much the middle of a name may have moved, where the whole is so many letters longer than the other's.
_MOVED = {-2: (0, -1, -2), -1: (0, -1), 0: (0, -1, 1), 1: (0, 1), 2: (0, 1, 2)}


def kept_under(name: str) -> set[int]:
    """The keys that a normalised name is kept under."""
    words = _words(name)
    pieces = [piece for word in words for piece in _pieces(word, len(word))]
    pieces += _thirds("".join(words), len("".join(words)), (0,))
    return {_number(key) for key in [*_said(words), *pieces]}


def asked_exactly(name: str) -> set[int]:
    """Under what those are that share words with `name`."""
    return {_number(key) for key in _said(_words(name))}


def asked_nearly(name: str) -> set[int]:
    """Under what those are that are written nearly so: with a letter more, a letter less, or another."""
    words = _words(name)
    whole = "".join(words)
    pieces = [piece for word in words for by in (-1, 0, 1) for piece in _pieces(word, len(word) + by)]
    pieces += [third for by, moved in _MOVED.items() for third in _thirds(whole, len(whole) - by, moved)]
    return {_number(key) for key in pieces}


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def _words(name: str) -> list[str]:
    return sorted(sorted(set(name.split()), key=len)[-MOST_WORDS:])


def _said(words: list[str]) -> Iterator[str]:
    """What is the same in both where no letter is wrong."""
    yield from (f"= {word}" for word in words)
    yield from (f"+ {one} {other}" for one, other in combinations(words, 2))
    yield f"= {''.join(words)}"


def _pieces(word: str, length: int) -> Iterator[str]:
    """Of a word that may have `length` letters in the other name: each half, and all but the middle."""
    if length < SHORTEST_HALVED:
        return
    half, rest = (length + 1) // 2, length // 2
    yield f"< {length} {word[:half]}"
    yield f"> {length} {word[len(word) - rest :]}"
    if len(word) == length:
        # Two letters that have changed places there.
        yield f"- {length} {word[: half - 1]} {word[half + 1 :]}"


def _thirds(whole: str, length: int, moved: tuple[int, ...]) -> Iterator[str]:
    """Of a name that may have `length` letters in the other: each third, the middle one at each place it may be at."""
    if length < SHORTEST_IN_THIRDS:
        return
    first = length // 3
    last = (length - first) // 2
    yield f"1 {length} {whole[:first]}"
    for by in moved:
        yield f"2 {length} {whole[first + by : length - last + by]}"
    yield f"3 {length} {whole[len(whole) - last :]}"
