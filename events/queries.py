"""Reading the calendar: what the list shows, and how many each filter would give."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Prefetch, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models import Municipality
from events.models import EventOrganiser, EventQuerySet, Kind

LONGEST_VALUE = 60
MOST_VALUES = 40
FACET_LABELS: dict[str, str | Promise] = {"kind": _("Kind"), "municipality": _("Municipality")}
COLUMNS = {"kind": "kind", "municipality": "municipality__slug"}


@dataclass(frozen=True)
class Filters:
    """What a visitor has chosen. Values of one facet widen, facets narrow."""

    kind: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict) -> "Filters":
        """Read an address's query; what is not known or too much is left out."""

        def chosen(name: str, known: Iterable[str] | None = None) -> tuple[str, ...]:
            values = dict.fromkeys(value for value in query.getlist(name) if known is None or value in known)
            return tuple(value for value in values if 0 < len(value) <= LONGEST_VALUE)[:MOST_VALUES]

        return cls(kind=chosen("kind", Kind.values), municipality=chosen("municipality"))

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        return {name: getattr(self, name) for name in FACET_LABELS}

    def without(self, facet: str, value: str | None = None) -> "Filters":
        """The same with `facet` not chosen at all, or without one of its values."""
        kept = () if value is None else tuple(other for other in getattr(self, facet) if other != value)
        return replace(self, **{facet: kept})

    @property
    def query(self) -> str:
        """As the query of an address."""
        query = QueryDict(mutable=True)
        for name, values in self.facets.items():
            query.setlist(name, list(values))
        return query.urlencode()

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        for name, values in self.facets.items():
            if values:
                events = events.filter(**{f"{COLUMNS[name]}__in": values})
        return events


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many meetups choosing it would give."""

    value: str
    label: str
    count: int
    checked: bool


def facets(events: EventQuerySet, filters: Filters) -> dict[str, list[Option]]:
    """What one can choose among `events`."""
    names: dict[str, dict] = {
        "kind": dict(Kind.choices),
        "municipality": dict(Municipality.objects.values_list("slug", "name")),
    }
    found = {}
    for facet, column in COLUMNS.items():
        others = filters.without(facet).apply(events).order_by().values_list(column).annotate(Count("pk"))
        counts = {value: count for value, count in others if value}
        chosen = getattr(filters, facet)
        found[facet] = [
            Option(value, str(label), counts.get(value, 0), value in chosen)
            for value, label in names[facet].items()
            if value in counts or value in chosen
        ]
    return found


def for_lists(events: EventQuerySet) -> QuerySet:
    """`events` with all that a row of a list shows, at a constant number of queries."""
    return events.select_related("municipality").prefetch_related("pools")


def for_page(events: EventQuerySet) -> QuerySet:
    """`events` with all that its page shows."""
    organisers = EventOrganiser.objects.filter(organisation__live=True).select_related("organisation__standing")
    return events.select_related("municipality").prefetch_related(
        "pools", "questions", "tagged__tag", Prefetch("organisers", organisers)
    )
