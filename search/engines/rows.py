"""The rows of all hits: narrowed and counted, the same whatever index found them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import compress

from django.utils import timezone

from search.filing import BETWEEN_FACETS, having
from search.query import Query


@dataclass(frozen=True)
class Hits:
    """Their ids, in order, and at the same places what each is filed under."""

    ids: list[int]
    filed: list[str]

    def only(self, chosen: Iterable[bool]) -> "Hits":
        chosen = list(chosen)
        return Hits(list(compress(self.ids, chosen)), list(compress(self.filed, chosen)))


def start_of_today() -> datetime:
    """What begins today still comes."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def narrowed(hits: Hits, query: Query, tally: Counter[str]) -> tuple[Hits, dict[str, list[str]]]:
    """Those that have a value of each choice, and by facet what the others are filed under that lack only that."""
    if not query.choices:
        return hits, {}
    missed = {
        name: [values.isdisjoint(filed.split(BETWEEN_FACETS)) for filed in hits.filed]
        for name, values in ((name, having(tally, name, values)) for name, values in query.choices.items())
    }
    times_missed = list(map(sum, zip(*missed.values(), strict=True)))
    only_missed = {
        name: [
            filed
            for filed, times, is_missed in zip(hits.filed, times_missed, each, strict=True)
            if is_missed and times == 1
        ]
        for name, each in missed.items()
    }
    return hits.only(not times for times in times_missed), only_missed
