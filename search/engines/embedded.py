"""The site's own database as the engine: SQLite's FTS5, written in the transaction of the change itself."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from search import entries
from search.analysis import EXACT
from search.engines import Result
from search.models import Entry, SearchDocument
from search.planning import Alternative, Group, Plan
from search.query import Query
from search.scoring import best_first

# With fewer hits than this that have all words, others that have some of them follow.
ENOUGH = 3
# As many are scored as time allows; the rest stands behind them, newest first.
MOST_SCORED = 500
TOP = "{title labels top_forms}"
MATCH = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
ROWS = """
SELECT hit.id, hit.kind, hit.municipality
FROM search_index JOIN search_searchdocument AS hit ON hit.id = search_index.rowid
WHERE search_index MATCH %s AND hit.public AND hit.kind IN ({kinds})
  AND (hit.language = %s OR NOT EXISTS (
    SELECT 1 FROM search_searchdocument AS own
    WHERE own."group" = hit."group" AND own.language = %s AND own.public
  ))
ORDER BY hit.published_at DESC, hit.kind, hit.key
"""


@dataclass(frozen=True)
class Row:
    """Of a hit what filters and facets need."""

    pk: int
    kind: str
    municipality: str


class EmbeddedEngine:
    """See `Engine`. The entries are its index; the database keeps its full-text index of them itself."""

    def update(self, documents: Iterable[SearchDocument]) -> None:
        entries.update(documents, _holding)

    def settle(self) -> None:
        entries.settle(_holding)

    def rebuild(self) -> int:
        return entries.rebuild(lambda: SearchDocument.objects.filter(public=True).iterator(entries.BATCH))

    def revisions(self) -> dict[int, int]:
        return dict(Entry.objects.values_list("pk", "revision"))

    def search(self, query: Query, plan: Plan, kinds: Iterable[str]) -> Result:
        kinds = list(kinds)
        if plan.is_empty or not kinds:
            return Result()
        rows, complete = _hits(plan, query.language, kinds)
        return _result(rows, complete, query, plan)


def _holding(words: list[str]) -> list[int]:
    """The entries that have one of these words."""
    found: set[int] = set()
    for chunk in entries.chunks(words, 200):
        found.update(_ids(" OR ".join(_quoted(EXACT + word) for word in chunk)))
    return sorted(found)


def _hits(plan: Plan, language: str, kinds: list[str]) -> tuple[list[Row], set[int]]:
    """The hits, newest first, and the ids of those that have all the words."""
    strict = _rows(_all(plan.strict, plan), language, kinds) if all(plan.strict) else []
    complete = {row.pk for row in strict}
    if len(strict) >= ENOUGH:
        return strict, complete
    every = _rows(_any(plan.groups, plan), language, kinds)
    possible = {row.pk for row in every}
    met = Counter(pk for group in plan.groups if group for pk in possible.intersection(_ids(_any([group], plan))))
    chosen = set(complete)
    for least in range(len(plan.groups), 0, -1):
        chosen |= {pk for pk, groups in met.items() if groups >= least}
        if len(chosen) >= ENOUGH:
            break
    return [row for row in every if row.pk in chosen], complete


def _result(rows: list[Row], complete: set[int], query: Query, plan: Plan) -> Result:
    def of_kind(row: Row) -> bool:
        return not query.kinds or row.kind in query.kinds

    def there(row: Row) -> bool:
        return not query.municipalities or row.municipality in query.municipalities

    ids = _ordered([row.pk for row in rows if of_kind(row) and there(row)], plan)
    first = [pk for pk in ids if pk in complete]
    ids = [*first, *(pk for pk in ids if pk not in complete)]
    return Result(
        ids=ids[query.offset : query.offset + query.limit],
        total=len(ids),
        complete=len(first),
        kinds=Counter(row.kind for row in rows if there(row)),
        municipalities=Counter(row.municipality for row in rows if row.municipality and of_kind(row)),
    )


def _ordered(ids: list[int], plan: Plan) -> list[int]:
    """The best first. Of very many those are scored that have the words at the top, then the newest."""
    scored = ids
    if len(ids) > MOST_SCORED:
        top = _ids(f"{TOP} : ({_all(plan.strict, plan, filters=False)})") if all(plan.strict) else set()
        at_top = [pk for pk in ids if pk in top][:MOST_SCORED]
        rest = [pk for pk in ids if pk not in top]
        scored = [*at_top, *rest[: MOST_SCORED - len(at_top)]]
        chosen = set(scored)
        ids = [pk for pk in ids if pk not in chosen]
    else:
        ids = []
    return [*best_first(_texts(scored), plan), *ids]


def _texts(ids: list[int]) -> Iterator[tuple[int, tuple[str, str, str]]]:
    texts = {pk: texts for pk, *texts in Entry.objects.filter(pk__in=ids).values_list("pk", "title", "labels", "body")}
    for pk in ids:
        if pk in texts:
            yield pk, tuple(texts[pk])


def _ids(match: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(MATCH, [match])
        return {pk for (pk,) in cursor.fetchall()}


def _rows(match: str, language: str, kinds: list[str]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS.format(kinds=", ".join(["%s"] * len(kinds))), [match, *kinds, language, language])
        return [Row(*values) for values in cursor.fetchall()]


def _all(groups: Iterable[Group], plan: Plan, *, filters: bool = True) -> str:
    """The FTS5 expression for what meets each of the groups."""
    return _filtered(" AND ".join(_group(group) for group in groups), plan if filters else Plan())


def _any(groups: Iterable[Group], plan: Plan) -> str:
    return _filtered(" OR ".join(_group(group) for group in groups if group), plan)


def _group(group: Group) -> str:
    single = sorted({token for way in group if len(way.all_of) == 1 for token in way.all_of[0]})
    several = [_way(way) for way in group if len(way.all_of) > 1]
    return f"({' OR '.join([*map(_quoted, single), *several])})"


def _way(way: Alternative) -> str:
    sets = (f"({' OR '.join(map(_quoted, sorted(tokens)))})" for tokens in way.all_of)
    return f"({' AND '.join(sets)})"


def _filtered(match: str, plan: Plan) -> str:
    """With the phrases, and without the words that must not occur."""
    phrases = [_quoted(" ".join(phrase)) for phrase in plan.phrases]
    match = " AND ".join([f"({match})", *phrases])
    excluded = " OR ".join(map(_quoted, sorted(plan.excluded)))
    return f"({match}) NOT ({excluded})" if excluded else match


def _quoted(token: str) -> str:
    """Tokens hold letters and digits only, so quotes enclose them safely."""
    return f'"{token}"'
