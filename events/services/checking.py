"""Whether the counted seats are those that the registrations take."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from events.models import Event, SeatPool
from events.services.seats import counted, offer_free_seats


@dataclass(frozen=True)
class Mended:
    """A pool whose numbers were wrong, or whose free seats nobody had been offered."""

    event: Event
    way: str
    # Seats taken and parties that wait: as they stood, as they are.
    before: tuple[int, int]
    after: tuple[int, int]
    offered: int

    def __str__(self) -> str:
        numbers = "" if self.before == self.after else f" taken, waiting: {self.before} → {self.after}."
        offers = f" Offered to {self.offered} that waited." if self.offered else ""
        return f"{self.event.slug} ({self.way}):{numbers}{offers}"


def check() -> list[Mended]:
    """Count anew, put right what differs and offer what is free; a transaction for each pool."""
    coming = SeatPool.objects.filter(event__ends_at__gt=timezone.now())
    return [mended for pk in coming.values_list("pk", flat=True) if (mended := _mend(pk))]


@transaction.atomic
def _mend(pk: int) -> Mended | None:
    pool = SeatPool.objects.select_related("event").filter(pk=pk).in_turn().get()
    before, after = (pool.taken, pool.waiting), counted(pool)
    if before != after:
        pool.taken, pool.waiting = after
        # Nobody who has a seat loses it.
        pool.capacity = max(pool.capacity, pool.taken)
        pool.save(update_fields=["taken", "waiting", "capacity"])
    offered = offer_free_seats(pool)
    if before == after and not offered:
        return None
    return Mended(pool.event, pool.way, before, after, offered)
