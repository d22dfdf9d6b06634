"""Meetups for calendars and feed readers: nothing private, the same name for ever, a cancelled one stays."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Municipality
from directory.services import tags
from events.models import EventTag, Series
from events.services import registering
from tests.directory.factories import TagFactory, editor
from tests.events.calendar_checks import faults
from tests.events.factories import EventFactory, organised
from tests.events.test_announcements import change

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SECRET = {"online_link": "https://hemlig.example.org/", "setting": "both", "seats_online": 5}


@pytest.fixture
def tag():
    return TagFactory(name="Odling", slug="odling")


@pytest.fixture
def event(tag):
    event = EventFactory(
        title="Såddag",
        slug="saddag",
        municipality=Municipality.objects.get(name="Lund"),
        series=Series.objects.create(title="Odla", slug="odla"),
        last_published_at=timezone.now(),
        **SECRET,
    )
    EventTag.objects.create(content_object=event, tag=tag)
    organised(event)
    return event


def addresses(event) -> list[str]:
    organisation = event.organisers.get().organisation.slug
    subjects = ["amnen/odling", f"organisationer/{organisation}", "kommuner/lund", "serier/odla"]
    return ["/kalender/kalender.ics", *(f"/kalender/{subject}.ics" for subject in subjects)]


def entries(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return [dict(entry) for entry in icalendar.Calendar.from_ical(response.content).walk("VEVENT")]


def test_each_subject_has_a_calendar_with_its_meetups_alone(client, event):
    EventFactory(title="Annat")
    every, *some = [sorted(str(entry["SUMMARY"]) for entry in entries(client, address)) for address in addresses(event)]
    assert every == ["Annat", "Såddag"]
    assert some == [["Såddag"]] * 4


def test_each_subject_has_an_atom_feed(client, event):
    for address in ["/kalender/nytt.atom", *(address.replace(".ics", ".atom") for address in addresses(event)[1:])]:
        feed = ElementTree.fromstring(client.get(address).content)
        assert [entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)] == ["Såddag"], address


def test_no_feed_tells_who_comes_or_how_to_take_part_online(client, event):
    registering.register(event, name="Hemliga Åsa", email="asa@example.org", way="online")
    for address in [*addresses(event), "/kalender/saddag/kalender.ics", "/kalender/nytt.atom"]:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        words = response.content.decode()
        assert "hemlig" not in words.lower()
        assert "ATTENDEE" not in words
        assert "asa@example" not in words
        assert not response.cookies
        assert {query["sql"].split()[0] for query in captured} <= {"SELECT"}


def test_a_moved_meetup_keeps_its_name_and_raises_its_number(client, event):
    (before,) = entries(client, "/kalender/kalender.ics")
    change(event, starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1))
    (after,) = entries(client, "/kalender/kalender.ics")
    assert before["UID"] == after["UID"] == f"{event.uuid}@social-innovation-portal"
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after["DTSTART"].dt - before["DTSTART"].dt == timedelta(days=1)
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def test_a_cancelled_meetup_stays_and_says_so(client, event):
    change(event, status="cancelled", status_note="Frost.")
    (entry,) = entries(client, "/kalender/kalender.ics")
    assert (entry["STATUS"], entry["SUMMARY"]) == ("CANCELLED", "Inställd: Såddag")
    assert "Frost." in entry["DESCRIPTION"]
    assert entries(client, "/kalender/saddag/kalender.ics")[0]["STATUS"] == "CANCELLED"


def test_drafts_and_what_was_long_ago_are_left_out(client, event):
    EventFactory(title="Utkast", live=False)
    EventFactory(title="Förr", starts_at=timezone.now() - timedelta(days=400))
    assert [str(entry["SUMMARY"]) for entry in entries(client, "/kalender/kalender.ics")] == ["Såddag"]


def test_whoever_has_the_newest_is_told_so(client, event):
    etag = client.get("/kalender/kalender.ics").headers["ETag"]
    assert client.get("/kalender/kalender.ics", headers={"If-None-Match": etag}).status_code == 304
    change(event, place="Växthuset")
    assert client.get("/kalender/kalender.ics", headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("status", ["scheduled", "moved", "postponed", "cancelled"])
def test_the_feed_is_as_the_standard_wants_it(client, event, status):
    change(event, status=status, status_note="Så är det; nu, å." * 8)
    EventFactory(title="Å" * 150)
    content = client.get("/kalender/kalender.ics").content
    assert faults(content) == []
    calendar = icalendar.Calendar.from_ical(content)
    assert (calendar["METHOD"], str(calendar["NAME"])) == ("PUBLISH", "Träffar i Skåne")


def test_a_merged_tag_leads_on_and_what_is_not_public_has_no_feed(client, event, tag):
    old = TagFactory(name="Grönsaker", slug="gronsaker")
    tags.merge(old, tag, by=editor())
    for form in ("ics", "atom"):
        answer = client.get(f"/kalender/amnen/gronsaker.{form}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/kalender/amnen/odling.{form}")
        for nothing in ("amnen/intet", "serier/intet", "kommuner/intet", "organisationer/intet"):
            assert client.get(f"/kalender/{nothing}.{form}").status_code == 404
    event.live = False
    event.save()
    assert client.get("/kalender/serier/odla.ics").status_code == 404


def test_a_calendar_costs_the_same_for_one_and_for_twenty(client, event):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/kalender/kalender.ics")
        return len(captured)

    one = cost()
    for _number in range(19):
        EventFactory()
    assert cost() == one


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"status": "cancelled"}, "EventCancelled"),
        ({"status": "postponed"}, "EventPostponed"),
        ({"status": "moved", "place": "Annorstädes"}, "EventScheduled"),
    ],
)
def test_machines_read_what_has_become_of_it(client, event, values, status):
    change(event, **values)
    assert structured(client)["eventStatus"] == f"https://schema.org/{status}"


def test_machines_read_when_it_was_to_be_before(client, event):
    before = event.starts_at
    change(event, starts_at=before + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1))
    data = structured(client)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == timezone.localtime(before).isoformat()
    assert data["superEvent"]["name"] == "Odla"
    assert "hemlig" not in json.dumps(data)
    assert "offers" not in data


def structured(client):
    page = client.get("/kalender/saddag/").content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found.group(1))
