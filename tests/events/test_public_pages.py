"""What the public meets: pages that write nothing, set no cookie and cost the same for one and for fifty."""

import json
import re
from datetime import timedelta

import icalendar
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Municipality, Tag
from events.models import EventTag, Series
from events.search_sources import EventSource
from events.services.publishing import follow
from events.slots import slots
from portal.plugins import search
from tests.events.factories import EventFactory, organised

pytestmark = pytest.mark.django_db

ADDRESSES = ["/kalender/", "/kalender/tidigare/", "/kalender/traffen/", "/kalender/traffen/titta-i-mejlen/"]
ADDRESSES += ["/kalender/traffen/kalender.ics", "/en/calendar/", "/en/calendar/traffen/", "/api/v1/events/"]
MOST_QUERIES = 15


@pytest.fixture
def event():
    return EventFactory(slug="traffen", online_link="https://hemlig.example.org/", setting="both", seats_online=5)


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading_writes_nothing_sets_no_cookie_and_tells_no_secret(address, event, client):
    organised(event)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert {query["sql"].split()[0] for query in captured} <= {"SELECT"}
    assert len(captured) <= MOST_QUERIES
    assert "hemlig" not in response.content.decode()


@pytest.mark.parametrize("address", ["/kalender/", "/kalender/tidigare/", "/api/v1/events/?limit=100"])
def test_a_list_costs_the_same_for_one_and_for_twenty(address, client):
    def add(number: int) -> None:
        for days in (-7, 7):
            for _count in range(number):
                organised(EventFactory(starts_at=timezone.now() + timedelta(days=days)))

    add(1)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    add(19)
    with CaptureQueriesContext(connection) as twenty:
        client.get(address)
    assert len(twenty) == len(one) <= MOST_QUERIES


def test_a_draft_is_nowhere(client, editor):
    event = EventFactory(slug="utkastet", title="Utkastet", live=False)
    client.force_login(editor)
    for address in ("/kalender/", "/api/v1/events/"):
        assert "Utkastet" not in client.get(address).content.decode()
    for address in ("/kalender/utkastet/", "/kalender/utkastet/kalender.ics", "/api/v1/events/utkastet/"):
        assert client.get(address).status_code == 404
    assert event.get_absolute_url() == "/kalender/utkastet/"


def test_the_list_is_filtered_by_kind_and_municipality(client):
    lund = Municipality.objects.get(name="Lund")
    EventFactory(title="Föreläsning i Lund", kind="lecture", municipality=lund)
    EventFactory(title="Verkstad i Lund", kind="workshop", municipality=lund)
    EventFactory(title="Föreläsning annorstädes", kind="lecture")
    page = client.get("/kalender/?kind=lecture&municipality=lund&kind=okänt").content.decode()
    assert "Föreläsning i Lund" in page
    assert "Verkstad i Lund" not in page
    assert "annorstädes" not in page
    assert "1 kommande träff" in page


@pytest.mark.parametrize("query", ["page=10000000000", "page=x", "kind=%00", "municipality=" + "a" * 5000, "kind[]=1"])
def test_a_strange_query_gets_a_list(query, client):
    assert client.get(f"/kalender/?{query}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "20 av 20 platser kvar"),
        ({"seats_on_site": 0, "has_waiting_list": False}, "Alla platser är tagna"),
        ({"registration": "none"}, "Ingen anmälan behövs"),
        ({"closes_at": timezone.now() - timedelta(hours=1)}, "Anmälan har stängt"),
        ({"starts_at": timezone.now() - timedelta(days=9)}, "Träffen är över"),
    ],
)
def test_the_page_says_in_a_sentence_whether_one_can_register(fields, sentence, client):
    page = client.get(EventFactory(**fields).get_absolute_url()).content.decode()
    assert sentence in page
    assert ('name="email"' in page) == (not fields)


@pytest.mark.parametrize("address", ADDRESSES[:5])
def test_who_asks_for_the_head_alone_is_answered(address, event, client):
    assert client.head(address).status_code == 200


def test_the_sitemap_tells_of_the_page_in_both_languages(event, client):
    page = client.get("/sitemap.xml").content.decode()
    assert "/kalender/traffen/" in page
    assert "/en/calendar/traffen/" in page


def test_what_is_found_follows_the_names_of_organisers_and_tags(event):
    def found(word: str) -> list[str]:
        return [hit.key for hit in search.find(word, language="sv", kinds=["event"])]

    organisation = organised(event, "Zebrorna")
    tag = Tag.objects.create(name="Giraffer")
    EventTag.objects.create(content_object=event, tag=tag)
    follow(event)
    assert found("zebrorna") == found("giraffer") == [str(event.pk)]
    organisation.name, tag.name = "Antiloperna", "Elefanter"
    organisation.save()
    tag.save()
    assert found("zebrorna") == found("giraffer") == []
    assert found("antiloperna") == found("elefanter") == [str(event.pk)]
    organisation.delete()
    tag.delete()
    assert found("antiloperna") == found("elefanter") == []


def test_the_page_says_what_is_kept_why_and_until_when(event, client):
    page = client.get(event.get_absolute_url()).content.decode()
    register = client.get("/personuppgifter/").content.decode()
    # The form and the register say it with the same words.
    for words in ("för att hålla din plats", "Den rättsliga grunden är ett avtal", "GDPR artikel 6.1 b"):
        assert words in page
        assert words in register
    assert "Vi raderar det 30 dagar efter träffen." in page
    assert "är ditt samtycke" not in page
    event.questions.create(kind="diet", label="Mat")
    event.save()
    assert "är ditt samtycke" in client.get(event.get_absolute_url()).content.decode()


def test_structured_data_cannot_end_its_element(client):
    event = EventFactory(title="</script><script>alert(1)//", lead="<!-- \u2028 & ]]>")
    page = client.get(event.get_absolute_url()).content.decode()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert script
    assert not set("<>&\u2028") & set(script.group(1))
    data = json.loads(script.group(1))
    assert (data["@type"], data["name"], data["description"]) == ("Event", event.title, event.lead)


def test_the_calendar_file_keeps_its_name_and_escapes_what_is_written(client):
    event = EventFactory(title="A;B,C\\ å", lead="X\r\nATTENDEE:mailto:x@example.org " + "långt " * 30)
    address = f"{event.get_absolute_url()}kalender.ics"
    content = client.get(address).content
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert not [line for line in lines if line.startswith(b"ATTENDEE")]
    (entry,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert (entry["SUMMARY"], entry["UID"].split("@")[0]) == (event.title, str(event.uuid))
    assert entry.decoded("DTSTART").replace(microsecond=0) == event.starts_at.replace(microsecond=0)
    event.title = "Annat namn"
    event.save()
    assert entry["UID"].encode() in client.get(address).content


def test_the_api_shows_seats_and_organisers_but_nobody_registered(event, client):
    organisation = organised(event)
    meetup = client.get("/api/v1/events/traffen/").json()
    assert (meetup["seats"], meetup["seats_left"], meetup["organisers"]) == (25, 25, [organisation.slug])
    assert client.get("/api/v1/events/?limit=101").status_code == 422
    assert client.get("/api/v1/events/?kind=okänt").status_code == 422
    assert client.get("/api/v1/events/?limit=1").json()["count"] == 1


def test_a_profile_and_the_home_page_show_what_is_coming(event, client, rf):
    organisation = organised(event)
    request = rf.get("/")
    request.user = AnonymousUser()
    assert event.title in str(slots["home"](request, None))
    assert event.title in client.get(organisation.get_absolute_url()).content.decode()


def test_what_is_found_of_a_meetup_names_a_series_that_is_called_as_its_kind_once():
    event = EventFactory(kind="science-shop", series=Series.objects.create(title="Forskarverkstad", slug="verkstad"))
    swedish = next(one for one in EventSource().documents(event) if one.language == "sv")
    assert swedish.text.count("Forskarverkstad") == 1
