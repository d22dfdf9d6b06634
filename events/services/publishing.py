"""What follows when a meetup is published, changed or withdrawn, in the admin or by its schedule."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import override

from events.calendar_files import CANCEL, REQUEST
from events.models import Announcement, Event, EventStatus, Registration
from events.services import letters, seats
from portal.plugins import search

# A slip of the hand can be put right before anybody is told.
MINUTES_TO_REGRET = timedelta(minutes=5)


@transaction.atomic
def follow(event: Event) -> None:
    """Bring the seats, what those registered are to be told, and the search in step with `event`."""
    if event.live:
        seats.resize(event)
    if event.live or event.announcements.exists():
        announce(event)
    search.publish(event)


def announce(event: Event) -> Announcement:
    """The number of the meetup's present state: a new one where its time, place or status has changed."""
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    with override(event.language):
        state = {
            "status": event.status if event.live else EventStatus.CANCELLED,
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            "where": event.where,
            "address": event.address,
        }
    latest = Announcement.objects.latest_of(event)
    if latest and all(getattr(latest, name) == value for name, value in state.items()):
        return latest
    sequence = latest.sequence + 1 if latest else 0
    return Announcement.objects.create(event=event, sequence=sequence, made_at=timezone.now(), **state)


def tell_changes() -> int:
    """Tell those registered what has changed since they were told last; how many mails went into the outbox.

    A transaction for each: whatever dies meanwhile, each is told once.
    """
    latest = Announcement.objects.filter(event=OuterRef("event")).order_by("-sequence")
    coming = Registration.objects.told().filter(event__ends_at__gt=timezone.now())
    known = coming.annotate(
        latest=Subquery(latest.values("sequence")[:1]), made_at=Subquery(latest.values("made_at")[:1])
    )
    behind = known.filter(told_sequence__lt=F("latest"), made_at__lt=timezone.now() - MINUTES_TO_REGRET)
    return sum(_tell(pk) for pk in behind.order_by("event_id", "pk").values_list("pk", flat=True))


@transaction.atomic
def _tell(pk: int) -> int:
    registration = Registration.objects.told().select_related("event", "pool").in_turn().filter(pk=pk).first()
    latest = Announcement.objects.latest_of(registration.event) if registration else None
    if registration is None or latest is None or registration.told_sequence in (None, latest.sequence):
        return 0
    if latest.made_at >= timezone.now() - MINUTES_TO_REGRET:
        # Published anew since.
        return 0
    known = Announcement.objects.of_number(latest.event, registration.told_sequence).first()
    registration.told_sequence = latest.sequence
    if known and known.starts_at != latest.starts_at:
        registration.reminded_at = None
    registration.save(update_fields=["told_sequence", "reminded_at"])
    if known and all(getattr(known, name) == getattr(latest, name) for name in Announcement.TOLD):
        # Changed, and changed back.
        return 0
    calendar = ""
    if registration.status == Registration.Status.CONFIRMED:
        calendar = REQUEST if registration.event.takes_place else CANCEL
    letters.write(registration, "changed", calendar=calendar, before=known, now=latest)
    return 1
