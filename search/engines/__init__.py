"""What the search asks of an engine, and which engine this site has."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from search.models import SearchDocument
from search.planning import Plan
from search.query import Query


@dataclass(frozen=True)
class Result:
    """The hits' rows by id, best first and cut to what was asked for; counts are over all hits.

    A facet's counts leave its own choice out: they say what choosing another value would give.
    `labels` is what the sources call a facet's value.
    The first `complete` hits have all the words; if those are few, more follow that have some of them.
    """

    ids: list[int] = field(default_factory=list)
    total: int = 0
    complete: int = 0
    facets: Mapping[str, Counter[str]] = field(default_factory=dict)
    labels: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Engine(Protocol):
    """Finds rows of SearchDocument. Every engine gives the same hits and counts for the same rows."""

    def update(self, documents: Iterable[SearchDocument]) -> None:
        """Bring the index in step with these rows: those that are not public leave it."""

    def settle(self) -> None:
        """Do what was put off when many rows came at once."""

    def rebuild(self) -> int:
        """Make the index anew from the public rows; a search meanwhile sees the old one. Returns their number."""

    def revisions(self) -> dict[int, int]:
        """Row id → revision of all that is in the index."""

    def search(self, query: Query, plan: Plan, kinds: Iterable[str]) -> Result:
        """Answer `query`, as planned, among rows of `kinds`, the kinds that there are."""

    def beginning(
        self, written: Sequence[str], also: Iterable[str], language: str, kinds: Iterable[str], limit: int
    ) -> list[int]:
        """Rows of `kinds` whose title has the words `written`; the last may be unfinished, or one of `also`."""

    def similar(
        self, terms: Sequence[Sequence[str]], language: str, kinds: Iterable[str], group: str, limit: int
    ) -> list[int]:
        """Rows of `kinds`, not of `group`, that have several of the terms; a term is tokens of which any will do."""


@cache
def engine() -> Engine:
    """The engine of this site: `search.checks` has said no to any other."""
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine()
