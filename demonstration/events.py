"""The demonstration's calendar: meetups past and coming, by the day on which it is loaded."""

from datetime import datetime, timedelta
from itertools import product

from django.utils import timezone

from demonstration.events_content import EVENTS, FIRST_NAMES, LAST_NAMES
from demonstration.people import MEMBER
from directory.models import Municipality, Organisation, Tag
from events.models import Event, EventOrganiser, EventTag, Registration, SeatPool
from portal.accounts.models import User

SATURDAY = 5
NOT_FIELDS = {"when", "municipality", "seated", "hosted", "organisers", "tags"}


def load() -> None:
    invented = Organisation.objects.filter(standing__is_demonstration=True)
    organisations = {organisation.name: organisation for organisation in invented}
    tags = {tag.name: tag for tag in Tag.objects.all()}
    host = User.objects.get_by_natural_key(MEMBER)
    for content in EVENTS:
        event = Event(**{name: value for name, value in content.items() if name not in NOT_FIELDS})
        event.starts_at, event.ends_at = _hours(*content["when"])
        event.municipality = Municipality.objects.filter(name=content.get("municipality")).first()
        event.host = host if content.get("hosted") else None
        event.organisers = [
            EventOrganiser(organisation=organisations[name], sort_order=order)
            for order, name in enumerate(content["organisers"])
        ]
        event.tagged = [EventTag(tag=tags[name]) for name in content["tags"]]
        event.save()
        event.save_revision().publish()
        _seat(event, content.get("seated", 0))


def _hours(days: int, hour: int, length: int) -> tuple[datetime, datetime]:
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
