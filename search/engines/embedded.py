"""The site's own database as the engine: its full-text index of the entries, and an order reckoned here."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from search import entries
from search.analysis import EXACT
from search.engines import Result
from search.engines.index import FullTextIndex, Row
from search.engines.postgresql import PostgresqlIndex
from search.engines.sqlite import SqliteIndex
from search.models import Entry, SearchDocument
from search.planning import Plan
from search.query import Query
from search.scoring import best_first

# With fewer hits than this that have all words, others that have some of them follow.
ENOUGH = 3
# As many are scored as time allows; the rest stands behind them, newest first.
MOST_SCORED = 500


class EmbeddedEngine:
    """See `Engine`. The entries are its index; the database keeps its full-text index of them itself."""

    def __init__(self) -> None:
        self.index: FullTextIndex = PostgresqlIndex() if connection.vendor == "postgresql" else SqliteIndex()

    def update(self, documents: Iterable[SearchDocument]) -> None:
        entries.update(documents, self._holding)

    def settle(self) -> None:
        entries.settle(self._holding)

    def rebuild(self) -> int:
        return entries.rebuild(lambda: SearchDocument.objects.filter(public=True).iterator(entries.BATCH))

    def revisions(self) -> dict[int, int]:
        return dict(Entry.objects.values_list("pk", "revision"))

    def search(self, query: Query, plan: Plan, kinds: Iterable[str]) -> Result:
        kinds = list(kinds)
        if plan.is_empty or not kinds:
            return Result()
        rows, complete = self._hits(plan, query.language, kinds)
        return self._result(rows, complete, query, plan)

    def _holding(self, words: list[str]) -> list[int]:
        """The entries that have one of these words."""
        found: set[int] = set()
        for chunk in entries.chunks(words, 200):
            found.update(self.index.ids(self.index.any_token(EXACT + word for word in chunk)))
        return sorted(found)

    def _hits(self, plan: Plan, language: str, kinds: list[str]) -> tuple[list[Row], int]:
        """The hits, newest first, and how many of them have all the words."""
        index = self.index
        strict = index.rows(index.all_of(plan.strict, plan), plan, language, kinds) if all(plan.strict) else []
        if len(strict) >= ENOUGH:
            return strict, len(strict)
        every = index.rows(index.any_of(plan.groups, plan), plan, language, kinds)
        possible = {row.pk for row in every}
        met = Counter(
            pk for group in plan.groups if group for pk in possible.intersection(index.ids(index.any_of([group], plan)))
        )
        chosen = {row.pk for row in strict}
        for least in range(len(plan.groups), 0, -1):
            chosen |= {pk for pk, groups in met.items() if groups >= least}
            if len(chosen) >= ENOUGH:
                break
        return [row for row in every if row.pk in chosen], len(strict)

    def _result(self, rows: list[Row], complete: int, query: Query, plan: Plan) -> Result:
        def of_kind(row: Row) -> bool:
            return not query.kinds or row.kind in query.kinds

        def there(row: Row) -> bool:
            return not query.municipalities or row.municipality in query.municipalities

        ids = [row.pk for row in rows if of_kind(row) and there(row)]
        return Result(
            ids=self._ordered(ids, plan)[query.offset : query.offset + query.limit],
            total=len(ids),
            complete=complete,
            kinds=Counter(row.kind for row in rows if there(row)),
            municipalities=Counter(row.municipality for row in rows if row.municipality and of_kind(row)),
        )

    def _ordered(self, ids: list[int], plan: Plan) -> list[int]:
        """The best first. Of very many those are scored that have the words at the top, then the newest."""
        scored, rest = ids, []
        if len(ids) > MOST_SCORED:
            top = self.index.ids(self.index.at_top(plan.strict)) if all(plan.strict) else set()
            at_top = [pk for pk in ids if pk in top][:MOST_SCORED]
            elsewhere = [pk for pk in ids if pk not in top]
            scored = [*at_top, *elsewhere[: MOST_SCORED - len(at_top)]]
            chosen = set(scored)
            rest = [pk for pk in ids if pk not in chosen]
        return [*best_first(_texts(scored), plan), *rest]


def _texts(ids: list[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    texts = {pk: texts for pk, *texts in Entry.objects.filter(pk__in=ids).values_list("pk", "title", "labels", "body")}
    for pk in ids:
        if pk in texts:
            yield pk, tuple(texts[pk])
