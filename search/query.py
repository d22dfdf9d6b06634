"""What a person asked: text that is never syntax, and bounded choices."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from portal.plugins.little_words import ASKING
from search.analysis import FUNCTION_WORDS, clean, spans, words

LONGEST_TEXT = 200
MOST_WORDS = 16
MOST_CHOICES = 40
MOST_HITS = 100
LAST_HIT = 1000
# What hits may be narrowed by, in the order in which it is shown.
FACETS = ("kind", "when", "tag", "municipality", "form", "stage", "written_in")
# Those of them whose values a source gives.
GIVEN = ("tag", "municipality", "form", "stage")
SORTS = ("relevance", "newest", "soonest")
_QUOTED = re.compile(r'["“”„»«]([^"“”„»«]{1,200})["“”„»«]')
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)[-−]([^\W_][^\s\"“”„»«]*)")


@dataclass(frozen=True)
class Query:
    """A question to an engine. Whatever comes in, what is kept is clean and bounded."""

    text: str
    language: str = "sv"
    # Facet → values: those of one facet widen, facets narrow.
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int = 10
    offset: int = 0
    # Nothing is put right: what was written is what is meant.
    exact: bool = False
    sort: str = "relevance"

    def __post_init__(self) -> None:
        keep = lambda name, value: object.__setattr__(self, name, value)  # noqa: E731
        keep("text", clean(self.text, LONGEST_TEXT))
        keep("language", "en" if self.language == "en" else "sv")
        chosen = {name: _cleaned(self.choices.get(name, ())) for name in FACETS}
        keep("choices", {name: values for name, values in chosen.items() if values})
        keep("sort", self.sort if self.sort in SORTS else SORTS[0])
        keep("limit", max(0, min(self.limit, MOST_HITS)))
        keep("offset", max(0, min(self.offset, LAST_HIT)))

    @cached_property
    def phrases(self) -> tuple[tuple[str, ...], ...]:
        """What stands in quotation marks: these words, so and in this order."""
        found = (tuple(words(match[1]))[:MOST_WORDS] for match in _QUOTED.finditer(self.text))
        return tuple(dict.fromkeys(phrase for phrase in found if phrase))[:MOST_WORDS]

    @cached_property
    def excluded(self) -> tuple[str, ...]:
        """Words with a minus before them: these must not occur."""
        found = [word for match in _EXCLUDED.finditer(self._unquoted) for word in words(match[1])]
        return tuple(dict.fromkeys(found))[:MOST_WORDS]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All words outside of quotation marks and without a minus, as they were written."""
        return tuple(words(_EXCLUDED.sub(" ", self._unquoted)))[: 3 * MOST_WORDS]

    @cached_property
    def telling(self) -> tuple[tuple[str, int], ...]:
        """The words that say what is looked for, each with its place among `words`."""
        first = {word: at for at, word in reversed(list(enumerate(self.words)))}
        content = [word for word in first if word not in FUNCTION_WORDS[self.language]]
        telling = [word for word in content if word not in ASKING[self.language]] or content
        if not telling and not self.phrases:
            telling = list(first)
        return tuple(sorted(((word, first[word]) for word in telling), key=lambda pair: pair[1])[:MOST_WORDS])

    @cached_property
    def plain(self) -> str:
        """The text without what only narrows: quotation marks, and words that must not occur."""
        return " ".join(_EXCLUDED.sub(" ", _QUOTED.sub(r" \1 ", self.text)).split())

    def with_words(self, other: dict[str, str]) -> str:
        """The text with other words in place of some."""
        parts, done = [], 0
        for start, end, word in spans(self.text):
            if word in other:
                parts += [self.text[done:start], other[word]]
                done = end
        return "".join([*parts, self.text[done:]])

    @property
    def _unquoted(self) -> str:
        return _QUOTED.sub(" ", self.text)


def _cleaned(choices: Iterable[str]) -> tuple[str, ...]:
    values = (clean(choice, 120) for choice in tuple(choices)[:MOST_CHOICES])
    return tuple(sorted({value for value in values if value}))
