"""Meetups as open data: what the public pages show, and nothing of those who registered."""

from datetime import UTC, date, datetime, time
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from events.models import Event, EventQuerySet, Kind
from events.queries import Filters, for_page

router = Router()


class Meetup(Schema):
    slug: str
    uuid: UUID = Field(description="The same for ever; the name in calendars begins with it.")
    url: str
    title: str
    lead: str
    language: str
    languages: list[str] = Field(description="Spoken there, as two-letter codes.")
    kind: str
    status: str = Field(description="scheduled, moved, postponed or cancelled.")
    status_note: str = Field(description="What has happened, where it is not as it was announced.")
    starts_at: datetime
    ends_at: datetime
    setting: str = Field(description="on-site, online or both.")
    place: str
    address: str
    municipality: str | None
    latitude: float | None
    longitude: float | None
    accessibility: str
    series: str | None
    image: str | None
    organisers: list[str]
    tags: list[str]
    registration: str = Field(description="none, open, approval or elsewhere.")
    opens_at: datetime | None
    closes_at: datetime | None
    takes_registrations: bool
    has_waiting_list: bool
    seats: int
    seats_left: int
    changed_at: datetime | None


class Wanted(Schema):
    """What a caller may ask the list for."""

    kind: Kind | None = None
    municipality: str = Field("", max_length=60, description="Its slug.")
    tag: str = Field("", max_length=60, description="Its slug.")
    organisation: str = Field("", max_length=120, description="The slug of an organiser.")
    series: str = Field("", max_length=150, description="Its slug.")
    begins_from: Annotated[date | None, Field(None, alias="from", description="Begins on this day or later.")] = None
    begins_to: Annotated[date | None, Field(None, alias="to", description="Begins on this day or earlier.")] = None
    past: bool = Field(
        False, description="Those that are over, the latest first. Without it and without `from` or `to`: coming ones."
    )
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)

    def of(self, visible: EventQuerySet) -> EventQuerySet:
        events = self._in_time(visible)
        if self.series:
            events = events.filter(series__slug=self.series)
        chosen = {name: getattr(self, name) for name in ("kind", "municipality", "tag", "organisation")}
        return Filters(**{name: (value,) for name, value in chosen.items() if value}).apply(events)

    def _in_time(self, events: EventQuerySet) -> EventQuerySet:
        if self.past:
            events = events.past()
        elif self.begins_from is None and self.begins_to is None:
            events = events.coming()
        else:
            events = events.order_by("starts_at", "pk")
        if self.begins_from:
            events = events.filter(starts_at__gte=_moment(self.begins_from, time.min))
        return events.filter(starts_at__lte=_moment(self.begins_to, time.max)) if self.begins_to else events


def _moment(day: date, at: time) -> datetime:
    """Of a day in Sweden; the ends of the calendar are no day less or more."""
    if not date.min.year < day.year < date.max.year:
        return datetime.combine(day, at, UTC)
    return timezone.make_aware(datetime.combine(day, at))


class Meetups(Schema):
    items: list[Meetup]
    count: int


COPIED = (
    *("slug", "uuid", "title", "lead", "language", "languages", "kind", "status", "status_note", "starts_at"),
    *("ends_at", "setting", "place", "address", "latitude", "longitude", "accessibility", "registration"),
    *("opens_at", "closes_at", "has_waiting_list"),
)


def _meetup(event: Event, request: HttpRequest) -> Meetup:
    return Meetup(
        **{name: getattr(event, name) for name in COPIED},
        url=request.build_absolute_uri(event.get_absolute_url()),
        municipality=event.municipality.slug if event.municipality else None,
        series=event.series.slug if event.series else None,
        image=request.build_absolute_uri(event.picture.url) if event.picture else None,
        organisers=[organiser.organisation.slug for organiser in event.organisers.all()],
        tags=[tagged.tag.name for tagged in event.tagged.all()],
        takes_registrations=event.takes_registrations(),
        seats=sum(pool.capacity for pool in event.open_pools),
        seats_left=sum(pool.free for pool in event.open_pools),
        changed_at=event.last_published_at,
    )


@router.get("/", response=Meetups, summary="Meetups, coming or past")
def meetups(request: HttpRequest, wanted: Query[Wanted]) -> Meetups:
    found = wanted.of(Event.objects.visible_to(request.user))
    page = for_page(found)[wanted.offset : wanted.offset + wanted.limit]
    return Meetups(items=[_meetup(event, request) for event in page], count=found.count())


@router.get("/{slug}/", response=Meetup, summary="One meetup")
def meetup(request: HttpRequest, slug: str) -> Meetup:
    return _meetup(get_object_or_404(for_page(Event.objects.visible_to(request.user)), slug=slug), request)
