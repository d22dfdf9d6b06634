"""The rows of all hits: narrowed and counted, the same whatever index found them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from search.filing import BETWEEN_FACETS, having
from search.query import Query


@dataclass(frozen=True)
class Hits:
    """Their ids, in order, and at the same places what each is filed under."""

    ids: list[int]
    filed: list[str]

    def only(self, chosen: set[int]) -> "Hits":
        kept = [(pk, filed) for pk, filed in zip(self.ids, self.filed, strict=True) if pk in chosen]
        return Hits([pk for pk, _filed in kept], [filed for _pk, filed in kept])


def start_of_today() -> datetime:
    """What begins today still comes."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def narrowed(hits: Hits, query: Query, tally: Counter[str]) -> tuple[Hits, dict[str, list[str]]]:
    """Those that have a value of each choice, and by facet what the others are filed under that lack only that."""
    if not query.choices:
        return hits, {}
    chosen = {name: having(tally, name, values) for name, values in query.choices.items()}
    kept: set[int] = set()
    missed_by_one: dict[str, list[str]] = {name: [] for name in chosen}
    for pk, filed in zip(hits.ids, hits.filed, strict=True):
        under = filed.split(BETWEEN_FACETS)
        missed = [name for name, values in chosen.items() if values.isdisjoint(under)]
        if not missed:
            kept.add(pk)
        elif len(missed) == 1:
            missed_by_one[missed[0]].append(filed)
    return hits.only(kept), missed_by_one
