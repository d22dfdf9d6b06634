"""The command that counts seats anew, and the health check that asks for it."""

from io import StringIO

import pytest
from django.core.management import call_command

from events.health import registrations as health
from events.models import SeatPool
from tests.events.factories import EventFactory
from tests.events.test_waiting_list import come

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def checked() -> str:
    out = StringIO()
    call_command("check_registrations", stdout=out)
    return out.getvalue()


def test_where_all_is_well_nothing_is_mended():
    event = EventFactory(seats_on_site=1)
    come(event, "Åsa")
    come(event, "Bo")
    assert (checked().strip(), health()) == ("Every seat is where it should be.", "")


def test_wrong_numbers_are_put_right_and_what_is_free_is_offered():
    event = EventFactory(seats_on_site=2)
    come(event, "Åsa")
    come(event, "Bo")
    cia = come(event, "Cia")
    event.registrations.filter(name="Bo").update(status="cancelled")
    assert "1 meetups" in health()
    assert "taken, waiting: (2, 1) → (1, 1). Offered to 1 that waited." in checked()
    cia.refresh_from_db()
    pool = SeatPool.objects.get(event=event, way="on-site")
    assert (cia.status, pool.taken, pool.waiting, health()) == ("offered", 2, 0, "")
    assert checked().strip() == "Every seat is where it should be."
