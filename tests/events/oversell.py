"""The portal without its guards against overselling: what the race must catch.

Seats are taken by looking first and then writing, in no transaction, and the database's own check sleeps. Nobody writes
before three have looked: so all that is taken is taken by threes, and twenty seats cannot come out even, however slow
the machine.
"""

from portal.wsgi import application

# isort: split
import contextlib
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import F

from events.models.seats import SeatPoolQuerySet
from events.services import registering

__all__ = ["application"]

SECONDS_FOR_COMPANY = 5  # Those who looked last, and whom nobody joins, go on alone.
looked = Barrier(3)


def _look_then_take(pools: SeatPoolQuerySet, number: int = 1) -> bool:
    if not pools.filter(capacity__gte=F("taken") + number).exists():
        return False
    with contextlib.suppress(BrokenBarrierError):
        looked.wait(SECONDS_FOR_COMPANY)
    pools.update(taken=F("taken") + number)
    return True


def _without_checks(sender: type, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA ignore_check_constraints=ON")
    else:
        connection.connection.execute("ALTER TABLE events_seatpool DROP CONSTRAINT IF EXISTS never_oversold")


connection_created.connect(_without_checks)
SeatPoolQuerySet.take = _look_then_take
registering._hold = registering._hold.__wrapped__
registering.one_at_a_time = lambda *what: None
