"""Who has come: said by button, by code, or later by a phone that had no network.

The rows say who checked in whom and when, so that the meetup's history only tells of what leaves no row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events.check_in_codes import code_of
from events.models import CheckIn, Event, Registration
from events.services import hosting
from portal.accounts.models import User

# A phone may bring what it kept so late; what its clock says beyond that is wrong.
BROUGHT_WITHIN = timedelta(days=2)


@dataclass(frozen=True)
class Said:
    """That the person in a seat is here, or (a mistake put right) not; by the code of the registration."""

    code: str
    seat: int
    is_here: bool
    at: datetime


@transaction.atomic
def keep(event: Event, all_said: Sequence[Said], *, by: User) -> list[Said]:
    """Keep what was said, in its order, however often it comes; those that fit nobody who has a seat are returned."""
    codes = {said.code for said in all_said}
    meant = [registration.pk for registration in event.registrations.confirmed() if code_of(registration) in codes]
    # Nobody cancels meanwhile, and two phones with one person come one after the other.
    rows = Registration.objects.filter(pk__in=meant).confirmed().select_for_update().order_by("pk")
    known = {code_of(registration): registration for registration in rows}
    refused, undone = [], 0
    for said in all_said:
        registration = known.get(said.code)
        if registration is None or not 0 <= said.seat < registration.seats:
            refused.append(said)
        elif said.is_here:
            at = _believed(said.at)
            CheckIn.objects.get_or_create(registration=registration, seat=said.seat, defaults={"at": at, "by": by})
        else:
            undone += CheckIn.objects.filter(registration=registration, seat=said.seat).delete()[0]
    if undone:
        log(event, "events.undo_check_in", user=by, data={"number": undone})
    return refused


def _believed(at: datetime) -> datetime:
    now = timezone.now()
    return at if now - BROUGHT_WITHIN < at <= now else now


@transaction.atomic
def walk_in(event: Event, *, name: str, way: str, by: User) -> Registration:
    """Give a seat to somebody who stands at the door, and check them in. Raises HostRefused, ValueError."""
    registration = hosting.add(event, name=name, way=way, by=by)
    CheckIn.objects.create(registration=registration, seat=0, by=by)
    return registration
