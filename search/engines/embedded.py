"""The site's own database as the engine: SQLite's FTS5, written in the transaction of the change itself."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import connection
from django.utils import timezone

from search import entries
from search.analysis import EXACT
from search.engines import Result
from search.models import Entry, SearchDocument
from search.planning import Alternative, Group, Plan
from search.query import FACETS, GIVEN, Query
from search.scoring import best_first

# With fewer hits than this that have all words, others that have some of them follow.
ENOUGH = 3
# As many are scored as time allows; the rest stands behind them, newest first.
MOST_SCORED = 500
# What is alike has at least so many telling words in common.
LEAST_SHARED = 2
MOST_ALIKE = 30
TOP = "{title labels top_forms}"
MATCH = "SELECT rowid FROM search_index WHERE search_index MATCH %s"
FROM = """
FROM search_index JOIN search_searchdocument AS hit ON hit.id = search_index.rowid
WHERE search_index MATCH %s AND hit.public AND hit.kind IN ({kinds})
  AND (hit.language = %s OR NOT EXISTS (
    SELECT 1 FROM search_searchdocument AS own
    WHERE own."group" = hit."group" AND own.language = %s AND own.public
  ))
"""
# The newest row comes first, by its number: what matches is not sorted, so that two letters are answered fast.
FIRST = f"SELECT hit.id {FROM} ORDER BY search_index.rowid DESC LIMIT %s"
# Title, labels, text, and the weaker forms of each.
LIKE = f"""
SELECT hit.id, hit."group", search_index.title, search_index.labels, search_index.body, search_index.top_forms,
  search_index.forms {FROM}
ORDER BY bm25(search_index, 3, 3, 1, 2, 0.5), search_index.rowid LIMIT %s
"""
ROWS = f"""
SELECT hit.id, hit.kind, hit.municipality, hit.language, hit.facets, hit.starts_at,
  CASE WHEN hit.starts_at >= %s THEN 'coming' WHEN hit.starts_at IS NULL THEN '' ELSE 'past' END
{FROM}ORDER BY hit.published_at DESC, hit.kind, hit.key
"""


@dataclass(frozen=True)
class Row:
    """Of a hit what filters and facets need."""

    pk: int
    kind: str
    municipality: str
    language: str
    given: str
    starts_at: str | None
    when: str

    def values(self, facet: str) -> Iterable[str]:
        match facet:
            case "kind":
                return (self.kind,)
            case "municipality":
                return (self.municipality,) if self.municipality else ()
            case "written_in":
                return (self.language,)
            case "when":
                return (self.when,) if self.when else ()
        return tuple(_given(self.given).get(facet, ()))


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

    def beginning(
        self, written: Sequence[str], also: Iterable[str], language: str, kinds: Iterable[str], limit: int
    ) -> list[int]:
        kinds = list(kinds)
        phrase = " ".join(EXACT + word for word in written)
        finished = [f"(title : {_quoted(EXACT + word)})" for word in written[:-1]]
        last = f"(title : {_quoted(EXACT + written[-1])} *)"
        for word in also:
            last = f"({last} OR (title : {_quoted(EXACT + word)}))"
        found: dict[int, None] = {}
        for match in (f"title : ^ {_quoted(phrase)} *", " AND ".join([*finished, last])):
            if len(found) < limit and kinds:
                found |= dict.fromkeys(_first(match, language, kinds, limit))
        return list(found)[:limit]

    def similar(
        self, terms: Sequence[Sequence[str]], language: str, kinds: Iterable[str], group: str, limit: int
    ) -> list[int]:
        kinds = list(kinds)
        if not kinds:
            return []
        match = " OR ".join(_quoted(token) for term in terms for token in term)
        found = []
        with connection.cursor() as cursor:
            sql = LIKE.format(kinds=", ".join(["%s"] * len(kinds)))
            cursor.execute(sql, [match, *kinds, language, language, MOST_ALIKE])
            for pk, other, *texts in cursor.fetchall():
                tokens = set(" ".join(texts).split())
                if other != group and sum(not tokens.isdisjoint(term) for term in terms) >= LEAST_SHARED:
                    found.append(pk)
        return found[:limit]


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
    groups = [group for group in plan.groups if group]
    if len(groups) == 1:
        met = Counter(possible)
    else:
        met = Counter(pk for group in groups for pk in possible.intersection(_ids(_any([group], plan))))
    chosen = set(complete)
    for least in range(len(plan.groups), 0, -1):
        chosen |= {pk for pk, groups in met.items() if groups >= least}
        if len(chosen) >= ENOUGH:
            break
    return [row for row in every if row.pk in chosen], complete


def _result(rows: list[Row], complete: set[int], query: Query, plan: Plan) -> Result:
    kept, missed_by_one = _narrowed(rows, query)
    facets = _counts(kept)
    for name, others in missed_by_one.items():
        facets[name] += _counts(others)[name]
    ids = _sorted(kept, query.sort, plan)
    first = [pk for pk in ids if pk in complete]
    ids = [*first, *(pk for pk in ids if pk not in complete)]
    return Result(
        ids=ids[query.offset : query.offset + query.limit],
        total=len(ids),
        complete=len(first),
        facets=facets,
        labels=_labels(rows, query.language),
    )


def _narrowed(rows: list[Row], query: Query) -> tuple[list[Row], dict[str, list[Row]]]:
    """The rows that have a value of each choice, and by facet those that only lack one of that facet's."""
    if not query.choices:
        return rows, {}
    chosen = {name: set(values) for name, values in query.choices.items()}
    kept: list[Row] = []
    missed_by_one: dict[str, list[Row]] = {name: [] for name in chosen}
    for row in rows:
        missed = [name for name, values in chosen.items() if values.isdisjoint(row.values(name))]
        if not missed:
            kept.append(row)
        elif len(missed) == 1:
            missed_by_one[missed[0]].append(row)
    return kept, missed_by_one


def _counts(rows: list[Row]) -> dict[str, Counter[str]]:
    """How many of the rows have each value of each facet."""
    facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    facets["kind"] = Counter(row.kind for row in rows)
    facets["written_in"] = Counter(row.language for row in rows)
    facets["municipality"] = Counter(row.municipality for row in rows if row.municipality)
    facets["when"] = Counter(row.when for row in rows if row.when)
    for text, times in Counter(row.given for row in rows).items():
        for name, values in _given(text).items():
            for value in values:
                facets[name][value] += times
    return facets


def _labels(rows: list[Row], language: str) -> dict[tuple[str, str], str]:
    """What the values are called; a row in `language` has the last word."""
    labels = {}
    for given in dict.fromkeys(row.given for row in sorted(rows, key=lambda row: row.language == language)):
        for name in GIVEN:
            labels.update(((name, value), label) for value, label in _given(given).get(name, {}).items())
    return labels


@lru_cache(maxsize=10_000)
def _given(text: str) -> dict[str, dict[str, str]]:
    return {name: values for name, values in json.loads(text).items() if name in GIVEN}


def _sorted(rows: list[Row], sort: str, plan: Plan) -> list[int]:
    """Ids in the order asked for; the rows come newest first."""
    if sort == "relevance":
        return _ordered([row.pk for row in rows], plan)
    if sort == "soonest":
        coming = [row for row in rows if row.when == "coming"]
        rows = [*sorted(coming, key=lambda row: str(row.starts_at)), *(row for row in rows if row.when != "coming")]
    return [row.pk for row in rows]


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


def _first(match: str, language: str, kinds: list[str], limit: int) -> list[int]:
    with connection.cursor() as cursor:
        sql = FIRST.format(kinds=", ".join(["%s"] * len(kinds)))
        cursor.execute(sql, [match, *kinds, language, language, limit])
        return [pk for (pk,) in cursor.fetchall()]


def _rows(match: str, language: str, kinds: list[str]) -> list[Row]:
    with connection.cursor() as cursor:
        today = connection.ops.adapt_datetimefield_value(_today())
        parameters = [today, match, *kinds, language, language]
        cursor.execute(ROWS.format(kinds=", ".join(["%s"] * len(kinds))), parameters)
        return [Row(*values) for values in cursor.fetchall()]


def _today() -> datetime:
    """What begins today still comes."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


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
