"""A cluster as the engine: it matches, counts and ranks over all rows itself, by our tokens."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch.dsl import FacetedResponse, MultiSearch, Search
from elasticsearch.dsl.query import Bool, ConstantScore, MatchNone, Prefix, Query, Terms
from elasticsearch.dsl.query import Term as Has

from search.analysis import EXACT
from search.engines import ENOUGH, Enough, Result, Term
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
        strict = question.all_of(plan.strict) if all(plan.strict) else MatchNone()
        hits, least = self._strictly(query, plan, shown, strict)
        if hits.aggregations.everything.doc_count >= ENOUGH:
            return _result(hits, query, hits.hits.total.value)
        relaxed = self._published(query, plan, [*shown, question.some_of(plan.groups, least)], strict)
        hits = relaxed.execute()
        return _result(hits, query, hits.aggregations.complete.doc_count)

    def beginning(
        self, written: Sequence[str], also: Iterable[str], language: str, kinds: Iterable[str], limit: int
    ) -> list[int]:
        tokens = [EXACT + word for word in written]
        last = Bool(
            should=[Prefix(title=tokens[-1]), Terms(title=[EXACT + word for word in also])], minimum_should_match=1
        )
        has_all = [*(Has(title=token) for token in tokens[:-1]), last]
        begins = ConstantScore(filter=Prefix(title_tokens=" ".join(tokens)), boost=1)
        search = self._search().query(Bool(filter=[*_shown(language, list(kinds)), *has_all], should=[begins]))
        return self._ids(search.sort("_score", "-number")[:limit])

    def similar(
        self, terms: Sequence[Term], enough: Enough, language: str, kinds: Iterable[str], group: str, limit: int
    ) -> list[tuple[int, str]]:
        if not terms:
            return []
        alike = Bool(
            filter=_shown(language, list(kinds)),
            must_not=[Has(group=group)],
            should=[
                ConstantScore(filter=question.any_token(frozenset(term.tokens)), boost=term.worth) for term in terms
            ],
            minimum_should_match=enough.terms,
        )
        # The key comes with the order, where it decides nothing.
        search = self._search().query(alike).extra(min_score=enough.worth)
        found = self._answer(search.sort("_score", "number", "key")[:limit])
        return [(int(hit.meta.id), str(hit.meta.sort[-1])) for hit in found]

    def _search(self) -> Search:
        return Search(using=self.indices.client, index=self.indices.alias, doc_type=PublishedDocument).source(False)

    def _ids(self, search: Search) -> list[int]:
        return [int(hit.meta.id) for hit in self._answer(search)]

    def _answer(self, search: Search) -> Any:
        return search.params(allow_partial_search_results=False).execute()

    def _published(
        self, query: Asked, plan: Plan, condition: list[Query], complete: Query | None = None
    ) -> PublishedSearch:
        return PublishedSearch(self.indices, query, condition, question.worth(plan), start_of_today(), complete)

    def _strictly(self, query: Asked, plan: Plan, shown: list[Query], strict: Query) -> tuple[Any, int]:
        """What has all the words; and how many of them a hit must have for there to be enough: as many as can be asked.

        The second is counted in the same request, for the case that the first is too little.
        """
        groups = [group for group in plan.groups if group]
        searches = MultiSearch(using=self.indices.client, index=self.indices.alias)
        published = self._published(query, plan, [*shown, strict])
        searches = searches.add(published._s)
        counted = range(len(groups), 1, -1)
        for least in counted:
            condition = Bool(filter=[*shown, question.some_of(groups, least)])
            searches = searches.add(self._search().query(condition).extra(size=0, terminate_after=ENOUGH))
        answers: list[Any] = searches.execute()
        first, *counts = answers
        hits: Any = FacetedResponse(published._s, first.to_dict())
        hits._faceted_search = published
        enough = (least for least, count in zip(counted, counts, strict=True) if count.hits.total.value >= ENOUGH)
        return hits, next(enough, 1)


def _result(found: Any, query: Asked, complete: int) -> Result:
    return Result(
        ids=[int(hit.meta.id) for hit in found],
        total=found.hits.total.value,
        complete=complete,
        facets={
            name: Counter({value: count for value, count, _is_chosen in found.facets[name] if count})
            for name in found._faceted_search.facets
        },
        labels=_labels(found.aggregations.called.buckets, query.language),
    )


def _shown(language: str, kinds: list[str]) -> list[Query]:
    """What a person who reads one language is shown."""
    return [Has(public=True), Has(shown_to=language), Terms(kind=kinds)]


def _labels(buckets: Iterable[Any], language: str) -> dict[tuple[str, str], str]:
    """What the values are called; a row in `language` has the last word."""
    called = [json.loads(bucket.key) for bucket in buckets]
    called.sort(key=lambda each: each[0] == language)
    return {(name, value): label for _language, name, value, label in called}
