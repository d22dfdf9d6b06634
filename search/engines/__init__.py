"""What the search asks of an engine, and which engine this site has."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings

from search.planning import Plan
from search.query import Query

if TYPE_CHECKING:
    from search.engines.embedded import EmbeddedEngine

# With fewer hits than this that have all words, others that have some of them follow.
ENOUGH = 3


@dataclass(frozen=True)
class Term:
    """A telling word: tokens of which any will do. What sharing it is worth is whole: every engine adds that alike."""

    tokens: tuple[str, ...]
    worth: int = 1


@dataclass(frozen=True)
class Enough:
    """What is alike shares: at least so many terms, and terms that are worth so much in all."""

    terms: int = 1
    worth: int = 1


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

    def search(self, query: Query, plan: Plan, kinds: Iterable[str]) -> Result:
        """Answer `query`, as planned, among rows of `kinds`, the kinds that there are."""

    def beginning(
        self, written: Sequence[str], also: Iterable[str], language: str, kinds: Iterable[str], limit: int
    ) -> list[int]:
        """Rows of `kinds` whose title has the words `written`; the last may be unfinished, or one of `also`."""

    def similar(
        self, terms: Sequence[Term], enough: Enough, language: str, kinds: Iterable[str], group: str, limit: int
    ) -> list[tuple[int, str]]:
        """Rows of `kinds`, not of `group`, that share `enough` of the terms, those of the most worth first.

        Of each its id, and the key of its thing.
        """


@cache
def site_index() -> "EmbeddedEngine":
    """The site's own index. It is kept in the transaction of every change, whichever engine answers."""
    from search.engines.embedded import EmbeddedEngine

    return EmbeddedEngine()


def has_cluster() -> bool:
    """Whether this site has an engine elsewhere, too: `search.checks` has read its address."""
    return not settings.SEARCH_URL.startswith("embedded:")


@cache
def engine() -> Engine:
    """The engine that answers on this site."""
    if not has_cluster():
        return site_index()
    from search.engines.cluster.engine import ClusterEngine
    from search.engines.delivery import has_yet_to_forget
    from search.engines.fallback import WithFallback

    return WithFallback(ClusterEngine.at(settings.SEARCH_URL), site_index(), is_behind=has_yet_to_forget)
