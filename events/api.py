"""Meetups as open data: what the public pages show, and nothing of those who registered."""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema

from events.models import Event, Kind
from events.queries import Filters, for_page

router = Router()


class Meetup(Schema):
    slug: str
    url: str
    title: str
    lead: str
    language: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    setting: str
    place: str
    address: str
    municipality: str | None
    organisers: list[str]
    tags: list[str]
    takes_registrations: bool
    seats: int
    seats_left: int


class Wanted(Schema):
    """What a caller may ask the list for."""

    kind: Kind | None = None
    municipality: str = Field("", max_length=60)
    past: bool = False
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)

    @property
    def filters(self) -> Filters:
        return Filters((self.kind,) if self.kind else (), (self.municipality,) if self.municipality else ())


class Meetups(Schema):
    items: list[Meetup]
    count: int


def _meetup(event: Event, request: HttpRequest) -> Meetup:
    copied = ("slug", "title", "lead", "language", "kind", "starts_at", "ends_at", "setting", "place", "address")
    return Meetup(
        **{name: getattr(event, name) for name in copied},
        url=request.build_absolute_uri(event.get_absolute_url()),
        municipality=event.municipality.slug if event.municipality else None,
        organisers=[organiser.organisation.slug for organiser in event.organisers.all()],
        tags=[tagged.tag.name for tagged in event.tagged.all()],
        takes_registrations=event.takes_registrations(),
        seats=sum(pool.capacity for pool in event.open_pools),
        seats_left=sum(pool.free for pool in event.open_pools),
    )


@router.get("/", response=Meetups, summary="Meetups, coming or past")
def meetups(request: HttpRequest, wanted: Query[Wanted]) -> Meetups:
    visible = Event.objects.visible_to(request.user)
    found = wanted.filters.apply(visible.past() if wanted.past else visible.coming())
    page = for_page(found)[wanted.offset : wanted.offset + wanted.limit]
    return Meetups(items=[_meetup(event, request) for event in page], count=found.count())


@router.get("/{slug}/", response=Meetup, summary="One meetup")
def meetup(request: HttpRequest, slug: str) -> Meetup:
    return _meetup(get_object_or_404(for_page(Event.objects.visible_to(request.user)), slug=slug), request)
