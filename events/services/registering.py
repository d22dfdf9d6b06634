"""What those who come do: register, confirm, change, cancel."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.calendar_files import CANCEL, REQUEST
from events.models import Answer, Companion, Event, Question, Registration, SeatPool
from events.services import letters
from events.services.erasing import erase
from events.services.links import find
from events.services.seats import (
    NoSeatLeft,
    RegistrationClosed,
    in_turn,
    let_go,
    offer_free_seats,
    release_expired,
    seat_or_queue,
)
from portal.plugins.locks import one_at_a_time
from portal.plugins.unasked import may_be_written_to

HOLD = timedelta(minutes=30)
DOUBLE_CLICK = timedelta(minutes=1)
UNCONFIRMED_PER_HOUR = 3
LONGEST_KEY, LONGEST_EMAIL = 200, 254
Status = Registration.Status
# By question, what was answered: a text, a number, True, or a list of texts.
Answers = Mapping[Question, Any]


def normalised(text: str) -> str:
    """`text` in one form of Unicode and with single spaces. Raises ValueError for control characters."""
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(character) in {"Cc", "Cs", "Cf"} for character in text):
        raise ValueError("control character")
    return " ".join(text.split())


def register(
    event: Event,
    *,
    name: str,
    email: str,
    way: str,
    companions: Sequence[str] = (),
    answers: Answers | None = None,
    language: str = "sv",
    purpose: str = "",
) -> None:
    """Hold seats for half an hour, or ask for a place in line or the host's answer; mail the link that confirms it.

    Whoever is registered already gets their own link again. Says nothing of who that is: an address that has had
    enough mail passes in silence, and each is answered as a stranger would be. Raises RegistrationClosed, NoSeatLeft,
    ValueError.
    """
    now = timezone.now()
    name, email, companions = normalised(name), normalised(email), [normalised(one) for one in companions]
    if not event.takes_registrations(now) or way not in event.ways or len(companions) > event.most_companions:
        raise RegistrationClosed
    release_expired(event, now)
    registration = Registration(
        event=event,
        name=name,
        email=email,
        # Some letters become three.
        name_key=name.casefold()[:LONGEST_KEY],
        email_key=email.casefold()[:LONGEST_EMAIL],
        language=language,
        seats=1 + len(companions),
        purpose=purpose,
        created_at=now,
        held_until=now + HOLD,
    )
    if not _hold(registration, way, companions, answers or {}):
        raise NoSeatLeft


@transaction.atomic
def _hold(registration: Registration, way: str, companions: Sequence[str], answers: Answers) -> bool:
    """Whether there is a seat or a place in line, for all that a stranger could see."""
    event, now = registration.event, registration.created_at
    one_at_a_time("events.register", registration.email_key)
    pool = SeatPool.objects.filter(event=event, way=way)
    known = same_person(registration)
    if known and now - known.created_at < DOUBLE_CLICK:
        return True
    is_welcome = pool.has_room(registration.seats) or (event.has_waiting_list and pool.get().fits(registration.seats))
    if known:
        _send_again(known, now)
        return is_welcome
    if not is_welcome:
        return False
    if _asked_too_often(registration.email_key, now) or not may_be_written_to(registration.email):
        return True
    if event.registration == event.RegistrationMode.OPEN and pool.take(registration.seats):
        registration.status = Status.HELD
    elif event.registration == event.RegistrationMode.APPROVAL or event.has_waiting_list:
        registration.status = Status.UNCONFIRMED
    else:
        return False
    registration.pool = pool.get()
    registration.save()
    write_people(registration, companions)
    write_answers(registration, answers)
    letters.write(registration, "confirm")
    return True


def _send_again(registration: Registration, now: datetime) -> None:
    """Mail its link to whoever is registered already: the mail was lost, or forgotten."""
    if now - (registration.asked_at or registration.created_at) < DOUBLE_CLICK:
        return
    if not may_be_written_to(registration.email):
        return
    registration.asked_at = now
    registration.save(update_fields=["asked_at"])
    if registration.status in (Status.HELD, Status.UNCONFIRMED):
        letters.write(registration, "confirm")
    else:
        letters.write(registration, "again", calendar=calendar_of(registration))


def same_person(registration: Registration) -> Registration | None:
    """The active registration of the same person for the same meetup."""
    return (
        Registration.objects.active()
        .filter(event=registration.event, email_key=registration.email_key, name_key=registration.name_key)
        .first()
    )


def _asked_too_often(email_key: str, now: datetime) -> bool:
    lately = Registration.objects.filter(
        email_key=email_key, confirmed_at=None, is_added_by_host=False, created_at__gt=now - timedelta(hours=1)
    )
    return lately.count() >= UNCONFIRMED_PER_HOUR


def write_people(registration: Registration, companions: Sequence[str]) -> None:
    """Keep by name those whom a registered person brings."""
    registration.companions.all().delete()
    Companion.objects.bulk_create(
        Companion(registration=registration, seat=seat, name=name) for seat, name in enumerate(companions, 1)
    )


def write_answers(registration: Registration, answers: Answers) -> None:
    """Keep what was answered; an empty answer takes an earlier one away."""
    registration.answers.filter(question__in=list(answers)).delete()
    Answer.objects.bulk_create(
        Answer(
            registration=registration,
            question=question,
            label=question.label,
            value=value,
            is_sensitive=question.is_sensitive,
        )
        for question, value in answers.items()
        # Nought is an answer, an unticked box is none.
        if value not in ("", None, []) and value is not False
    )


@transaction.atomic
def confirm(token: str) -> Registration | None:
    """Keep the seats that are held or offered, or take a place in line; the mail that says so goes out once."""
    registration = find(token)
    if registration is None:
        return None
    registration = in_turn(registration)
    event, now = registration.event, timezone.now()
    if not event.takes_place or event.ends_at <= now:
        return registration
    if registration.status in (Status.HELD, Status.OFFERED):
        registration.status = Status.CONFIRMED
    elif registration.status == Status.UNCONFIRMED and event.registration == event.RegistrationMode.APPROVAL:
        registration.status = Status.APPLIED
    elif registration.status == Status.UNCONFIRMED:
        seat_or_queue(registration, now)
    else:
        return registration
    registration.confirmed_at = registration.confirmed_at or now
    registration.save(update_fields=["status", "confirmed_at"])
    letters.write(registration, str(registration.status), calendar=calendar_of(registration))
    return registration


def calendar_of(registration: Registration) -> str:
    """Only whoever has a seat has the meetup in the calendar."""
    return REQUEST if registration.status == Status.CONFIRMED else ""


def is_answered(registration: Registration) -> bool:
    """Whether a host has said yes to as many as `registration` is for: more than that only a host gives."""
    is_in = registration.holds_seats or registration.status == Status.WAITING
    return is_in and registration.event.registration == Event.RegistrationMode.APPROVAL


@transaction.atomic
def change(
    registration: Registration,
    *,
    way: str | None = None,
    companions: Sequence[str] | None = None,
    answers: Answers | None = None,
    by_host: bool = False,
) -> Registration:
    """Take part in another way, with others, or answer otherwise.

    Seats more than before are had only when they are free and nobody waits, and not beyond what a host has said yes
    to. Raises NoSeatLeft (then nothing has changed), RegistrationClosed, ValueError.
    """
    registration = in_turn(registration)
    event = registration.event
    if not registration.can_be_changed:
        raise RegistrationClosed
    if companions is not None:
        companions = [normalised(name) for name in companions]
        if len(companions) > max(event.most_companions, registration.seats - 1):
            raise RegistrationClosed
    way = way or registration.pool.way
    if way not in event.ways and way != registration.pool.way:
        raise RegistrationClosed
    before = registration.pool_id, registration.seats
    seats = registration.seats if companions is None else 1 + len(companions)
    if seats > registration.seats and is_answered(registration) and not by_host:
        raise RegistrationClosed
    if seats > registration.seats and not SeatPool.objects.get(event=event, way=way).fits(seats):
        raise NoSeatLeft
    move(registration, way, seats)
    if companions is not None:
        write_people(registration, companions)
    if answers is not None:
        write_answers(registration, answers)
    is_told = registration.status == Status.CONFIRMED or (by_host and registration.confirmed_at)
    if is_told and before != (registration.pool_id, registration.seats):
        letters.write(registration, "altered", calendar=calendar_of(registration), by_host=by_host)
    return registration


def move(registration: Registration, way: str, seats: int) -> None:
    """Let one that is `in_turn` have `seats` seats in `way`. Raises NoSeatLeft."""
    old, new = registration.pool, SeatPool.objects.filter(event=registration.event_id, way=way)
    stays = old.way == way
    if stays and seats == registration.seats:
        return
    if registration.holds_seats:
        more = seats - registration.seats if stays else seats
        if more > 0 and not new.take(more):
            raise NoSeatLeft
        back = registration.seats - seats if stays else registration.seats
        if back > 0:
            SeatPool.objects.filter(pk=old.pk).give_back(back)
    elif registration.status == Status.WAITING and not stays:
        SeatPool.objects.filter(pk=old.pk).wait(-1)
        new.wait()
        registration.queued_at = timezone.now()
    registration.pool, registration.seats = new.get(), seats
    registration.save(update_fields=["pool", "seats", "queued_at"])
    # What became free, or a smaller party at the head of the line.
    for pool in {old, registration.pool}:
        offer_free_seats(SeatPool.objects.get(pk=pool.pk))


@transaction.atomic
def withdraw(registration: Registration, *, by_host: bool = False) -> Registration:
    """Give up the seats, the place in line or the application; a second time changes nothing."""
    registration = in_turn(registration)
    if not registration.is_active:
        return registration
    knew, calendar = registration.confirmed_at is not None, CANCEL if calendar_of(registration) else ""
    registration.cancelled_at = timezone.now()
    registration.save(update_fields=["cancelled_at"])
    let_go(registration, Status.CANCELLED)
    if knew:
        letters.write(registration, "cancelled", calendar=calendar, by_host=by_host)
    return registration


def cancel(token: str) -> Registration | None:
    """Withdraw what a mailed link leads to; once the meetup is over, who had a seat stays in its numbers."""
    registration = find(token)
    return withdraw(registration) if registration and not registration.event.is_past else registration


@transaction.atomic
def disown(token: str) -> Registration | None:
    """Give back seats that somebody else asked for in this address, and erase who it was."""
    registration = find(token)
    if registration is None:
        return None
    registration = in_turn(registration)
    if registration.is_active and not registration.event.is_past:
        let_go(registration, Status.CANCELLED)
    erase(Registration.objects.filter(pk=registration.pk), timezone.now())
    registration.refresh_from_db()
    return registration
