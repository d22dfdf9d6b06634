"""What happens to seats, whoever causes it.

Rules, told to those who wait: the first in line gets seats when there are enough for all whom they bring; nobody
overtakes, and seats that are free meanwhile are kept for them. An offer stands for the meetup's `hours_to_claim`.

Whoever gives seats back has the pool in turn (`in_turn`) and offers them in the same transaction, so that no newcomer
comes between. Several pools are always taken in one order.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from events.models import Event, Registration, SeatPool, Way
from events.services import letters

Status = Registration.Status


class RegistrationClosed(Exception):
    """One cannot register for this meetup now, or not in this way."""


class NoSeatLeft(Exception):
    """There are not enough free seats, or others wait for them."""


def in_turn(registration: Registration) -> Registration:
    """`registration` as it stands, with the meetup's seats for nobody else to change until the transaction ends."""
    list(SeatPool.objects.filter(event=registration.event_id).in_turn())
    return Registration.objects.select_related("event", "pool").in_turn().get(pk=registration.pk)


def let_go(registration: Registration, status: Status) -> None:
    """Take away the seats or the place in line of one that is `in_turn`, and offer them to those who wait."""
    pool = SeatPool.objects.filter(pk=registration.pool_id)
    held, waited = registration.holds_seats, registration.status == Status.WAITING
    registration.status = status
    registration.save(update_fields=["status"])
    if held:
        pool.give_back(registration.seats)
    if waited:
        pool.wait(-1)
    if held or waited:
        offer_free_seats(pool.get())


def seat_or_queue(registration: Registration, now: datetime) -> None:
    """Give one that is `in_turn` its seats, or a place at the end of the line."""
    pool = SeatPool.objects.filter(pk=registration.pool_id)
    if pool.take(registration.seats):
        registration.status = Status.CONFIRMED
    else:
        pool.wait()
        registration.status, registration.queued_at = Status.WAITING, now
    registration.save(update_fields=["status", "queued_at"])


def offer_free_seats(pool: SeatPool, now: datetime | None = None) -> int:
    """Offer what is free to those who wait, in their order; how many parties were offered seats.

    Within a transaction that has `pool` in turn.
    """
    now, offered = now or timezone.now(), 0
    event = pool.event
    if not event.takes_place or event.starts_at <= now:
        return 0
    for registration in Registration.objects.in_line().filter(pool=pool).select_related("event", "pool"):
        if not SeatPool.objects.filter(pk=pool.pk).take_for_the_first(registration.seats):
            break
        SeatPool.objects.filter(pk=pool.pk).wait(-1)
        registration.status = Status.OFFERED
        registration.held_until = offer_ends(event, now)
        registration.save(update_fields=["status", "held_until"])
        letters.write(registration, "offered")
        offered += 1
    return offered


def offer_ends(event: Event, now: datetime) -> datetime:
    """Until when a seat that is offered now is kept."""
    return min(now + timedelta(hours=event.hours_to_claim), event.starts_at)


def release_expired(event: Event | None = None, now: datetime | None = None) -> int:
    """End what was not confirmed in its time, of one event or of all, and offer the seats on; how many ended.

    A transaction for each meetup's way.
    """
    now = now or timezone.now()
    late = Registration.objects.late(now)
    if event:
        late = late.filter(event=event)
    released = 0
    for pool in late.order_by("pool").values_list("pool", flat=True).distinct():
        with transaction.atomic():
            released += _release(pool, now)
    return released


def _release(pk: int, now: datetime) -> int:
    pool = SeatPool.objects.filter(pk=pk).in_turn().get()
    # Whoever confirms at this moment either has done so already, or finds that it has ended.
    late = Registration.objects.filter(pool=pool).late(now).select_related("event", "pool").in_turn()
    ended = list(late)
    seats = sum(registration.seats for registration in ended if registration.holds_seats)
    for registration in ended:
        was_offered = registration.status == Status.OFFERED
        registration.status = Status.EXPIRED
        registration.save(update_fields=["status"])
        if was_offered and pool.event.takes_place and pool.event.starts_at > now:
            letters.write(registration, "lapsed")
    if seats:
        SeatPool.objects.filter(pk=pk).give_back(seats)
        offer_free_seats(pool, now)
    return len(ended)


def resize(event: Event) -> None:
    """Bring the seats in step with what was published; what is new is offered at once to those who wait."""
    for way in Way:
        SeatPool.objects.get_or_create(event=event, way=way)
    now = timezone.now()
    for pool in SeatPool.objects.filter(event=event).in_turn():
        SeatPool.objects.filter(pk=pool.pk).resize(event.wished_seats(pool.way))
        if event.takes_place and event.starts_at > now:
            # Offers that ended while it was postponed begin anew.
            offered = Registration.objects.filter(pool=pool, status=Status.OFFERED, held_until__lt=now)
            offered.update(held_until=offer_ends(event, now))
        offer_free_seats(pool)


def counted(pool: SeatPool) -> tuple[int, int]:
    """The seats taken and the parties that wait, as the registrations have it."""
    registrations = Registration.objects.filter(pool=pool)
    taken = registrations.holding_seats().aggregate(number=Sum("seats"))["number"] or 0
    return taken, registrations.in_line().count()
