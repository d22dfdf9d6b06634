"""The portal without its guards against overselling: what the race must catch.

Seats are taken by looking first and then writing, in no transaction, and the database's own check sleeps.
"""

from portal.wsgi import application

# isort: split
import time
from typing import Any

from django.db.backends.signals import connection_created
from django.db.models import F

from events import services
from events.models.seats import SeatPoolQuerySet

__all__ = ["application"]


def _look_then_take(pools: SeatPoolQuerySet, number: int = 1) -> bool:
    if not pools.filter(capacity__gte=F("taken") + number).exists():
        return False
    time.sleep(0.05)
    pools.update(taken=F("taken") + number)
    return True


def _without_checks(sender: type, connection: Any, **kwargs: Any) -> None:
    connection.connection.execute("PRAGMA ignore_check_constraints=ON")


connection_created.connect(_without_checks)
SeatPoolQuerySet.take = _look_then_take
services.register = services.register.__wrapped__
