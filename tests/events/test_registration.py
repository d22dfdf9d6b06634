"""A seat from the form to the day it is given back."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Registration, SeatPool
from events.services import erasing, registering
from events.services.seats import NoSeatLeft
from tests.events.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def event():
    return EventFactory()


def register(event, name="Åsa", email="asa@example.org"):
    registering.register(event, name=name, email=email, way="on-site")


def token_in(mail) -> str:
    return re.search(r"/anmalan/([^/]+)/", mail.body).group(1)


def taken(event) -> int:
    return event.pools.get(way="on-site").taken


def test_registering_twice_gives_one_registration_and_one_mail(event, mailoutbox):
    register(event)
    register(event, email="ASA@example.org")
    assert (Registration.objects.count(), taken(event), len(mailoutbox)) == (1, 1, 1)


def test_two_people_share_an_address_and_are_told_apart_by_name(event, mailoutbox):
    register(event)
    register(event, name="Bo")
    assert (taken(event), len(mailoutbox)) == (2, 2)


def test_the_mailed_link_confirms_once_and_cancels_once(event, mailoutbox):
    register(event)
    token = token_in(mailoutbox[0])
    registering.confirm(token)
    registering.confirm(token)
    assert (Registration.objects.get().status, len(mailoutbox)) == ("confirmed", 2)
    registering.cancel(token)
    registering.cancel(token)
    assert (Registration.objects.get().status, taken(event)) == ("cancelled", 0)


def test_a_full_meetup_takes_nobody_more():
    event = EventFactory(seats_on_site=1, has_waiting_list=False)
    register(event)
    with pytest.raises(NoSeatLeft):
        register(event, email="bo@example.org")
    assert taken(event) == 1


def test_the_database_itself_refuses_to_oversell(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatPool.objects.filter(event=event).update(taken=21)


def test_a_seat_not_confirmed_within_half_an_hour_goes_to_the_next():
    event = EventFactory(seats_on_site=1, has_waiting_list=False)
    register(event)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        register(event, email="bo@example.org")
    assert sorted(Registration.objects.values_list("status", flat=True)) == ["expired", "held"]
    assert taken(event) == 1


def test_an_address_gets_at_most_three_unasked_mails_an_hour(event, mailoutbox):
    for name in ("A", "B", "C", "D"):
        register(event, name=name)
    assert len(mailoutbox) == 3


def test_who_it_was_not_is_erased(event, mailoutbox):
    register(event)
    registering.disown(token_in(mailoutbox[0]))
    registration = Registration.objects.get()
    assert (registration.name, registration.email, taken(event)) == ("", "", 0)


def test_names_are_erased_thirty_days_after_the_meetup(event):
    register(event)
    assert erasing.erase_old_registrations(now=event.ends_at + timedelta(days=31)) == 1
    assert Registration.objects.get().email == ""


def test_fewer_seats_than_are_taken_are_refused_by_number(event):
    register(event)
    register(event, name="Bo")
    event.seats_on_site = 1
    with pytest.raises(ValidationError, match="2"):
        event.clean()


@pytest.mark.parametrize("name", ["A\r\nBcc: x@example.org", "A\0", "A\u202eB"])
def test_control_characters_are_refused(event, name):
    with pytest.raises(ValueError, match="control"):
        register(event, name=name)


def test_a_mail_scanner_that_opens_the_link_changes_nothing(event, mailoutbox, client, django_assert_max_num_queries):
    register(event)
    address = f"/kalender/anmalan/{token_in(mailoutbox[0])}/"
    response = client.get(address)
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "no-referrer"
    assert Registration.objects.get().status == "held"
    assert (
        client.post(address, {"action": "confirm"}, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    )
    client.post(address, {"action": "confirm"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert Registration.objects.get().status == "confirmed"


def test_a_visitor_registers_on_the_page_without_a_cookie(event, client, mailoutbox):
    address, headers = event.get_absolute_url(), {"Sec-Fetch-Site": "same-origin"}
    with time_machine.travel(timezone.now(), tick=False) as clock:
        page = client.get(address)
        assert not page.cookies
        opened = re.findall(r'name="opened" value="([^"]+)"', page.content.decode())[0]
        data = {"name": "Åsa", "email": "asa@example.org", "opened": opened}
        too_fast = client.post(address, data, headers=headers)
        assert (too_fast.status_code, len(mailoutbox)) == (422, 0)
        clock.shift(5)
        response = client.post(address, data, headers=headers)
    assert (response.status_code, len(mailoutbox)) == (302, 1)
    assert client.get(response["Location"]).status_code == 200


def test_the_list_shows_what_is_coming(event, client):
    assert event.title in client.get("/kalender/").content.decode()
    assert event.title not in client.get("/en/calendar/past/").content.decode()
