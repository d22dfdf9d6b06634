"""Who waits, in which order, and when a seat is theirs."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.models import Registration, SeatPool
from events.services import registering, seats
from events.services.links import token_of
from events.services.publishing import follow
from events.services.seats import NoSeatLeft
from tests.events.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def come(event, name, *companions, way="on-site") -> Registration:
    """Register and press the mailed button."""
    email = f"{name.lower().replace('å', 'a')}@example.org"
    registering.register(event, name=name, email=email, way=way, companions=companions)
    registration = Registration.objects.get(event=event, name=name)
    registering.confirm(token_of(registration))
    registration.refresh_from_db()
    return registration


def status(registration) -> str:
    registration.refresh_from_db()
    return registration.status


def counts(event) -> tuple[int, int]:
    pool = event.pools.get(way="on-site")
    assert (pool.taken, pool.waiting) == seats.counted(pool)
    return pool.taken, pool.waiting


@pytest.fixture
def full():
    """Two seats, taken by Åsa and Bo."""
    event = EventFactory(seats_on_site=2, most_companions=3)
    come(event, "Åsa")
    come(event, "Bo")
    return event


def of(name) -> Registration:
    return Registration.objects.get(name=name)


def test_whoever_comes_too_late_waits_and_is_offered_the_seat_that_another_gives_back(full, mailoutbox):
    cia = come(full, "Cia")
    assert (cia.status, cia.place_in_line, counts(full)) == ("waiting", 1, (2, 1))
    registering.withdraw(of("Bo"))
    assert (status(cia), counts(full)) == ("offered", (2, 0))
    assert mailoutbox[-1].to == ["bo@example.org"]
    assert [mail.to for mail in mailoutbox if "Det finns plats" in mail.subject] == [["cia@example.org"]]
    registering.confirm(token_of(cia))
    assert status(cia) == "confirmed"


def test_a_newcomer_never_takes_what_is_free_before_those_who_wait(full):
    two = come(full, "Dan", "Disa")
    registering.withdraw(of("Åsa"))
    assert (status(two), counts(full)) == ("waiting", (1, 1))
    assert come(full, "Eva").status == "waiting"
    assert counts(full) == (1, 2)


def test_a_party_is_kept_together_and_smaller_ones_behind_it_wait(full):
    two, one = come(full, "Dan", "Disa"), come(full, "Eva")
    registering.withdraw(of("Åsa"))
    assert (status(two), status(one)) == ("waiting", "waiting")
    registering.withdraw(of("Bo"))
    assert (status(two), status(one), counts(full)) == ("offered", "waiting", (2, 1))
    assert [person.name for person in two.people] == ["Dan", "Disa"]


def test_whoever_leaves_the_line_lets_the_next_forward(full):
    two, one = come(full, "Dan", "Disa"), come(full, "Eva")
    registering.withdraw(of("Åsa"))
    registering.withdraw(two)
    assert (status(one), counts(full)) == ("offered", (2, 0))


def test_an_offer_that_nobody_takes_goes_to_the_next_and_both_are_told(full, mailoutbox):
    cia, dan = come(full, "Cia"), come(full, "Dan")
    registering.withdraw(of("Bo"))
    later = timezone.now() + timedelta(hours=25)
    assert seats.release_expired(now=later) == 1
    assert (status(cia), status(dan), counts(full)) == ("expired", "offered", (2, 0))
    assert {mail.to[0] for mail in mailoutbox[-2:]} == {"cia@example.org", "dan@example.org"}


def test_more_seats_are_offered_at_once(full):
    cia, dan = come(full, "Cia"), come(full, "Dan")
    full.seats_on_site = 3
    full.save()
    follow(full)
    assert (status(cia), status(dan), counts(full)) == ("offered", "waiting", (3, 1))


def test_nobody_has_a_place_in_line_before_the_address_is_confirmed(full):
    registering.register(full, name="Cia", email="cia@example.org", way="on-site")
    assert counts(full) == (2, 0)
    dan = come(full, "Dan")
    registering.confirm(token_of(Registration.objects.get(name="Cia")))
    assert (dan.place_in_line, Registration.objects.get(name="Cia").place_in_line) == (1, 2)


def test_nobody_is_offered_a_seat_when_the_meetup_has_begun_or_is_cancelled(full):
    cia = come(full, "Cia")
    full.status = "cancelled"
    full.save()
    registering.withdraw(of("Bo"))
    assert (status(cia), counts(full)) == ("waiting", (1, 1))


def test_a_smaller_party_at_the_head_gets_what_is_free(full):
    two = come(full, "Dan", "Disa")
    registering.withdraw(of("Åsa"))
    registering.change(two, companions=[])
    assert (status(two), counts(full)) == ("offered", (2, 0))


def test_bringing_more_needs_free_seats_and_changes_nothing_where_there_are_none(full):
    with pytest.raises(NoSeatLeft):
        registering.change(of("Åsa"), companions=["Astrid"])
    assert (of("Åsa").seats, counts(full)) == (1, (2, 0))


def test_another_way_of_taking_part_gives_the_old_seat_to_whoever_waits():
    event = EventFactory(seats_on_site=1, setting="both", seats_online=1)
    asa, bo = come(event, "Åsa"), come(event, "Bo")
    registering.change(asa, way="online")
    assert (status(bo), status(asa), asa.pool.way) == ("offered", "confirmed", "online")
    assert list(SeatPool.objects.filter(event=event).order_by("way").values_list("taken", flat=True)) == [1, 1]


def test_a_place_in_line_counts_from_anew_in_another_way():
    event = EventFactory(seats_on_site=1, setting="both", seats_online=1)
    come(event, "Åsa")
    bo = come(event, "Bo")
    registering.change(bo, way="online")
    assert (status(bo), counts(event)) == ("offered", (1, 0))


def test_where_the_host_decides_nobody_has_a_seat_before_the_answer():
    event = EventFactory(registration="approval")
    asa = come(event, "Åsa")
    assert (asa.status, counts(event)) == ("applied", (0, 0))


def test_a_seat_held_for_long_is_still_theirs_until_it_is_given_on():
    event = EventFactory(seats_on_site=1)
    registering.register(event, name="Åsa", email="asa@example.org", way="on-site")
    asa = Registration.objects.get()
    with time_machine.travel(timezone.now() + timedelta(minutes=40)):
        registering.confirm(token_of(asa))
    assert status(asa) == "confirmed"
