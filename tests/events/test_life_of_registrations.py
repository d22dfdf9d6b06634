"""Whatever people and hosts do in whatever order: nothing is oversold, nobody overtakes, no free seat is forgotten."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from events.models import Registration, SeatPool
from events.services import registering, seats
from events.services.links import token_of
from events.services.publishing import follow
from tests.events.factories import EventFactory

pytestmark = pytest.mark.database
Status = Registration.Status
SEATS = st.integers(1, 3)
PARTIES = st.integers(1, 3)


class Life(RuleBasedStateMachine):
    """A meetup on site and online, those who come to it, and the clock."""

    registered = Bundle("registered")

    @initialize(on_site=SEATS, online=SEATS)
    def begin(self, on_site, online):
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.clock = time_machine.travel(timezone.now(), tick=False)
        self.now = self.clock.start()
        self.event = EventFactory(setting="both", seats_on_site=on_site, seats_online=online, most_companions=2)
        self.people = 0

    def teardown(self):
        if hasattr(self, "clock"):
            self.clock.stop()
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    @rule(target=registered, way=st.sampled_from(["on-site", "online"]), party=PARTIES)
    def register(self, way, party):
        self.people += 1
        name = f"Person {self.people}"
        companions = [f"Sällskap {number}" for number in range(1, party)]
        email = f"person{self.people}@example.org"
        pool = SeatPool.objects.get(event=self.event, way=way)
        line = pool.waiting
        try:
            registering.register(self.event, name=name, email=email, way=way, companions=companions)
        except seats.NoSeatLeft:
            # Never told to anybody who could have had a place in line.
            assert not pool.fits(party)
            return multiple()
        registration = Registration.objects.get(name=name)
        # Nobody overtakes: not whoever comes, and below not whoever confirms.
        assert not (line and registration.holds_seats)
        return registration.pk

    @rule(target=registered, way=st.sampled_from(["on-site", "online"]), party=PARTIES)
    def register_and_confirm(self, way, party):
        registered = self.register(way, party)
        if isinstance(registered, int):
            self.confirm(registered)
        return registered

    @rule(pk=registered)
    def confirm(self, pk):
        registration = Registration.objects.get(pk=pk)
        held = registration.holds_seats
        line = SeatPool.objects.get(pk=registration.pool_id).waiting
        after = registering.confirm(token_of(registration))
        assert not (line and not held and after.holds_seats)

    @rule(pk=consumes(registered))
    def cancel(self, pk):
        registering.cancel(token_of(Registration.objects.get(pk=pk)))

    @rule(pk=registered, way=st.sampled_from([None, "on-site", "online"]), party=PARTIES)
    def change(self, pk, way, party):
        registration = Registration.objects.get(pk=pk)
        before = registration.seats, registration.pool_id, registration.status
        try:
            registering.change(registration, way=way, companions=["Sällskap"] * (party - 1))
        except seats.NoSeatLeft:
            registration.refresh_from_db()
            assert (registration.seats, registration.pool_id, registration.status) == before
        except seats.RegistrationClosed:
            assert not registration.is_active

    @rule(on_site=SEATS, online=SEATS)
    def resize(self, on_site, online):
        self.event.seats_on_site, self.event.seats_online = on_site, online
        self.event.save()
        follow(self.event)

    @rule(minutes=st.sampled_from([1, 31, 60 * 25]))
    def time_passes(self, minutes):
        self.now.shift(timedelta(minutes=minutes))
        if timezone.now() < self.event.starts_at - timedelta(hours=1):
            seats.release_expired()
        else:
            self.now.shift(-timedelta(minutes=minutes))

    @invariant()
    def every_seat_is_accounted_for(self):
        if not hasattr(self, "event"):
            return
        for pool in SeatPool.objects.filter(event=self.event):
            assert pool.taken <= pool.capacity
            assert seats.counted(pool) == (pool.taken, pool.waiting)
            line = list(Registration.objects.in_line().filter(pool=pool))
            # A free seat is offered, or the first in line brings more people than there are seats.
            assert not line or line[0].seats > pool.free
            assert [one.place_in_line for one in line] == list(range(1, len(line) + 1))

    @invariant()
    def whoever_has_an_answer_by_name_is_there_once(self):
        for registration in Registration.objects.active():
            assert registration.companions.count() == registration.seats - 1


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order():
    run_state_machine_as_test(Life, settings=settings(max_examples=25, stateful_step_count=30, deadline=None))
