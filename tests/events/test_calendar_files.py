"""What goes into other people's calendars: new, moved, cancelled, and for one person or all."""

import email
from datetime import UTC, datetime, timedelta
from email import policy
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.utils import timezone

from events import calendar_files
from events.models import Material, Registration
from events.services import keeping_in_touch, registering
from events.services.links import token_of
from events.services.publishing import tell_changes
from tests.events.calendar_checks import faults
from tests.events.factories import EventFactory
from tests.events.test_announcements import change
from tests.events.test_waiting_list import come

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def invitations(mailoutbox) -> list[bytes]:
    """The calendar files of the mails, as a mail program finds them; each is an alternative with its method said."""
    found = []
    for mail in mailoutbox:
        message = email.message_from_bytes(mail.message().as_bytes(linesep="\r\n"), policy=policy.default)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                file = part.get_payload(decode=True)
                assert message.get_content_type() == "multipart/alternative"
                assert part.get_content_charset() == "utf-8"
                assert part.get_param("method") == str(item_of(file)[0])
                found.append(file)
    return found


def item_of(file: bytes) -> tuple[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(file)
    return calendar["method"], calendar.walk("VEVENT")[0]


@pytest.fixture
def event():
    return EventFactory(
        title="Träff; om språk, kaffe\\ och mer än sjuttiofem oktetter på en enda rad i filen",
        setting="both",
        seats_online=5,
        online_link="https://mote.example.org/hemligt",
        contact_email="vard@example.org",
    )


def later(mailoutbox) -> list[bytes]:
    mailoutbox.clear()
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        tell_changes()
    return invitations(mailoutbox)


def test_a_seat_a_change_and_the_end_are_one_meetup_in_the_calendar(event, mailoutbox):
    come(event, "Åsa")
    come(event, "Bo")
    files = invitations(mailoutbox)
    change(event, starts_at=event.starts_at + timedelta(days=7), ends_at=event.ends_at + timedelta(days=7))
    files += later(mailoutbox)
    change(event, status="cancelled")
    files += later(mailoutbox)
    assert [fault for file in files for fault in faults(file)] == []
    found = [item_of(file) for file in files]
    assert [(method, item["sequence"]) for method, item in found] == [
        *[("REQUEST", 0)] * 2,
        *[("REQUEST", 1)] * 2,
        *[("CANCEL", 2)] * 2,
    ]
    assert {str(item["uid"]) for _method, item in found} == {f"{event.uuid}@social-innovation-portal"}
    assert found[2][1].decoded("dtstart") == event.starts_at.replace(microsecond=0)
    assert [item.get("status") for _method, item in found[-2:]] == ["CANCELLED"] * 2


def test_each_file_names_its_own_recipient_and_nobody_else(event, mailoutbox):
    come(event, "Åsa")
    come(event, "Bo")
    for mail, file in zip([mail for mail in mailoutbox if mail.alternatives], invitations(mailoutbox), strict=True):
        _method, item = item_of(file)
        assert str(item["attendee"]) == f"mailto:{mail.to[0]}"
        assert item["attendee"].params["partstat"] == "ACCEPTED"
        assert str(item["organizer"]) == "mailto:vard@example.org"


def test_whoever_gives_up_the_seat_gets_a_cancellation_that_leaves_the_meetup_standing(event, mailoutbox):
    asa = come(event, "Åsa")
    registering.withdraw(asa)
    (file,) = invitations(mailoutbox[-1:])
    method, item = item_of(file)
    assert (method, item.get("status"), str(item["attendee"])) == ("CANCEL", None, "mailto:asa@example.org")
    assert faults(file) == []


def test_whoever_waits_gets_nothing_for_the_calendar(mailoutbox):
    event = EventFactory(seats_on_site=1)
    come(event, "Åsa")
    mailoutbox.clear()
    bo = come(event, "Bo")
    change(event, place="Folkets hus")
    assert [str(item_of(file)[1]["attendee"]) for file in later(mailoutbox)] == ["mailto:asa@example.org"]
    registering.withdraw(bo)
    assert not invitations(mailoutbox[-1:])


def test_only_those_online_have_the_link(event, client, mailoutbox):
    come(event, "Åsa")
    come(event, "Bo", way="online")
    on_site, online = invitations(mailoutbox)
    assert b"hemligt" not in on_site.replace(b"\r\n ", b"")
    assert str(item_of(online)[1]["location"]) == event.online_link
    file = client.get(f"/kalender/{event.slug}/kalender.ics").content
    assert b"hemligt" not in file.replace(b"\r\n ", b"")
    assert (faults(file), b"ATTENDEE" in file, item_of(file)[0]) == ([], False, "PUBLISH")


@pytest.mark.parametrize(("month", "day", "offsets"), [(3, 28, (1, 2)), (10, 31, (2, 1))])
def test_the_hour_stays_when_the_clocks_change(month, day, offsets, mailoutbox):
    starts_at = datetime(2027, month, day, 1, 30, tzinfo=STOCKHOLM)
    ends_at = datetime(2027, month, day, 10, 0, tzinfo=STOCKHOLM)
    event = EventFactory(starts_at=starts_at, ends_at=ends_at)
    come(event, "Åsa")
    (file,) = invitations(mailoutbox)
    _method, item = item_of(file)
    assert faults(file) == []
    assert (item.decoded("dtstart"), item.decoded("dtend")) == (starts_at, ends_at)
    assert item["dtstart"].to_ical() == f"2027{month:02}{day:02}T013000".encode()
    utc = [int(moment.utcoffset().total_seconds() // 3600) for moment in (starts_at, ends_at)]
    assert tuple(utc) == offsets


def test_our_rule_of_summer_time_is_that_of_the_zone():
    ours = icalendar.Timezone.from_ical(calendar_files.STOCKHOLM).to_tz(lookup_tzid=False)
    hour = datetime(2026, 1, 1, tzinfo=UTC)
    while hour.year < 2036:
        local = hour.astimezone(STOCKHOLM)
        # An hour that comes twice is said alike both times.
        if not local.fold:
            assert local.replace(tzinfo=ours).utcoffset() == local.utcoffset(), local
        hour += timedelta(hours=1 if hour.month in (3, 10) else 24)


def test_a_hostile_name_stays_text(event, mailoutbox):
    name = 'A";X=1:mailto:x@example.org, \\n;ATTENDEE'
    registering.register(event, name=name, email="a@example.org", way="on-site")
    registering.confirm(token_of(Registration.objects.get()))
    (file,) = invitations(mailoutbox)
    _method, item = item_of(file)
    assert (faults(file), str(item["attendee"])) == ([], "mailto:a@example.org")


def test_the_checks_see_what_is_wrong():
    whole = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nSEQUENCE:0\r\n"
        "DTSTAMP:20270101T000000Z\r\nDTSTART;TZID=Europe/Stockholm:20270101T000000\r\nSUMMARY:x\r\n"
        "ORGANIZER:vard@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    said = " ".join(faults(whole.encode()))
    assert "ATTENDEE" in said
    assert "No URI: ORGANIZER" in said
    assert "Without VTIMEZONE: Europe/Stockholm" in said
    assert "CRLF" in " ".join(faults(whole.replace("\r\n", "\n").encode()))


def test_a_reminder_goes_out_once_to_those_who_have_a_seat(event, mailoutbox):
    come(event, "Åsa")
    registering.withdraw(come(event, "Bo"))
    mailoutbox.clear()
    before = event.starts_at - timedelta(days=2)
    assert keeping_in_touch.remind(now=before - timedelta(hours=1)) == 0
    assert keeping_in_touch.remind(now=before + timedelta(hours=1)) == 1
    assert keeping_in_touch.remind(now=before + timedelta(hours=2)) == 0
    assert [mail.to for mail in mailoutbox] == [["asa@example.org"]]


@pytest.mark.parametrize("fields", [{"reminds_days_before": 0}, {"status": "cancelled"}, {"live": False}])
def test_nobody_is_reminded_of_what_does_not_take_place(event, fields, mailoutbox):
    come(event, "Åsa")
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    assert keeping_in_touch.remind(now=event.starts_at - timedelta(hours=3)) == 0


def test_whoever_has_just_registered_is_not_reminded(event):
    with time_machine.travel(event.starts_at - timedelta(days=1)):
        come(event, "Åsa")
        assert keeping_in_touch.remind() == 0


def test_those_who_came_are_thanked_with_the_materials_once(event, mailoutbox):
    asa = come(event, "Åsa")
    come(event, "Bo")
    asa.check_ins.create(seat=0)
    morning = event.ends_at + timedelta(hours=13)
    mailoutbox.clear()
    assert keeping_in_touch.thank(now=morning) == 0
    Material.objects.create(event=event, title="Bilderna", url="https://example.org/bilder")
    assert keeping_in_touch.thank(now=event.ends_at + timedelta(hours=1)) == 0
    assert keeping_in_touch.thank(now=morning) == 1
    assert keeping_in_touch.thank(now=morning) == 0
    assert mailoutbox[0].to == ["asa@example.org"]
    assert "https://example.org/bilder" in mailoutbox[0].body
