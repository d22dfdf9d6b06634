"""Mail that goes out by the schedule: the reminder before a meetup, the thanks after it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from events.models import Event, Registration, RegistrationQuerySet
from events.services import letters

# The morning after, at the earliest.
THANKS_AFTER = timedelta(hours=12)
# Whoever writes the thanks later than this writes to people who have forgotten.
THANKS_UNTIL = timedelta(days=21)
LONGEST_BEFORE = timedelta(days=14)


def remind(now: datetime | None = None) -> int:
    """Remind those who have a seat, as many days before as the meetup says; how many.

    Whoever confirmed later than that has just read all of it.
    """
    now, reminded = now or timezone.now(), 0
    coming = Event.objects.filter(live=True, starts_at__range=(now, now + LONGEST_BEFORE), reminds_days_before__gt=0)
    for event in coming:
        due = event.starts_at - timedelta(days=event.reminds_days_before)
        if due <= now and event.takes_place:
            confirmed = event.registrations.filter(status=Registration.Status.CONFIRMED, confirmed_at__lt=due)
            reminded += _write_once(confirmed, "reminder", "reminded_at", now)
    return reminded


def thank(now: datetime | None = None) -> int:
    """Thank those who came, once there is something to say or to read; how many.

    Where nobody was checked in, everybody with a seat is taken to have come.
    """
    now, thanked = now or timezone.now(), 0
    over = Event.objects.filter(live=True, ends_at__range=(now - THANKS_UNTIL, now - THANKS_AFTER))
    with_words = over.filter(~Q(thanks_text="") | Q(materials__isnull=False)).distinct()
    for event in with_words:
        if not event.takes_place:
            continue
        thanked += _write_once(
            event.registrations.came(), "thanks", "thanked_at", now, materials=list(event.materials.all())
        )
    return thanked


def _write_once(registrations: RegistrationQuerySet, letter: str, stamp: str, now: datetime, **values: Any) -> int:
    """A transaction for each: whatever dies meanwhile, nobody gets it twice."""
    written = 0
    for pk in registrations.filter(**{stamp: None}, erased_at=None).values_list("pk", flat=True):
        with transaction.atomic():
            # Asked anew: somebody may cancel while the others' letters are written.
            if registrations.filter(pk=pk, **{stamp: None}, erased_at=None).update(**{stamp: now}):
                registration = Registration.objects.select_related("event", "pool").get(pk=pk)
                letters.write(registration, letter, **values)
                written += 1
    return written
