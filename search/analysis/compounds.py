"""Long Swedish words in their parts: *vattenvård* is *vatten* and *vård*.

A part is known when the portal uses it as a word, or when the general list has it.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.analysis.swedish import stem
from search.analysis.text import plain


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SHORTEST_COMPOUND = 5
LONGEST_COMPOUND = 40
MOST_PARTS = 4
# The portal's own words have at least four letters as parts; three only from the list.
_SHORTEST_OWN_PART = 4
_SHORTEST_LISTED_PART = 3
# Where only the last part is known it has to be longer, since many words end by chance as others begin.
_SHORTEST_HALF_KNOWN = 8
_SHORTEST_HALF_OWN = 6
# What a first part may have between itself and the next: *arbets-, gatu-, kyrko-, barna-, äldre-, lärar-*.
_LINKS = ("s", "u", "o", "a", "e", "ar", "es")
# Not the last part of a compound but endings that make words.
_NO_LAST_PART = _words("skap lig full mässig sam bar lös fri rik vis värd het ning else and are isk skapa stånd håll")
_DERIVED = ("het", "ning", "ing", "skap")
# Words that others end in by chance: *kontroll* has no *roll*.
_OFTEN_ENDINGS = _words(
    "roll rast disk enhet aktion anställning pris rens lund form stad tand land strand rand mell sats"
)
# Not the first part of a compound that a reader would take apart.
_PREFIXES = _words(
    """för be an av till om under över upp ut in på sam mot med åter från fram bort ned ner vid efter före genom kring
    inter anti super re de pro kon kom mis miss van er ge gen"""
)
# Words that are no longer felt as compounds, or only look like one.
_WHOLE = frozenset(
    stem(word)
    for word in _words(
        """verkstad bostad huvudstad trädgård landskap personal material huvudsak ungdom människa medborgare
    arbetare förening organisation institution station kommunikation tradition information innovation integration
    handling ledning samling vandring mottagning partner fritid arbetslös ekonomi kommunal regional nationell
    kollektiv kooperativ perspektiv initiativ alternativ demokrati politisk kulturell digital program projekt problem
    bilaga storlek formulär vardag alldeles alltid nätverk bakgrund varandra varifrån workshop bokstav fortsätta
    säkerställa svensk engelsk tillgång tillgänglig ansvarig gemensam ensam ordförande deltagare kandidat mandat
    restaurang
    universitet aktivitet kvalitet identitet maskin festival material kapital ideell"""
    )
)


# First parts of two letters, when all that follows is one known part.
_SHORT_FIRST = _words("bi by el it sy tv å ö")


@cache
def listed_parts() -> dict[str, str]:
    """Word or stem → stem of the general list."""
    lines = (Path(__file__).parent / "parts.txt").read_text(encoding="utf-8").splitlines()
    words = [plain(word) for line in lines if not line.startswith("#") for word in line.split()]
    stems = {word: stem(word) for word in words}
    return stems | {listed: listed for listed in stems.values()}


def pieces(word: str) -> set[str]:
    """Every stem that a split of `word` may ask for: what a caller has to look up before it splits."""
    text = stem(word)
    if not SHORTEST_COMPOUND <= len(text) <= LONGEST_COMPOUND:
        return set()
    ends = range(_SHORTEST_LISTED_PART, len(text) + 1)
    found = {
        form
        for end in ends
        for start in range(end - _SHORTEST_LISTED_PART + 1)
        for form in (_as_first(text[start:end]) if end < len(text) else (text[start:], *_bases(text[start:])))
    }
    return {piece for piece in found if len(piece) >= _SHORTEST_OWN_PART} - {text}


def split(word: str, known: Container[str], listed: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """The stems of the parts of `word`, or nothing if it is no compound of known parts.

    Few parts are better than many, and long ones than short ones. If only the last part is known,
    or a long first one, it is given alone. `listed` takes the place of the general list.
    """
    text = stem(word)
    if not SHORTEST_COMPOUND <= len(text) <= LONGEST_COMPOUND or text in _WHOLE:
        return ()
    parts = _Parts(known, listed_parts() if listed is None else listed)
    if splits := list(parts.splits(text, MOST_PARTS)):
        return min(splits, key=lambda found: (len(found), -min(map(len, found)), found))
    return parts.half_known(text) or parts.only_first(text)


@dataclass(frozen=True)
class _Parts:
    """The stems that may be parts: of the portal (at least four letters long), and the listed words with theirs."""

    known: Container[str]
    listed: Mapping[str, str]

    def splits(self, text: str, most: int) -> Iterator[tuple[str, ...]]:
        for end in range(1, len(text) - _SHORTEST_LISTED_PART + 1):
            if (part := self.first(text[:end])) is None:
                continue
            rest = text[end:]
            if self.is_last(rest):
                yield (part, rest)
            elif most > 2 and len(part) > 2:
                for parts in self.splits(rest, most - 1):
                    yield (part, *parts)

    def half_known(self, text: str) -> tuple[str, ...]:
        if len(text) >= _SHORTEST_HALF_KNOWN:
            for start in range(_SHORTEST_LISTED_PART, len(text) - _SHORTEST_OWN_PART + 1):
                first, last = text[:start], text[start:]
                is_compound = first not in _PREFIXES and any(letter in "aeiouyåäö" for letter in first)
                if is_compound and last not in _OFTEN_ENDINGS and self.is_last(last, _SHORTEST_HALF_OWN):
                    return (last,)
        return ()

    def only_first(self, text: str) -> tuple[str, ...]:
        for end in range(len(text) - _SHORTEST_OWN_PART, _SHORTEST_HALF_OWN - 1, -1):
            if part := self.first(text[:end]):
                return (part,)
        return ()

    def first(self, text: str) -> str | None:
        """The stem of a first part as it is written, if it is one."""
        if text in _SHORT_FIRST:
            return text
        if text in _PREFIXES or len(text) < _SHORTEST_LISTED_PART:
            return None
        for form in _as_first(text):
            if form in _PREFIXES:
                continue
            if form in self.listed:
                return self.listed[form]
            if len(form) >= _SHORTEST_OWN_PART and form in self.known:
                return form
        return None

    def is_last(self, text: str, shortest_own: int = _SHORTEST_OWN_PART) -> bool:
        if len(text) < _SHORTEST_LISTED_PART or text in _NO_LAST_PART:
            return False
        if text in self.listed or (len(text) >= shortest_own and text in self.known):
            return True
        # *ungdomsarbetslöshet* where only *arbetslös* is known.
        return any(len(base) >= shortest_own and (base in self.known or base in self.listed) for base in _bases(text))


def _bases(text: str) -> list[str]:
    """What a derived last part is made from: *anpassning* from *anpassa*."""
    return [text.removesuffix(ending) for ending in _DERIVED if text.endswith(ending)]


def _as_first(text: str) -> Iterator[str]:
    """The stems that `text` may stand for as a first part."""
    yield text
    if text.endswith(("el", "er")):
        yield text[:-2] + text[-1]
    if text.endswith("en"):
        yield text[:-2]
    for link in _LINKS:
        if text.endswith(link) and len(text) - len(link) >= _SHORTEST_LISTED_PART:
            rest = text[: -len(link)]
            yield rest[:-1] if rest.endswith(("mm", "nn")) else rest
