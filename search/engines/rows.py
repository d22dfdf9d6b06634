"""The rows of all hits: narrowed, counted and ordered by day, the same whatever index found them."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import timezone

from search.query import FACETS, GIVEN, Query


@dataclass(frozen=True)
class Row:
    """Of a hit what filters, facets and the order by day need. `given` is the row's own facets, as JSON."""

    pk: int
    kind: str
    municipality: str
    language: str
    given: str
    starts_at: object
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


def start_of_today() -> datetime:
    """What begins today still comes."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def narrowed(rows: list[Row], query: Query) -> tuple[list[Row], dict[str, list[Row]]]:
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


def counted(rows: list[Row]) -> dict[str, Counter[str]]:
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


def labels(rows: list[Row], language: str) -> dict[tuple[str, str], str]:
    """What the values are called; a row in `language` has the last word."""
    called = {}
    for given in dict.fromkeys(row.given for row in sorted(rows, key=lambda row: row.language == language)):
        for name in GIVEN:
            called.update(((name, value), label) for value, label in _given(given).get(name, {}).items())
    return called


def soonest_first(rows: list[Row]) -> list[Row]:
    """What is coming by its day, then the rest as it came."""
    coming = [row for row in rows if row.when == "coming"]
    return [*sorted(coming, key=lambda row: str(row.starts_at)), *(row for row in rows if row.when != "coming")]


@lru_cache(maxsize=10_000)
def _given(text: str) -> dict[str, dict[str, str]]:
    return {name: values for name, values in json.loads(text).items() if name in GIVEN}
