"""A bare cluster: what the search on one is measured against."""

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Bool, Match, Query, Terms
from elasticsearch.helpers import bulk

from search.engines import ENOUGH
from search.engines.cluster import question
from search.engines.cluster.documents import PublishedDocument, contents
from search.engines.cluster.indices import Indices
from search.models import SearchDocument
from search.planning import Plan
from search.query import FACETS
from search.vocabulary import chunks
from tests.benchmarks.bare import Choices

READ = 500
# As many documents as are held in memory to see how fast they are taken.
MOST_READY = 50_000
MOST_TOKENS = 900
BY_TERMS = [name for name in FACETS if name != "when"]


class BareCluster:
    """See `Bare`: the search's own index asked by BM25 over one field, and plain texts by `swedish`."""

    name = "OpenSearch"

    def __init__(self, indices: Indices) -> None:
        self.indices, self.client = indices, indices.client
        self.tokens, self.words = f"{indices.alias}-bare-tokens", f"{indices.alias}-bare-words"

    def prepare(self) -> None:
        self.drop()
        properties = {"text": {"type": "text", "analyzer": "swedish"}}
        one_shard = {"number_of_shards": 1, "number_of_replicas": 0}
        self.client.indices.create(index=self.words, settings=one_shard, mappings={"properties": properties})
        texts = SearchDocument.objects.values_list("pk", "title", "labels", "summary", "text")
        self._fill(self.words, ({"_id": pk, "text": " ".join(parts)} for pk, *parts in texts.iterator(READ)))

    def bare_same_tokens(self, plan: Plan, choices: Choices, *, complete: int) -> None:
        asked_all = all(plan.strict) and complete >= ENOUGH
        match = question.all_of(plan.strict) if asked_all else question.some_of(plan.groups, 1)
        tokens = sorted({token for group in plan.groups for way in group for each in way.all_of for token in each})
        scored = Match(tokens={"query": " ".join(tokens[:MOST_TOKENS])})
        asked = Bool(filter=[match, *question.demanded(plan)], should=[scored])
        chosen: dict[str, Query] = {name: Terms(**{name: list(each)}) for name, each in choices.items()}
        chosen.pop("when", None)
        search = Search(using=self.client, index=self.indices.alias).query(asked)
        search = search.post_filter(Bool(filter=list(chosen.values()))) if chosen else search
        for name in BY_TERMS:
            others = Bool(filter=[each for facet, each in chosen.items() if facet != name])
            search.aggs.bucket(name, "filter", filter=others).bucket(name, "terms", field=name, size=1000)
        search.source(False).extra(track_total_hits=True)[:10].execute()

    def bare_word(self, text: str) -> None:
        search = Search(using=self.client, index=self.words).query(Match(text={"query": text, "operator": "and"}))
        search.source(False)[:10].execute()

    def read_entries(self) -> None:
        rows = SearchDocument.objects.order_by("pk")[:MOST_READY]
        self.ready = [each for batch in chunks(rows.iterator(READ), READ) for each in contents(batch)]

    def bare_bulk(self) -> None:
        PublishedDocument._index.clone(name=self.tokens).create(using=self.client)
        self._fill(self.tokens, ({"_id": each["number"], **each} for each in self.ready))

    def sizes(self) -> dict[str, int]:
        ours = self.indices.targets()[self.indices.alias]
        if SearchDocument.objects.count() <= MOST_READY:
            self.client.indices.forcemerge(index=[ours, self.words], max_num_segments=1)
        found = self.client.indices.stats(index=[ours, self.words], metric="store")["indices"]
        size = {name: each["primaries"]["store"]["size_in_bytes"] for name, each in found.items()}
        return {"index": size[ours], "bare, words": size[self.words]}

    def drop(self) -> None:
        self.client.options(ignore_status=404).indices.delete(index=[self.tokens, self.words], ignore_unavailable=True)

    def _fill(self, index: str, documents: Iterable[dict[str, Any]]) -> None:
        bulk(self.client, documents, chunk_size=READ, index=index)
        self.client.indices.refresh(index=index)
