"""What an attack found around seats, and what holds instead."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.services import keeping_in_touch, registering, seats
from events.services.publishing import tell_changes
from tests.events.factories import EventFactory
from tests.events.test_announcements import change
from tests.events.test_waiting_list import come, of, status

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def offered():
    """One seat, offered to Bo."""
    event = EventFactory(seats_on_site=1)
    asa = come(event, "Åsa")
    come(event, "Bo")
    registering.withdraw(asa)
    return event


def test_an_offer_does_not_end_while_the_meetup_is_postponed_and_begins_anew_with_the_new_date(offered, mailoutbox):
    change(offered, status="postponed", status_note="Lokalen brann.")
    mailoutbox.clear()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert seats.release_expired() == 0
        change(
            offered,
            status="moved",
            starts_at=timezone.now() + timedelta(days=9),
            ends_at=timezone.now() + timedelta(days=10),
        )
        assert seats.release_expired() == 0
        assert of("Bo").held_until > timezone.now()
    assert (status(of("Bo")), mailoutbox) == ("offered", [])


def test_nobody_is_told_that_the_next_has_the_seat_when_the_meetup_has_begun(offered, mailoutbox):
    mailoutbox.clear()
    with time_machine.travel(offered.starts_at + timedelta(minutes=1)):
        assert seats.release_expired() == 1
    assert (status(of("Bo")), mailoutbox) == ("expired", [])


def test_whoever_ends_what_is_late_wants_no_meetup_that_an_editor_holds(offered):
    with CaptureQueriesContext(connection) as asked:
        assert seats.release_expired(now=timezone.now() + timedelta(days=2)) == 1
    # PostgreSQL locks all that a question joins, unless it says of which.
    locks = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"] and "events_event" in query["sql"]]
    assert all('FOR UPDATE OF "events_registration"' in sql for sql in locks)


def test_where_all_know_all_one_question_is_asked(django_assert_num_queries):
    for _number in range(3):
        change(EventFactory(), place="Folkets hus")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)), django_assert_num_queries(1):
        assert tell_changes() == 0


def test_whoever_was_reminded_is_reminded_of_the_new_date_too():
    event = EventFactory()
    come(event, "Åsa")
    assert keeping_in_touch.remind(now=event.starts_at - timedelta(days=1)) == 1
    later = timedelta(days=60)
    change(event, starts_at=event.starts_at + later, ends_at=event.ends_at + later)
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        tell_changes()
    assert keeping_in_touch.remind(now=event.starts_at - timedelta(days=1)) == 1


def test_a_way_of_taking_part_does_not_go_while_somebody_waits_there():
    event = EventFactory(setting="both", seats_on_site=5, seats_online=1)
    come(event, "Åsa", way="online")
    come(event, "Bo", way="online")
    registering.withdraw(of("Åsa"))
    event.pools.filter(way="online").update(waiting=1)
    event.setting = "on-site"
    with pytest.raises(ValidationError, match="väntar"):
        event.clean()


def test_a_link_for_those_registered_needs_a_registration():
    event = EventFactory(
        setting="online", seats_online=5, online_link="https://mote.example.org/x", registration="none"
    )
    with pytest.raises(ValidationError, match="länken"):
        event.clean()
