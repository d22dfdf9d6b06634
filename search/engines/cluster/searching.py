"""The search over the cluster's documents, its facets and its orders."""

from datetime import datetime, timedelta
from typing import Any

from elasticsearch.dsl import Facet, FacetedSearch, Q, TermsFacet
from elasticsearch.dsl.faceted_search import RangeFacet
from elasticsearch.dsl.function import BoostFactor, Gauss, Linear, ScoreFunction
from elasticsearch.dsl.query import Bool, ConstantScore, Exists, FunctionScore, MatchNone, Range
from elasticsearch.dsl.query import Query as Condition

from search.engines.cluster.documents import PublishedDocument
from search.engines.cluster.indices import Indices
from search.query import FACETS, Query

# More values than a facet has.
MOST_VALUES = 5_000
# How much what is new, and what is soon, comes before the same that is neither.
FRESH, SOON = 0.03, 0.03
AGES = {"scale": "180d", "offset": "7d", "decay": 0.5}
WAITS = {"scale": "30d", "decay": 0.5}
# Every day that is planned today lies within; a second's difference is told apart near now.
PLANNED_WITHIN = timedelta(days=3650)
# What has all the words comes before what has some, whatever else that is worth.
COMPLETE_BY_RELEVANCE, COMPLETE_BY_DAY = 1_000.0, 2.0


class WhenFacet(RangeFacet):
    """Coming or past, by the day."""

    agg_type = "date_range"

    def __init__(self, today: datetime) -> None:
        day = int(today.timestamp() * 1000)
        super().__init__(ranges=[("past", (None, day)), ("coming", (day, None))], field="starts_at")

    def get_value_filter(self, filter_value: Any) -> Condition:
        return super().get_value_filter(filter_value) if filter_value in self._ranges else MatchNone()


class PublishedSearch(FacetedSearch):
    """What meets `condition`, in the order of the query; each facet's counts leave its own choice out.

    Beside the facets it counts `everything`, whatever is chosen; with `complete`, a condition, the hits
    that meet it come first, and are counted.
    """

    doc_types = [PublishedDocument]
    using: Any = "default"

    def __init__(
        self,
        indices: Indices,
        asked: Query,
        condition: list[Condition],
        worth: list[Condition],
        today: datetime,
        complete: Condition | None = None,
    ) -> None:
        self.using, self.index = indices.client, indices.alias
        self.facets = _facets(today)
        self._asked, self._condition, self._worth = asked, condition, worth
        self._today, self._complete = today, complete
        super().__init__(filters={name: list(values) for name, values in asked.choices.items()}, sort=_order(asked))

    def build_search(self) -> Any:
        search = super().build_search().query(self._scored())
        search = search.source(False).extra(track_total_hits=True).params(allow_partial_search_results=False)
        search.aggs.bucket("everything", "filter", filter=Q("match_all"))
        search.aggs.bucket("called", "terms", field="called", size=MOST_VALUES)
        if self._complete:
            chosen = Bool(filter=[self._complete, *self._filters.values()])
            search.aggs.bucket("complete", "filter", filter=chosen)
        return search[self._asked.offset : self._asked.offset + self._asked.limit]

    def _scored(self) -> Condition:
        by_relevance = self._asked.sort == "relevance"
        first = COMPLETE_BY_RELEVANCE if by_relevance else COMPLETE_BY_DAY
        complete = [ConstantScore(filter=self._complete, boost=first)] if self._complete else []
        if by_relevance:
            lifted = FunctionScore(
                query=Bool(filter=self._condition, should=self._worth),
                functions=_lifts(self._today),
                score_mode="sum",
                boost_mode="multiply",
            )
            return Bool(must=[lifted], should=complete)
        if self._asked.sort == "soonest":
            return Bool(filter=self._condition, should=[_sooner(self._today), *complete])
        return Bool(filter=self._condition, should=complete)


def _facets(today: datetime) -> dict[str, Facet]:
    by_terms = (name for name in FACETS if name != "when")
    return {"when": WhenFacet(today), **{name: TermsFacet(field=name, size=MOST_VALUES) for name in by_terms}}


def _order(asked: Query) -> list[Any]:
    """What is worth the same stands as in every engine: the newest first."""
    return [
        "_score",
        {"published_at": {"order": "desc", "missing": "_last"}},
        "kind",
        "key",
    ]


def _lifts(today: datetime) -> list[ScoreFunction]:
    day = today.isoformat()
    return [
        BoostFactor(weight=1),
        Gauss(published_at={"origin": day, **AGES}, filter=Exists(field="published_at"), weight=FRESH),
        Gauss(starts_at={"origin": day, **WAITS}, filter=Range(starts_at={"gte": day}), weight=SOON),
    ]


def _sooner(today: datetime) -> Condition:
    """Worth the more the sooner it begins, and nothing if it has begun before today or never does."""
    nearness = Linear(starts_at={"origin": today.isoformat(), "scale": f"{PLANNED_WITHIN.days // 2}d", "decay": 0.5})
    coming = Range(starts_at={"gte": today.isoformat()})
    return FunctionScore(query=ConstantScore(filter=coming, boost=1), functions=[nearness], boost_mode="replace")
