"""Reading the calendar: what the list shows, and how many each filter would give."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, DateField, Prefetch, QuerySet
from django.db.models.functions import TruncMonth
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from directory.models import Municipality, Organisation, Tag
from events.models import EventOrganiser, EventQuerySet, Kind
from events.models.meetups import PICTURE

LONGEST_VALUE = 60
MOST_VALUES = 40
FACET_LABELS: dict[str, str | Promise] = {
    "kind": _("Kind"),
    "month": _("Month"),
    "municipality": _("Municipality"),
    "tag": _("Subject"),
    "organisation": _("Organiser"),
}
COLUMNS = {
    "kind": "kind",
    "month": "month",
    "municipality": "municipality__slug",
    "tag": "tagged__tag__slug",
    "organisation": "organisers__organisation__slug",
}


@dataclass(frozen=True)
class Filters:
    """What a visitor has chosen. Values of one facet widen, facets narrow."""

    kind: tuple[str, ...] = ()
    month: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict) -> "Filters":
        """Read an address's query; what is not known or too much is left out."""

        def chosen(name: str, known: Iterable[str] | None = None) -> tuple[str, ...]:
            values = dict.fromkeys(value for value in query.getlist(name) if known is None or value in known)
            return tuple(value for value in values if 0 < len(value) <= LONGEST_VALUE)[:MOST_VALUES]

        given = {name: chosen(name, Kind.values if name == "kind" else None) for name in FACET_LABELS}
        return cls(**given | {"month": tuple(value for value in given["month"] if month_of(value))})

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
            if name == "month" and values:
                events = with_months(events).filter(month__in=[month_of(value) for value in values])
            elif values:
                # Asked for by number: a meetup with two of the values stands in the list once.
                having = events.model.objects.filter(**{f"{COLUMNS[name]}__in": values})
                if name == "organisation":
                    having = having.filter(organisers__organisation__live=True)
                events = events.filter(pk__in=having.order_by().values("pk"))
        return events


def month_of(value: str) -> date | None:
    """ "2027-03" → its first day."""
    try:
        return date.fromisoformat(f"{value}-01") if len(value) == len("2027-03") else None
    except ValueError:
        return None


def with_months(events: EventQuerySet) -> EventQuerySet:
    """Know of each in which month it begins, in Sweden."""
    return events.annotate(
        month=TruncMonth("starts_at", tzinfo=timezone.get_default_timezone(), output_field=DateField())
    )


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many meetups choosing it would give."""

    value: str
    label: str
    count: int
    checked: bool


def facets(events: EventQuerySet, filters: Filters) -> dict[str, list[Option]]:
    """What one can choose among `events`."""
    found = {}
    for facet in FACET_LABELS:
        counts = _counts(facet, filters.without(facet).apply(events))
        chosen = getattr(filters, facet)
        names = _names(facet, [*counts, *chosen])
        found[facet] = [
            Option(value, str(label), counts.get(value, 0), value in chosen) for value, label in names.items()
        ]
    return found


def _counts(facet: str, events: EventQuerySet) -> dict[str, int]:
    rows: Any = with_months(events) if facet == "month" else events
    if facet == "organisation":
        rows = rows.filter(organisers__organisation__live=True)
    column = COLUMNS[facet]
    counted = rows.order_by().values_list(column).annotate(Count("pk", distinct=True))
    return {f"{value:%Y-%m}" if facet == "month" else value: count for value, count in counted if value}


def _names(facet: str, values: list[str]) -> dict[str, str]:
    """What the values are called, in the order in which they are offered; what nobody knows is left out."""
    match facet:
        case "kind":
            return {value: str(label) for value, label in Kind.choices if value in values}
        case "month":
            months = {value: month_of(value) for value in sorted(set(values))}
            return {value: str(capfirst(date_format(first, "F Y"))) for value, first in months.items() if first}
        case "municipality":
            return dict(Municipality.objects.filter(slug__in=values).values_list("slug", "name"))
        case "tag":
            return {tag.slug: tag.label for tag in Tag.objects.filter(slug__in=values)}
    return dict(Organisation.objects.filter(live=True, slug__in=values).values_list("slug", "name"))


def for_lists(events: EventQuerySet) -> QuerySet:
    """`events` with all that a row of a list shows, at a constant number of queries."""
    return events.select_related("municipality").prefetch_related("pools")


def for_page(events: EventQuerySet) -> QuerySet:
    """`events` with all that its page shows."""
    organisers = EventOrganiser.objects.filter(organisation__live=True).select_related("organisation__standing")
    pictures = get_image_model().get_rendition_model().objects.filter(filter_spec=PICTURE.spec)
    return events.select_related("municipality", "series", "image").prefetch_related(
        *("pools", "questions", "tagged__tag", "agenda", "materials__document"),
        Prefetch("organisers", organisers),
        Prefetch("image__renditions", pictures, to_attr="prefetched_renditions"),
    )
