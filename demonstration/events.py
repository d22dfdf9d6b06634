"""The demonstration's calendar: meetups past and coming, by the day on which it is loaded."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import WorkflowState

from demonstration.events_content import EVENTS, FIRST_NAMES, LAST_NAMES, PROPOSED, SERIES
from demonstration.people import EDITOR, MEMBER
from demonstration.pictures import fields
from directory.content import values_of
from directory.models import Municipality, Organisation, Tag
from directory.services import drafts, reviews
from events.models import (
    AgendaItem,
    Announcement,
    Event,
    EventOrganiser,
    EventTag,
    Material,
    Question,
    Registration,
    SeatPool,
    Series,
)
from events.sections import EVENT_SECTIONS
from portal.accounts.models import User

SATURDAY = 5
# What is said of a meetup beside the values of its own fields.
NOT_FIELDS = {
    *("when", "municipality", "seated", "waiting", "hosted", "organisers", "tags", "series", "picture"),
    *("agenda", "questions", "materials", "then"),
}


def load() -> None:
    for content in SERIES:
        Series.objects.create(**content)
    for content in EVENTS:
        add_meetup(content)
    keeper, editor = (User.objects.get_by_natural_key(email) for email in (MEMBER, EDITOR))
    _propose(_invented("Bygdebolaget Åsarna"), keeper, editor)


def add_meetup(content: dict[str, Any]) -> None:
    """A published meetup with those who are registered for it, and what happened to it since."""
    event = Event(**{name: value for name, value in content.items() if name not in NOT_FIELDS})
    event.starts_at, event.ends_at = hours(*content["when"])
    event.municipality = Municipality.objects.filter(name=content.get("municipality")).first()
    event.host = User.objects.get_by_natural_key(MEMBER) if content.get("hosted") else None
    event.organisation = _invented(content["organisers"][0])
    event.series = Series.objects.filter(title=content.get("series", "")).first()
    event.image = _picture(content) if content.get("picture") else None
    event.organisers = [
        EventOrganiser(organisation=_invented(name), sort_order=order)
        for order, name in enumerate(content["organisers"])
    ]
    event.tagged = [EventTag(tag=Tag.objects.get(name=name)) for name in content["tags"]]
    for name, model in (("agenda", AgendaItem), ("questions", Question), ("materials", Material)):
        setattr(event, name, [model(sort_order=order, **row) for order, row in enumerate(content.get(name, []))])
    event.save()
    event.save_revision().publish()
    _seat(event, content.get("seated", 0))
    _queue(event, content.get("waiting", 0))
    if then := content.get("then"):
        _change(event, then)


def _invented(name: str) -> Organisation:
    return Organisation.objects.get(name=name, standing__is_demonstration=True)


def _picture(content: dict[str, Any]) -> AbstractImage:
    file = ContentFile(fields(content["slug"]), name=f"{content['slug']}.jpg")
    return get_image_model().objects.create(title=content["title"], file=file)


def _change(event: Event, then: dict[str, Any]) -> None:
    """What happened to it after people had registered; those who came know of it already."""
    draft = event.get_latest_revision_as_object()
    for name, value in then.items():
        if name == "when":
            draft.starts_at, draft.ends_at = hours(*value)
        else:
            setattr(draft, name, value)
    draft.save_revision().publish()
    latest = Announcement.objects.latest_of(event)
    event.registrations.update(told_sequence=latest.sequence if latest else 0)


def _propose(organisation: Organisation, keeper: User, editor: User) -> None:
    """One that waits for the editors, and one that they have sent back."""
    for proposed in PROPOSED:
        about, registration = EVENT_SECTIONS[:2]
        starts_at, ends_at = hours(*proposed["when"])
        place = Municipality.objects.get(name=proposed["municipality"])
        blank = values_of(Event(), about.names)
        known = {name: value for name, value in proposed.items() if name in about.names}
        values = blank | known | {"starts_at": starts_at, "ends_at": ends_at, "municipality": place.pk}
        event = drafts.begin(Event, organisation, values, by=keeper)
        seats = values_of(event, registration.names) | {"seats_on_site": proposed["seats_on_site"]}
        drafts.save_section(event, registration, seats, by=keeper, based_on=event.latest_revision_id)
        event.refresh_from_db()
        drafts.send(event, by=keeper, shown=event.latest_revision_id)
        if comment := proposed.get("comment"):
            state = WorkflowState.objects.for_instance(event).get()
            reviews.send_back(state, by=editor, shown=event.latest_revision_id, comment=comment)


def hours(days: int, hour: int, length: int) -> tuple[datetime, datetime]:
    """The beginning and the end of what takes place so many days from today, never in a weekend."""
    day = timezone.localtime() + timedelta(days=days)
    if (weekday := day.weekday()) >= SATURDAY:
        day += timedelta(days=7 - weekday)
    starts_at = day.replace(hour=hour, minute=0, second=0, microsecond=0)
    return starts_at, starts_at + timedelta(hours=length)


def _seat(event: Event, number: int) -> None:
    """Give `number` invented people a confirmed seat."""
    pool = SeatPool.objects.filter(event=event, way=event.ways[0])
    if not number or not pool.take(number):
        return
    moment = min(timezone.now(), event.starts_at) - timedelta(days=6)
    names = [f"{first} {last}" for last, first in product(LAST_NAMES, FIRST_NAMES)][:number]
    Registration.objects.bulk_create(
        Registration(
            event=event,
            pool=pool.get(),
            name=name,
            email=(email := f"gast{order}@example.org"),
            name_key=name.casefold(),
            email_key=email,
            status=Registration.Status.CONFIRMED,
            created_at=moment + timedelta(minutes=37 * order),
            held_until=moment + timedelta(minutes=37 * order + 30),
            confirmed_at=moment + timedelta(minutes=37 * order + 4),
            told_sequence=0,
        )
        for order, name in enumerate(names, start=1)
    )


def _queue(event: Event, number: int) -> None:
    """Let `number` invented people wait for a seat."""
    pool = SeatPool.objects.filter(event=event, way=event.ways[0])
    now = timezone.now()
    for order in range(1, number + 1):
        name, email = f"{FIRST_NAMES[-order]} {LAST_NAMES[-order]}", f"vantar{order}@example.org"
        Registration.objects.create(
            event=event,
            pool=pool.get(),
            name=name,
            email=email,
            name_key=name.casefold(),
            email_key=email,
            status=Registration.Status.WAITING,
            created_at=now - timedelta(days=2, hours=-order),
            held_until=now - timedelta(days=2, hours=-order),
            queued_at=now - timedelta(days=2, hours=-order),
            told_sequence=0,
        )
        pool.wait()
