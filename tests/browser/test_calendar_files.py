"""Our calendar files as Thunderbird's reader, ical.js, understands them."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from events import calendar_feeds, calendar_files
from events.models import Event, Registration, Series
from tests.events.calendar_checks import faults
from tests.events.factories import EventFactory
from tests.events.test_waiting_list import come

ICAL = Path(__file__).parent / "vendor" / "ical.min.js"
READ = """async ([source, file]) => {
  const module = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
  const ICAL = module.default;
  const calendar = new ICAL.Component(ICAL.parse(file));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const events = calendar.getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
  return events.map((event) => ({
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    status: event.component.getFirstPropertyValue("status"),
    sequence: event.sequence,
    summary: event.summary,
    starts: event.startDate.toJSDate().toISOString(),
    ends: event.endDate.toJSDate().toISOString(),
    attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
  }));
}"""
ZONE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def registration(db) -> Registration:
    event = EventFactory(
        title="Träff; kaffe, språk\\",
        starts_at=datetime(2027, 3, 28, 1, 30, tzinfo=ZONE),
        ends_at=datetime(2027, 3, 28, 10, 0, tzinfo=ZONE),
    )
    return come(event, "Åsa")


def understood(page: Page, file: bytes) -> list[dict]:
    return page.evaluate(READ, [ICAL.read_text(), file.decode()])


@pytest.mark.browser
def test_invitation_cancellation_and_file_are_read_as_they_are_meant(visitor: Page, registration: Registration):
    event = registration.event
    files = [
        calendar_files.invitation(registration),
        calendar_files.withdrawal(registration),
        calendar_files.published(event),
    ]
    read = [one for file in files for one in understood(visitor, file)]
    assert [(one["method"], one["attendees"]) for one in read] == [
        ("REQUEST", ["mailto:asa@example.org"]),
        ("CANCEL", ["mailto:asa@example.org"]),
        ("PUBLISH", []),
    ]
    for one in read:
        assert (one["summary"], one["sequence"]) == (event.title, 0)
        assert (one["starts"], one["ends"]) == ("2027-03-28T00:30:00.000Z", "2027-03-28T08:00:00.000Z")
    assert {one["uid"] for one in read} == {f"{event.uuid}@social-innovation-portal"}


@pytest.mark.browser
def test_a_feed_of_a_series_keeps_its_hour_over_both_changes_of_the_clock(visitor: Page, db):
    series = Series.objects.create(title="Språkkaféet", slug="sprakkafeet")
    days = [datetime(2027, 3, 27, 14, tzinfo=ZONE), datetime(2027, 3, 28, 14, tzinfo=ZONE)]
    days += [datetime(2027, 10, 30, 14, tzinfo=ZONE), datetime(2027, 10, 31, 14, tzinfo=ZONE)]
    for number, day in enumerate(days):
        status = "cancelled" if number == 3 else "scheduled"
        EventFactory(series=series, starts_at=day, ends_at=day + timedelta(hours=2), status=status)
    feed = calendar_feeds.calendar_of(calendar_feeds.for_feed(Event.objects.filter(series=series)), name=series.title)
    read = understood(visitor, feed)
    hours = ["2027-03-27T13", "2027-03-28T12", "2027-10-30T12", "2027-10-31T13"]
    assert [one["starts"][:13] for one in read] == hours
    assert [one["status"] for one in read] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert len({one["uid"] for one in read}) == 4
    assert faults(feed) == []
