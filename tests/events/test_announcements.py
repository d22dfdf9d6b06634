"""Those registered are told what has changed: once, and not of a slip of the hand."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from events.services.publishing import follow, tell_changes
from tests.events.factories import EventFactory
from tests.events.test_waiting_list import come

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def change(event, **values):
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    follow(event)


def told(mailoutbox, minutes=6) -> list[str]:
    before = len(mailoutbox)
    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        tell_changes()
    return [mail.to[0] for mail in mailoutbox[before:]]


@pytest.fixture
def event():
    return EventFactory(seats_on_site=1)


def test_whoever_has_a_seat_or_waits_is_told_of_another_time_once(event, mailoutbox):
    come(event, "Åsa")
    come(event, "Bo")
    change(event, starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1))
    assert told(mailoutbox, minutes=2) == []
    assert sorted(told(mailoutbox)) == ["asa@example.org", "bo@example.org"]
    assert told(mailoutbox) == []
    assert event.announcements.count() == 2


def test_what_is_changed_and_changed_back_is_told_to_nobody(event, mailoutbox):
    come(event, "Åsa")
    change(event, place="Folkets hus")
    change(event, place="Verkstan")
    assert told(mailoutbox) == []
    assert [announcement.sequence for announcement in event.announcements.all()] == [0, 1, 2]


def test_another_text_is_no_news(event, mailoutbox):
    come(event, "Åsa")
    change(event, lead="En annan ingress.")
    assert (told(mailoutbox), event.announcements.count()) == ([], 1)


def test_a_meetup_that_is_withdrawn_is_told_as_cancelled(event, mailoutbox):
    come(event, "Åsa")
    change(event, live=False)
    assert told(mailoutbox) == ["asa@example.org"]
    assert "inställd" in mailoutbox[-1].body


def test_whoever_registers_after_the_change_is_not_told_of_it(event, mailoutbox):
    change(event, place="Folkets hus")
    come(event, "Åsa")
    assert told(mailoutbox) == []
