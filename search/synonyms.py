"""Words that mean the same, by groups; and places that lie in a municipality."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from search.analysis import FUNCTION_WORDS, folded, stem, words
from search.models import SynonymGroup

WEIGHT = 0.7
WEAK = 0.45
# Less than the word itself without them, and still enough to be asked for.
WITHOUT_DOTS = 0.52
LONGEST = 6

# The stems of the words of an entry, in one language.
Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class Synonym:
    """What may be asked for instead."""

    text: str
    language: str
    weight: float


@dataclass
class Synonyms:
    """Looked up by the stems of what was written, so that every form of a word finds them."""

    entries: dict[Key, list[Synonym]] = field(default_factory=lambda: defaultdict(list))

    def add_group(self, terms: Iterable[tuple[str, str]], weight: float = WEIGHT) -> None:
        """`terms` are (language, text); each stands for every other."""
        terms = list(terms)
        for language, text in terms:
            for other_language, other in terms:
                self.add(language, text, other_language, other, weight)

    def add(self, language: str, text: str, other_language: str, other: str, weight: float = WEIGHT) -> None:
        """Who writes `text` also finds `other`."""
        if text.casefold() == other.casefold():
            return
        for key, factor in _keys(text, language).items():
            self.entries[key].append(Synonym(other, other_language, weight * factor))

    def within(self, written: list[str]) -> Iterator[tuple[int, int, Synonym]]:
        """The synonyms of what stands in `written` words, each with where that begins and ends."""
        for language in ("sv", "en"):
            each = stems(written, language)
            for start in range(len(each)):
                for end in range(start + 1, min(len(each), start + LONGEST) + 1):
                    for synonym in self.entries.get((language, each[start:end]), ()):
                        yield start, end, synonym


def _keys(text: str, language: str) -> dict[Key, float]:
    """How it may be written, each with what that is worth: two words as one, too; without å ä ö it is worth less."""
    telling = telling_words(text, language)
    spellings = [telling, ["".join(telling)]] if len(telling) == 2 else [telling]
    without_dots = {(language, stems(map(folded, each), language)): WITHOUT_DOTS for each in spellings if each}
    return without_dots | {(language, stems(each, language)): 1.0 for each in spellings if each}


def kept() -> Synonyms:
    """What editors keep, as it is now: one small query says whether it has changed since the last question."""
    return _read(tuple(SynonymGroup.objects.order_by("pk").values_list("pk", "changed_at")))


@lru_cache(maxsize=2)
def _read(state: tuple[tuple[int, datetime], ...]) -> Synonyms:
    synonyms = Synonyms()
    for group in SynonymGroup.objects.all():
        weight = WEIGHT if group.strength == SynonymGroup.Strength.STRONG else WEAK
        if group.direction == SynonymGroup.Direction.BOTH:
            synonyms.add_group(group.terms, weight)
            continue
        for language, term in group.terms:
            for other in group.found:
                synonyms.add(language, term, "sv", other, weight)
    return synonyms


def telling_words(text: str, language: str) -> list[str]:
    """The words without function words, unless there are no others."""
    every = list(words(text))
    return [word for word in every if word not in FUNCTION_WORDS[language]] or every


def stems(written: Iterable[str], language: str) -> tuple[str, ...]:
    return tuple(stem(word, language) for word in written)
