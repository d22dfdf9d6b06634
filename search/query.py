"""What a person asked: text that is never syntax, and bounded choices."""

from dataclasses import dataclass
from functools import cached_property

from search.analysis import FUNCTION_WORDS, LONGEST_WORD, clean, folded, words

LONGEST_TEXT = 200
MOST_WORDS = 16
MOST_CHOICES = 40
MOST_HITS = 100
LAST_HIT = 1000


@dataclass(frozen=True)
class Term:
    """A word asked for: itself, as the beginning of a longer word, or in words that had their å ä ö folded."""

    word: str
    is_prefix: bool

    @property
    def asks_folded(self) -> bool:
        """Who writes å ä ö means them: *häst* is not *hast*."""
        return folded(self.word) == self.word

    def matches(self, word: str) -> bool:
        """Whether a plain word of a text is what this term asks for."""
        forms = (word, folded(word)) if self.asks_folded else (word,)
        return any(form == self.word or (self.is_prefix and form.startswith(self.word)) for form in forms)


@dataclass(frozen=True)
class Query:
    """A question to an engine. Whatever comes in, what is kept is clean and bounded."""

    text: str
    language: str = "sv"
    kinds: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    limit: int = 10
    offset: int = 0

    def __post_init__(self) -> None:
        keep = lambda name, value: object.__setattr__(self, name, value)  # noqa: E731
        keep("text", clean(self.text, LONGEST_TEXT))
        keep("language", "en" if self.language == "en" else "sv")
        for name in ("kinds", "municipalities"):
            chosen = (clean(choice, 120) for choice in tuple(getattr(self, name))[:MOST_CHOICES])
            keep(name, tuple(sorted({choice for choice in chosen if choice})))
        keep("limit", max(0, min(self.limit, MOST_HITS)))
        keep("offset", max(0, min(self.offset, LAST_HIT)))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words asked for, without function words unless there are no others."""
        distinct = list(dict.fromkeys(words(self.text)))
        telling = [word for word in distinct if word not in FUNCTION_WORDS[self.language]] or distinct
        last = telling[-1:]
        return tuple(
            Term(word, is_prefix=2 + (word not in last) <= len(word) < LONGEST_WORD) for word in telling[:MOST_WORDS]
        )
