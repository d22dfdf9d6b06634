"""Inviting people whom somebody who runs the meetup knows: a seat is held for each until they have answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log

from events.models import Event, Registration, RegistrationQuerySet, SeatPool
from events.services import letters, seats
from events.services.hosting import HostRefused
from events.services.registering import LONGEST_EMAIL, LONGEST_KEY, normalised
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

Status = Registration.Status


@dataclass(frozen=True)
class Guest:
    """Somebody to invite; `why` is the sentence by which their mail tells it, in their language."""

    name: str
    email: str
    language: str = "sv"
    why: str = ""

    @property
    def key(self) -> str:
        return self.email.casefold()[:LONGEST_EMAIL]


@dataclass(frozen=True)
class Invited:
    """How many were invited, were in the list already, and found no seat."""

    invited: int
    known: int
    without_seat: int


def can_invite(event: Event) -> bool:
    """Whether a seat could be held: before the registration opens to others, too."""
    return event.takes_place and event.is_registered_here and timezone.now() < event.starts_at


def known_to(event: Event) -> RegistrationQuerySet:
    """Those who are not invited again: who are registered, have said no, or were invited and let it pass.

    Whoever never confirmed what was asked in their name knows of nothing.
    """
    return event.registrations.exclude(status=Status.EXPIRED, is_added_by_host=False).exclude(email_key="")


def newcomers(event: Event, guests: Iterable[Guest]) -> list[Guest]:
    """Those of `guests` who would be invited, each address once."""
    known = set(known_to(event).values_list("email_key", flat=True))
    return list({guest.key: guest for guest in reversed(list(guests)) if guest.key not in known}.values())[::-1]


def invite(event: Event, guests: Iterable[Guest], *, by: User) -> Invited:
    """Hold a seat for each of `guests` for the meetup's `hours_to_claim`, and mail them how to take it or say no.

    Whoever does not answer frees the seat. Nobody who is in the list already is touched, however often this is
    called; those who wait are not overtaken; whoever finds no seat is counted, and gets no mail. A transaction for
    each, so that one who cannot be invited keeps nobody else out. Raises HostRefused.
    """
    if not can_invite(event):
        raise HostRefused(_("Nobody can be invited to this meetup now."))
    seats.release_expired(event)
    done = Counter(_invite(event, guest, by) for guest in guests)
    return Invited(done["invited"], done["known"], done["without seat"])


@transaction.atomic
def _invite(event: Event, guest: Guest, by: User) -> str:
    one_at_a_time("events.register", guest.key)
    if known_to(event).filter(email_key=guest.key).exists():
        return "known"
    pool = _seat(event)
    if pool is None:
        return "without seat"
    now, name = timezone.now(), _name(guest)
    registration = Registration.objects.create(
        event=event,
        pool=pool,
        name=name,
        email=guest.email,
        name_key=name.casefold()[:LONGEST_KEY],
        email_key=guest.key,
        language=guest.language,
        status=Status.OFFERED,
        purpose=_purpose(event, guest.language),
        is_added_by_host=True,
        created_at=now,
        held_until=seats.offer_ends(event, now),
    )
    letters.write(registration, "invited", why=guest.why)
    log(event, "events.invite", user=by, data={"registration": registration.pk})
    return "invited"


def _name(guest: Guest) -> str:
    """The name, or the address where there is none that can be kept."""
    try:
        return normalised(guest.name) or guest.email
    except ValueError:
        return guest.email


def _seat(event: Event) -> SeatPool | None:
    """A seat that is taken from now on: on the spot, if there is one."""
    for way in event.ways:
        pool = SeatPool.objects.filter(event=event, way=way)
        if pool.take():
            return pool.get()
    return None


def _purpose(event: Event, language: str) -> str:
    with override(language):
        words = ngettext(
            "You have been invited. We keep your name and address to hold a seat for you, and erase them %(days)d day "
            "after the meetup.",
            "You have been invited. We keep your name and address to hold a seat for you, and erase them %(days)d days "
            "after the meetup.",
            event.days_kept,
        )
        return words % {"days": event.days_kept}
