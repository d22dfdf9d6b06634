"""A member's registrations under Mina sidor: those made in an address that is shown to be theirs."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from events.models import Registration
from events.services import erasing, registering
from tests.events.factories import EventFactory
from tests.events.visitors import ask, come, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]


@pytest.fixture
def event():
    return EventFactory(slug="traffen", title="Kvällen i byn", seats_on_site=1, most_companions=1)


@pytest.fixture
def signed_in(client, member):
    member.emailaddress_set.create(email="Medlem@example.org", verified=True, primary=True)
    client.force_login(member)
    return client


def page_of(client) -> str:
    return text_of(client.get("/mina-sidor/"))


def own(registration) -> str:
    return f"/kalender/{registration.event.slug}/min-anmalan/{registration.pk}/"


def test_a_registration_stands_with_its_status_and_leads_to_its_page(signed_in, event):
    registration = come(event, "Medlem")
    page = signed_in.get("/mina-sidor/").content.decode()
    assert own(registration) in page
    assert "Kvällen i byn" in page
    assert "Du har en plats" in page


def test_the_place_in_line_stands_there(signed_in, event):
    come(event)
    come(event, "Medlem")
    assert "Du står på tur som nummer 1" in page_of(signed_in)


def test_a_member_confirms_changes_and_cancels_without_the_mail(signed_in, event):
    event.seats_on_site = 3
    event.save_revision().publish()
    question = ask(event, "text", "Fråga")
    registration = come(event, "Medlem", confirms=False)
    signed_in.post(own(registration), {"action": "confirm"})
    signed_in.post(f"{own(registration)}andra/", {"companion_1": "Bo", f"question_{question.pk}": "Hej"})
    page = text_of(signed_in.get(own(registration)))
    assert "Ni har 2 platser" in page
    assert "Bo" in page
    assert "Fråga Hej" in page
    signed_in.post(own(registration), {"action": "cancel"})
    assert Registration.objects.get().status == "cancelled"


def test_forms_that_act_with_a_session_need_its_token(member, event):
    registration = come(event, "Medlem")
    member.emailaddress_set.create(email="medlem@example.org", verified=True, primary=True)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    assert 'name="csrfmiddlewaretoken"' in strict.get(own(registration)).content.decode()
    assert strict.post(own(registration), {"action": "cancel"}).status_code == 403
    assert strict.post(f"{own(registration)}andra/", {}).status_code == 403


def test_nobody_elses_and_none_in_an_address_that_is_not_verified(client, member, event):
    member.emailaddress_set.create(email="medlem@example.org", verified=False, primary=True)
    registration = come(event, "Medlem")
    client.force_login(member)
    assert "Kvällen i byn" not in page_of(client)
    assert client.get(own(registration)).status_code == 404
    assert client.post(own(registration), {"action": "cancel"}).status_code == 404
    assert client.post(f"{own(registration)}andra/", {}).status_code == 404
    member.emailaddress_set.update(verified=True)
    assert client.get(own(registration)).status_code == 200
    assert client.get(own(come(EventFactory()))).status_code == 404


def test_a_registration_under_another_meetups_address_is_not_found(signed_in, event):
    registration = come(event, "Medlem")
    other = EventFactory()
    assert signed_in.get(f"/kalender/{other.slug}/min-anmalan/{registration.pk}/").status_code == 404


def test_what_was_stands_there_while_it_is_kept(signed_in, event):
    come(event, "Medlem")
    with time_machine.travel(event.ends_at + timedelta(days=1)):
        assert "Här var du anmäld" in page_of(signed_in)
    erasing.erase_old_registrations(now=event.ends_at + timedelta(days=31))
    assert "Kvällen i byn" not in page_of(signed_in)


def test_what_was_never_confirmed_in_time_is_gone_and_what_was_cancelled_says_so(signed_in, event):
    registering.withdraw(come(event, "Medlem"))
    assert "Din anmälan är avbokad" in page_of(signed_in)
    Registration.objects.update(status="expired", confirmed_at=None)
    assert "Kvällen i byn" not in page_of(signed_in)
