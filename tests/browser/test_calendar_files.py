"""Our calendar files as Thunderbird's reader, ical.js, understands them."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from events import calendar_files
from events.models import Registration
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
  const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
  return {
    method: calendar.getFirstPropertyValue("method"),
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    starts: event.startDate.toJSDate().toISOString(),
    ends: event.endDate.toJSDate().toISOString(),
    attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
  };
}"""


@pytest.fixture
def registration(db) -> Registration:
    zone = ZoneInfo("Europe/Stockholm")
    event = EventFactory(
        title="Träff; kaffe, språk\\",
        starts_at=datetime(2027, 3, 28, 1, 30, tzinfo=zone),
        ends_at=datetime(2027, 3, 28, 10, 0, tzinfo=zone),
    )
    return come(event, "Åsa")


@pytest.mark.browser
def test_invitation_cancellation_and_file_are_read_as_they_are_meant(visitor: Page, registration: Registration):
    event = registration.event
    files = [
        calendar_files.invitation(registration),
        calendar_files.withdrawal(registration),
        calendar_files.published(event),
    ]
    read = [visitor.evaluate(READ, [ICAL.read_text(), file.decode()]) for file in files]
    assert [(one["method"], one["attendees"]) for one in read] == [
        ("REQUEST", ["mailto:asa@example.org"]),
        ("CANCEL", ["mailto:asa@example.org"]),
        ("PUBLISH", []),
    ]
    for one in read:
        assert (one["summary"], one["sequence"]) == (event.title, 0)
        assert (one["starts"], one["ends"]) == ("2027-03-28T00:30:00.000Z", "2027-03-28T08:00:00.000Z")
    assert {one["uid"] for one in read} == {f"{event.uuid}@social-innovation-portal"}
