"""The search against the bare engine below it, in one run over the same made-up texts."""

import os
from collections.abc import Callable
from dataclasses import replace
from statistics import median, quantiles
from time import perf_counter

from django.conf import settings
from django.db import connection, transaction

from search.engines import Engine, engine, site_index
from search.engines.cluster.delivery import rebuild
from search.engines.cluster.engine import ClusterEngine
from search.engines.cluster.indices import Indices
from search.engines.cluster.own_node import VARIABLE, node
from search.engines.embedded import EmbeddedEngine
from search.models import SearchDocument
from search.planning import make_plan
from search.queries import search
from search.query import Query
from search.sources import by_kind
from search.suggestions import suggest
from search.synonyms import kept
from tests.benchmarks.bare import Bare, bare_engine
from tests.benchmarks.cluster import BareCluster
from tests.benchmarks.crowd import multiply, send
from tests.benchmarks.texts import Asked, Texts

DOCUMENTS = (1_000, 50_000)
# More are for a cluster, and are the same many times over.
MOST_EMBEDDED = 50_000
QUESTIONS = 100
ROUNDS = 3
UPDATED = 1_000
BATCH = 200


def measure(documents: int = 0) -> None:
    """Print the tables for so many documents, or for each of the usual numbers."""
    for number in (documents,) if documents else DOCUMENTS:
        times = max(number // MOST_EMBEDDED, 1)
        rows = _load(number // times)
        if times == 1:
            print(f"\n### {number:,} documents, {connection.vendor}\n")  # noqa: T201
            bare = bare_engine()
            bare.prepare()
            _index(rows, bare)
            _answers(rows, bare, site_index())
        else:
            site_index().rebuild()
            multiply(times)
        if os.environ.get(VARIABLE):
            print(f"\n### {number:,} documents, a cluster\n")  # noqa: T201
            _measure_cluster(rows, times)


def _measure_cluster(rows: list[SearchDocument], times: int) -> None:
    with node() as address:
        settings.SEARCH_URL = f"{address}/bench"
        engine.cache_clear()
        indices = Indices.at(settings.SEARCH_URL, request_timeout=120)
        bare = BareCluster(indices)
        try:
            indices.remove()
            sent = _seconds(lambda: rebuild(indices) if times == 1 else send(indices, times))
            bare.prepare()
            bare.read_entries()
            filled = _seconds(bare.bare_bulk)
            each = (len(bare.ready) / filled, len(rows) * times / sent)
            print("| documents a second | | of bare |\n|---|---|---|")  # noqa: T201
            print(f"| {bare.name}, documents ready | {each[0]:,.0f} | |")  # noqa: T201
            made = "made from the rows and sent" if times == 1 else f"made once, sent {times} times"
            print(f"| {made} | {each[1]:,.0f} | {each[1] / each[0]:.2f} |")  # noqa: T201
            sizes = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in bare.sizes().items())
            print(f"\nMB: {sizes}\n")  # noqa: T201
            _answers(rows, bare, ClusterEngine(indices))
        finally:
            bare.drop()
            indices.remove()


def _load(number: int) -> list[SearchDocument]:
    SearchDocument.objects.all().delete()
    return SearchDocument.objects.bulk_create(Texts().rows(number), batch_size=BATCH)


def _index(rows: list[SearchDocument], bare: Bare) -> None:
    """How many documents a second, and what they take."""
    index = EmbeddedEngine()
    rebuilt = _seconds(index.rebuild)
    few = rows[:UPDATED]
    for row in few:
        row.revision += 1
        row.text = " ".join(row.text.split()[1:])

    def update() -> None:
        for start in range(0, len(few), BATCH):
            with transaction.atomic():
                index.update(few[start : start + BATCH])

    updated = _seconds(update)
    bare.read_entries()
    filled = _seconds(_in_transaction(bare.bare_bulk))
    print("| documents a second | | of bare |\n|---|---|---|")  # noqa: T201
    print(f"| {bare.name}, tokens ready | {len(rows) / filled:,.0f} | |")  # noqa: T201
    print(f"| rebuild, from texts | {len(rows) / rebuilt:,.0f} | {filled / rebuilt:.2f} |")  # noqa: T201
    each = (len(rows) / filled, len(few) / updated)
    print(f"| changed, by {BATCH} | {each[1]:,.0f} | {each[1] / each[0]:.2f} |")  # noqa: T201
    sizes = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in bare.sizes().items())
    print(f"\nMB: {sizes}\n")  # noqa: T201


def _answers(rows: list[SearchDocument], bare: Bare, asked_engine: Engine) -> None:
    print("Milliseconds, p50 / p95. The engine's part has facets; so has the bare engine asked for the same tokens.\n")  # noqa: T201
    print("| | hits | whole answer | engine's part | bare, same tokens | bare, words | ratio |")  # noqa: T201
    print("|---|---|---|---|---|---|---|")  # noqa: T201
    for name, queries in _questions(Asked(rows)).items():
        taken = _interleaved([ways for query in queries if (ways := _ways(query, bare, asked_engine))])
        hits = [search(query).total for query in queries]
        columns = [f"{p50 * 1000:.1f} / {p95 * 1000:.1f}" for p50, p95 in taken]
        ratios = [ours / theirs for ours, theirs in zip(taken[1], taken[2], strict=True)]
        shown = f"{ratios[0]:.2f} / {ratios[1]:.2f}"
        print(f"| {name} | {' / '.join(f'{each:.0f}' for each in _middle(hits))} | {' | '.join(columns)} | {shown} |")  # noqa: T201
    print("\n| suggestions | ms |\n|---|---|")  # noqa: T201
    asked = Asked(rows)
    for letters in (2, 3, 4):
        texts = [asked.beginning(letters) for _number in range(QUESTIONS)]
        [(p50, p95)] = _interleaved([[lambda text=text: suggest(text, "sv")] for text in texts])
        print(f"| {letters} letters | {p50 * 1000:.1f} / {p95 * 1000:.1f} |")  # noqa: T201


def _questions(asked: Asked) -> dict[str, list[Query]]:
    numbers = range(QUESTIONS)
    return {
        "one word": [Query(asked.words(1)) for _number in numbers],
        "three words": [Query(asked.words(3)) for _number in numbers],
        "a beginning": [Query(asked.beginning(5)) for _number in numbers],
        "one word, filtered": [Query(asked.words(1), choices=asked.choices()) for _number in numbers],
        "one word, newest first": [Query(asked.words(1), sort="newest") for _number in numbers],
    }


def _ways(query: Query, bare: Bare, asked: Engine) -> list[Callable[[], object]]:
    """The whole answer, the engine's part of it, and the bare engine: for the same tokens, and for the words."""
    plan, kinds = make_plan(query, kept()), by_kind()
    if plan.is_empty:
        return []
    complete = asked.search(replace(query, choices={}), plan, kinds).complete
    return [
        lambda: search(query),
        lambda: asked.search(query, plan, kinds),
        lambda: bare.bare_same_tokens(plan, query.choices, complete=complete),
        lambda: bare.bare_word(query.text),
    ]


def _interleaved(cases: list[list[Callable[[], object]]]) -> list[tuple[float, float]]:
    """p50 and p95 over the cases of each of their ways; of a case the middle of its rounds, each in another order."""
    taken: list[list[float]] = [[] for _way in cases[0]]
    for ways in cases:
        times: list[list[float]] = [[] for _way in ways]
        for turn in range(ROUNDS):
            for number in (*range(turn, len(ways)), *range(min(turn, len(ways)))):
                times[number].append(_seconds(ways[number]))
        for number, each in enumerate(times):
            taken[number].append(median(each))
    return [_middle(each) for each in taken]


def _middle(values: list[float]) -> tuple[float, float]:
    return median(values), quantiles(values, n=20)[-1]


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _in_transaction(work: Callable[[], None]) -> Callable[[], None]:
    return transaction.atomic(work)
