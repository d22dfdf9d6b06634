"""What hosts do: add, approve, decline, cancel, move, note. Each stands in the meetup's history, without names."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log

from events.models import Event, Registration, SeatPool, SeatPoolQuerySet
from events.services import letters, registering, seats
from events.services.registering import LONGEST_EMAIL, LONGEST_KEY, calendar_of, normalised, same_person
from events.services.seats import NoSeatLeft, RegistrationClosed
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

# Of all that an address has not asked for itself, whatever the meetup: nobody's inbox is filled by us.
MOST_UNASKED_PER_HOUR = 3
HOUR = timedelta(hours=1)
Status = Registration.Status


class HostRefused(Exception):
    """The message says to the host why nothing was done."""


def add(event: Event, *, name: str, email: str = "", way: str, by: User, may_wait: bool = False) -> Registration:
    """Give somebody a seat, or with `may_wait` a place at the end of the line; they are told by mail, if they have one.

    Whoever waits is not overtaken, until the meetup has begun: then nobody is offered seats any more. Raises
    HostRefused, ValueError.
    """
    now = timezone.now()
    name, email = normalised(name), normalised(email)
    if not event.takes_place or not event.is_registered_here or event.ends_at <= now or way not in event.ways:
        raise HostRefused(_("Nobody can be added to this meetup now."))
    seats.release_expired(event, now)
    registration = Registration(
        event=event,
        name=name,
        email=email,
        name_key=name.casefold()[:LONGEST_KEY],
        email_key=email.casefold()[:LONGEST_EMAIL],
        language=event.language,
        purpose=_purpose(event) if email else "",
        is_added_by_host=True,
        created_at=now,
        confirmed_at=now,
        held_until=now,
    )
    return _add(registration, way, by, may_wait)


@transaction.atomic
def _add(registration: Registration, way: str, by: User, may_wait: bool) -> Registration:
    event, now = registration.event, registration.created_at
    one_at_a_time("events.register", registration.email_key or f"{event.pk} {registration.name_key}")
    if same := same_person(registration):
        raise HostRefused(
            _("%(name)s is in the list already: %(status)s. If it is somebody else, write what tells them apart.")
            % {"name": same.name, "status": same.get_status_display()}
        )
    if registration.email and _asked_too_often(registration):
        raise HostRefused(_("This address has had several mails in the last hour. Wait a little, or leave it out."))
    pool = SeatPool.objects.filter(event=event, way=way)
    if _take(pool, event, 1):
        registration.status = Status.CONFIRMED
    elif may_wait and registration.email and event.has_waiting_list and event.starts_at > now:
        pool.wait()
        registration.status, registration.queued_at = Status.WAITING, now
    else:
        raise HostRefused(why_no_seat(pool.get()))
    registration.pool = pool.get()
    registration.save()
    letters.write(registration, "added", calendar=calendar_of(registration))
    log(event, "events.add", user=by, data={"registration": registration.pk})
    return registration


def _take(pool: SeatPoolQuerySet, event: Event, number: int) -> bool:
    if event.starts_at <= timezone.now():
        return pool.take_for_the_first(number)
    return pool.take(number)


def why_no_seat(pool: SeatPool) -> str:
    """What stands in the way of one seat more, with the numbers."""
    if pool.free > 0:
        return ngettext(
            "%(free)d seat is free, but kept for those who wait (%(waiting)d): nobody overtakes them.",
            "%(free)d seats are free, but kept for those who wait (%(waiting)d): nobody overtakes them.",
            pool.free,
        ) % {"free": pool.free, "waiting": pool.waiting}
    return ngettext(
        "The only seat is taken. Cancel for somebody who is not coming, or let there be more seats first.",
        "All %(capacity)d seats are taken. Cancel for somebody who is not coming, or let there be more seats first.",
        pool.capacity,
    ) % {"capacity": pool.capacity}


def _asked_too_often(registration: Registration) -> bool:
    lately = Registration.objects.filter(
        Q(confirmed_at=None) | Q(is_added_by_host=True),
        email_key=registration.email_key,
        created_at__gt=registration.created_at - HOUR,
    )
    return lately.count() >= MOST_UNASKED_PER_HOUR


def _purpose(event: Event) -> str:
    with override(event.language):
        return _(
            "The host has registered you. We keep your name and address to hold your seat, and erase them %(days)d "
            "days after the meetup."
        ) % {"days": event.days_kept}


def _of(registration: Registration, *statuses: str) -> Registration:
    """`registration` in turn, if it still has one of `statuses`."""
    registration = seats.in_turn(registration)
    if registration.status not in statuses or registration.erased_at:
        raise HostRefused(
            _("Something has changed meanwhile: it says “%(status)s” now.")
            % {"status": registration.get_status_display()}
        )
    return registration


@transaction.atomic
def approve(registration: Registration, *, by: User) -> Registration:
    """Say yes to an application: seats, or a place in line where there is one. Raises HostRefused."""
    registration = _of(registration, Status.APPLIED)
    event, now = registration.event, timezone.now()
    if not event.takes_place or event.ends_at <= now:
        raise HostRefused(_("The meetup is over, or does not take place."))
    pool = SeatPool.objects.filter(pk=registration.pool_id)
    if event.has_waiting_list and event.starts_at > now:
        seats.seat_or_queue(registration, now)
    elif _take(pool, event, registration.seats):
        registration.status = Status.CONFIRMED
        registration.save(update_fields=["status"])
    else:
        raise HostRefused(why_no_seat(pool.get()))
    letters.write(registration, str(registration.status), calendar=calendar_of(registration))
    log(event, "events.approve", user=by, data={"registration": registration.pk})
    return registration


@transaction.atomic
def decline(registration: Registration, *, by: User) -> Registration:
    """Say no to an application. Raises HostRefused."""
    registration = _of(registration, Status.APPLIED)
    seats.let_go(registration, Status.DECLINED)
    letters.write(registration, "declined")
    log(registration.event, "events.decline", user=by, data={"registration": registration.pk})
    return registration


@transaction.atomic
def cancel(registration: Registration, *, by: User) -> Registration:
    """Give up somebody's seats or place in line for them. Raises HostRefused."""
    registration = _of(registration, *Registration.ACTIVE)
    registration = registering.withdraw(registration, by_host=True)
    log(registration.event, "events.cancel", user=by, data={"registration": registration.pk})
    return registration


@transaction.atomic
def move(registration: Registration, way: str, *, by: User) -> Registration:
    """Let somebody take part in another way; who holds seats needs free ones there. Raises HostRefused."""
    registration = _of(registration, *Registration.ACTIVE)
    if registration.pool.way == way:
        return registration
    try:
        registration = registering.change(registration, way=way, by_host=True)
    except RegistrationClosed:
        raise HostRefused(_("This is no longer possible: the meetup has begun, or does not take place so.")) from None
    except NoSeatLeft:
        raise HostRefused(why_no_seat(SeatPool.objects.get(event=registration.event_id, way=way))) from None
    log(registration.event, "events.move", user=by, data={"registration": registration.pk})
    return registration


@transaction.atomic
def note(registration: Registration, text: str, *, by: User) -> None:
    """Keep a host's own words with a registration; nobody else sees them. Raises ValueError."""
    written = Registration.objects.filter(pk=registration.pk, erased_at=None).update(note=normalised(text))
    if written:
        log(registration.event, "events.note", user=by, data={"registration": registration.pk})
