"""A cluster as the engine: it matches, counts and ranks over all rows itself, by our tokens."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Bool, ConstantScore, MatchNone, Prefix, Query, Term, Terms

from search.analysis import EXACT
from search.engines import ENOUGH, LEAST_SHARED, Result
from search.engines.cluster import question
from search.engines.cluster.documents import PublishedDocument
from search.engines.cluster.indices import Indices
from search.engines.cluster.searching import PublishedSearch
from search.engines.rows import start_of_today
from search.planning import Plan
from search.query import Query as Asked

# Shorter than people wait: behind it stands an engine that answers.
TIMEOUT = 0.6


class ClusterEngine:
    """See `Engine`. Raises what the client raises when the cluster does not answer well in time."""

    def __init__(self, indices: Indices) -> None:
        self.indices = indices

    @classmethod
    def at(cls, url: str) -> "ClusterEngine":
        """The engine whose PORTAL_SEARCH_URL is `url`."""
        return cls(Indices.at(url, request_timeout=TIMEOUT, max_retries=0))

    def search(self, query: Asked, plan: Plan, kinds: Iterable[str]) -> Result:
        kinds = list(kinds)
        if plan.is_empty or not kinds:
            return Result()
        shown = [*_shown(query.language, kinds), *question.demanded(plan)]
        complete = question.all_of(plan.strict) if all(plan.strict) else None
        if complete:
            result, everything = self._ask(query, [*shown, complete], plan)
            if everything >= ENOUGH:
                return result
        condition = question.some_of(plan.groups, self._least(plan, shown))
        result, _everything = self._ask(query, [*shown, condition], plan, complete or MatchNone())
        return result

    def beginning(
        self, written: Sequence[str], also: Iterable[str], language: str, kinds: Iterable[str], limit: int
    ) -> list[int]:
        tokens = [EXACT + word for word in written]
        last = Bool(
            should=[Prefix(title=tokens[-1]), Terms(title=[EXACT + word for word in also])], minimum_should_match=1
        )
        has_all = [*(Term(title=token) for token in tokens[:-1]), last]
        begins = ConstantScore(filter=Prefix(title_tokens=" ".join(tokens)), boost=1)
        search = self._search().query(Bool(filter=[*_shown(language, list(kinds)), *has_all], should=[begins]))
        return self._ids(search.sort("_score", "-number")[:limit])

    def similar(
        self, terms: Sequence[Sequence[str]], language: str, kinds: Iterable[str], group: str, limit: int
    ) -> list[int]:
        if not terms:
            return []
        alike = Bool(
            filter=_shown(language, list(kinds)),
            must_not=[Term(group=group)],
            should=[question.any_token(frozenset(term)) for term in terms],
            minimum_should_match=min(LEAST_SHARED, len(terms)),
        )
        return self._ids(self._search().query(alike).sort("_score", "number")[:limit])

    def _search(self) -> Search:
        return Search(using=self.indices.client, index=self.indices.alias, doc_type=PublishedDocument).source(False)

    def _ids(self, search: Search) -> list[int]:
        return [int(hit.meta.id) for hit in search.params(allow_partial_search_results=False).execute()]

    def _ask(
        self, query: Asked, condition: list[Query], plan: Plan, complete: Query | None = None
    ) -> tuple[Result, int]:
        """The answer, and how many hits there are whatever is chosen. Without `complete` every hit is so."""
        search = PublishedSearch(query, condition, question.worth(plan), start_of_today(), complete)
        search._s = search._s.using(self.indices.client).index(self.indices.alias)
        search.params(allow_partial_search_results=False)
        found: Any = search.execute()
        total = found.hits.total.value
        result = Result(
            ids=[int(hit.meta.id) for hit in found],
            total=total,
            complete=found.aggregations.complete.doc_count if complete else total,
            facets={
                name: Counter({value: count for value, count, _is_chosen in found.facets[name] if count})
                for name in search.facets
            },
            labels=_labels(found.aggregations.called.buckets, query.language),
        )
        return result, found.aggregations.everything.doc_count

    def _least(self, plan: Plan, shown: list[Query]) -> int:
        """How many of the words a hit must have for there to be enough of them: as many as can be asked."""
        most = len([group for group in plan.groups if group])
        search = self._search().query(Bool(filter=shown)).extra(size=0)
        for least in range(1, most + 1):
            search.aggs.bucket(str(least), "filter", filter=question.some_of(plan.groups, least))
        counts = search.params(allow_partial_search_results=False).execute().aggregations
        return next((least for least in range(most, 0, -1) if counts[str(least)].doc_count >= ENOUGH), 1)


def _shown(language: str, kinds: list[str]) -> list[Query]:
    """What a person who reads one language is shown."""
    return [Term(public=True), Term(shown_to=language), Terms(kind=kinds)]


def _labels(buckets: Iterable[Any], language: str) -> dict[tuple[str, str], str]:
    """What the values are called; a row in `language` has the last word."""
    called = [json.loads(bucket.key) for bucket in buckets]
    called.sort(key=lambda each: each[0] == language)
    return {(name, value): label for _language, name, value, label in called}
