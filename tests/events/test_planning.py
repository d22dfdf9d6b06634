"""Several meetups planned in one go: the same time by the clock, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Series
from events.services import planning, registering
from tests.directory.factories import TagFactory
from tests.events.factories import EventFactory, organised

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [(date(2027, 3, 24), 1, 2), (date(2027, 10, 27), 2, 1)],
    ids=["the clocks go forward", "the clocks go back"],
)
def test_the_time_by_the_clock_stays_across_both_days_on_which_the_clocks_change(editor, first, before, after):
    event = EventFactory(
        starts_at=at(first, 17, 30), ends_at=at(first, 20), closes_at=at(first - timedelta(days=1), 12)
    )
    (made,) = planning.plan(event, planning.weekly(first, 1), by=editor)
    local = timezone.localtime(made.starts_at, STOCKHOLM)
    assert (local.date(), local.hour, local.minute) == (first + timedelta(days=7), 17, 30)
    assert made.ends_at - made.starts_at == timedelta(hours=2, minutes=30)
    assert timezone.localtime(made.closes_at, STOCKHOLM).hour == 12
    assert event.starts_at.astimezone(UTC).hour == 17 - before
    assert made.starts_at.astimezone(UTC).hour == 17 - after


def test_an_hour_that_the_clock_leaps_over_is_the_next_one():
    moved = planning.moved(at(date(2027, 3, 27), 2, 30), timedelta(days=1))
    assert moved is not None
    assert timezone.localtime(moved, STOCKHOLM).hour == 3


def test_every_month_keeps_its_weekday_and_a_fifth_one_is_the_last_there_is():
    assert planning.monthly(date(2026, 12, 8), 3) == [date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)]
    assert planning.monthly(date(2026, 12, 30), 2) == [date(2027, 1, 27), date(2027, 2, 24)]


def plan(client, event, **data):
    return client.post(reverse("wagtailsnippets_events_event:copy", args=[event.pk]), {"repeats": "days", **data})


def test_an_editor_plans_a_series_in_one_go(client, editor):
    client.force_login(editor)
    event = EventFactory(title="Fika", seats_on_site=7)
    organisation = organised(event)
    event.agenda.create(title="Kaffe")
    event.questions.create(label="Mat", kind="diet")
    event.tagged.create(tag=TagFactory(name="Fika"))
    registering.register(event, name="Åsa", email="asa@example.org", way="on-site")
    event.save_revision().publish()
    assert plan(client, event, repeats="fortnightly", times="3", series_title="Fikat").status_code == 302
    series = Series.objects.get()
    event.refresh_from_db()
    assert event.series == series
    assert event.live
    made = list(Event.objects.filter(series=series, live=False).order_by("starts_at"))
    assert len({each.uuid for each in made} | {event.uuid}) == 4
    for number, each in enumerate(made, start=1):
        assert (each.starts_at - event.starts_at).days in {14 * number - 1, 14 * number}
        assert [item.title for item in each.agenda.all()] == ["Kaffe"]
        assert [question.label for question in each.questions.all()] == ["Mat"]
        assert [row.organisation for row in each.organisers.all()] == [organisation]
        assert [tagged.tag.name for tagged in each.tagged.all()] == ["Fika"]
        assert not each.registrations.exists()
        each.latest_revision.publish()
        assert each.pools.get(way="on-site").capacity == 7


def test_a_copy_forgets_what_happened_to_the_other(client, editor):
    client.force_login(editor)
    event = EventFactory(status="cancelled", status_note="Sjuk", notes="<p>Ingen kom.</p>")
    day = timezone.localdate() + timedelta(days=90)
    plan(client, event, written_days=f"{day}")
    copy = Event.objects.exclude(pk=event.pk).get()
    assert (copy.status, copy.status_note, copy.notes, copy.series) == ("scheduled", "", "", None)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Skriv minst en dag"),
        ({"written_days": "i morgon"}, "är ingen dag"),
        ({"written_days": "1999-01-01"}, "kommande dagar"),
        ({"repeats": "weekly"}, "Skriv hur många"),
        ({"repeats": "weekly", "times": "5000"}, "26"),
        ({"repeats": "hourly", "times": "1"}, "hourly"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_reason_and_makes_nothing(client, editor, data, words):
    client.force_login(editor)
    event = EventFactory()
    response = plan(client, event, **data)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert Event.objects.count() == 1


def test_reading_the_page_makes_nothing_and_members_have_none(client, editor, member):
    event = EventFactory()
    address = reverse("wagtailsnippets_events_event:copy", args=[event.pk])
    client.force_login(editor)
    assert client.get(address).status_code == 200
    assert Event.objects.count() == 1
    client.force_login(member)
    assert plan(client, event, written_days="2030-01-01").status_code in {302, 403}
    assert Event.objects.count() == 1


def test_two_series_of_one_name_have_addresses_of_their_own(editor):
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC)):
        for _number in range(2):
            planning.plan(EventFactory(), [date(2027, 1, 5)], by=editor, series_title="Fikat")
    assert sorted(Series.objects.values_list("slug", flat=True)) == ["fikat", "fikat-2"]
