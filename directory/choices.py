"""What a visitor has chosen in the filters of a list, as its address says it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self

from django.http import QueryDict
from django.utils.functional import Promise

LONGEST_TEXT = 200
LONGEST_VALUE = 120
MOST_VALUES = 40


@dataclass(frozen=True)
class Choices:
    """Values of one facet widen, facets narrow. Each facet is a field of a subclass, of the same name."""

    FACETS: ClassVar[Mapping[str, str | Promise]] = {}
    # The facets whose values we know beforehand.
    KNOWN: ClassVar[Mapping[str, Container[str]]] = {}

    text: str = ""
    # What an address said that is no value of its facet.
    unknown: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address's query; what is not known or too much is left out."""
        asked = {name: _cleaned(query.getlist(name)) for name in cls.FACETS}
        known = {name: cls.KNOWN.get(name) for name in cls.FACETS}
        chosen = {name: tuple(value for value in asked[name] if _is_in(value, known[name])) for name in asked}
        return cls(
            text=" ".join(query.get("q", "").split())[:LONGEST_TEXT],
            unknown=tuple(value for name in asked for value in asked[name] if not _is_in(value, known[name])),
            **chosen,
        )

    def without(self, facet: str, value: str | None = None) -> Self:
        """The same with `facet` not chosen at all, or without one of its values."""
        kept = () if value is None else tuple(other for other in getattr(self, facet) if other != value)
        return replace(self, **{facet: kept})

    def with_also(self, facet: str, value: str) -> Self:
        """The same with one more value of `facet`."""
        return replace(self, **{facet: tuple(sorted({*getattr(self, facet), value}))})

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        return {name: getattr(self, name) for name in self.FACETS}

    @property
    def query(self) -> str:
        """As the query of an address."""
        query = QueryDict(mutable=True)
        if self.text:
            query["q"] = self.text
        for name, values in self.facets.items():
            query.setlist(name, list(values))
        return query.urlencode()


def _cleaned(values: Iterable[str]) -> tuple[str, ...]:
    """In one order, so that one choice has one address."""
    return tuple(sorted({value for value in values if 0 < len(value) <= LONGEST_VALUE and "\0" not in value}))[
        :MOST_VALUES
    ]


def _is_in(value: str, known: Container[str] | None) -> bool:
    return known is None or value in known
