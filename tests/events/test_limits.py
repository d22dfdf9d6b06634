"""Registering again, for others, or without end: each gets their own link, nobody too much mail, no page tells."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from events.models import Registration
from events.services import registering
from tests.events.factories import EventFactory
from tests.events.visitors import come, link_to, mailed_link, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def event():
    return EventFactory(seats_on_site=5, most_companions=1)


@pytest.fixture
def mail_goes_out(settings, own_cache):
    settings.OUTBOX_DELIVERY = {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}


def later(minutes=0, **more):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes, **more))


def test_a_double_click_the_back_button_and_a_second_tab_are_one_registration_and_one_mail(client, event):
    for _time in range(3):
        assert send(client, event).status_code == 302
    assert (Registration.objects.count(), len(mail.outbox)) == (1, 1)


def test_the_double_click_on_the_last_seat_does_not_call_it_full(client):
    event = EventFactory(seats_on_site=1, has_waiting_list=False)
    assert [send(client, event).status_code for _time in range(2)] == [302, 302]


def test_two_people_with_one_address_have_a_seat_each(client, event):
    send(client, event)
    send(client, event, name="Bo")
    assert (Registration.objects.count(), len(mail.outbox)) == (2, 2)


def test_whoever_registers_again_gets_their_own_link_again_and_no_second_seat(client, event):
    registration = come(event)
    with later(minutes=2):
        response = send(client, event, name=" åsa ", email="ASA@example.org", companion_1="Bo Ödman")
    assert response.status_code == 302
    assert mail.outbox[-1].subject == f"Du är redan anmäld: {event.title}"
    assert mailed_link() == link_to(registration)
    assert "Ödman" not in mail.outbox[-1].body
    registration.refresh_from_db()
    assert (registration.seats, event.pools.get(way="on-site").taken) == (1, 1)


def test_a_lost_first_mail_is_sent_again_with_what_is_left_of_the_time(client, event):
    send(client, event)
    until = Registration.objects.get().held_until
    with later(minutes=10):
        send(client, event)
    assert len(mail.outbox) == 2
    assert f"till klockan {timezone.localtime(until):%H.%M}" in mail.outbox[-1].body
    assert Registration.objects.get().held_until == until


def test_asking_again_and_again_is_answered_once_a_minute(client, event):
    come(event)
    with later(minutes=2):
        for _time in range(3):
            send(client, event)
    assert [message.subject.split(":")[0] for message in mail.outbox].count("Du är redan anmäld") == 1


def test_an_inbox_gets_three_mails_an_hour_from_registering_and_signing_in_together(client, event, mail_goes_out):
    send(client, event, name="A")
    send(client, event, name="B")
    Client().post("/konto/login/code/", {"email": "ASA@example.org"})
    assert len(mail.outbox) == 3
    assert send(client, event, name="C").status_code == 302
    with later(minutes=5):
        assert send(client, event, name="A").status_code == 302
    assert len(mail.outbox) == 3
    assert Registration.objects.count() == 2


def test_asking_for_ones_link_counts_as_mail_nobody_asked_for(client, event, mail_goes_out):
    registration = come(event)
    for hour_part in range(1, 8):
        with later(minutes=5 * hour_part):
            send(client, event)
    assert sum(message.subject.startswith("Du är redan") for message in mail.outbox) == 2
    assert registration.seats == 1


@pytest.mark.parametrize("has_waiting_list", [True, False])
@pytest.mark.parametrize("seats", [1, 3])
@pytest.mark.parametrize("mode", ["open", "approval"])
def test_the_page_answers_who_is_registered_as_it_answers_a_stranger(client, seats, has_waiting_list, mode):
    event = EventFactory(seats_on_site=seats, has_waiting_list=has_waiting_list, most_companions=2, registration=mode)
    come(event)
    Registration.objects.update(status="confirmed")
    event.pools.filter(way="on-site").update(taken=1)
    with later(minutes=5):
        for party in ({}, {"companion_1": "Bo"}, {"companion_1": "Bo", "companion_2": "Cia"}):
            known = send(client, event, **party)
            stranger = send(client, event, name="Okänd", email="okand@example.org", **party)
            Registration.objects.filter(name="Okänd").delete()
            event.pools.filter(way="on-site").update(taken=1)
            assert known.status_code == stranger.status_code
            if known.status_code != 302:
                theirs = text_of(stranger).replace("Okänd", "Åsa").replace("okand@", "asa@")
                assert text_of(known) == theirs


def test_one_who_is_told_that_it_is_full_has_their_link_in_the_mail_all_the_same(client):
    event = EventFactory(seats_on_site=1, has_waiting_list=False)
    registration = come(event)
    with later(minutes=5):
        response = send(client, event)
    assert response.status_code == 409
    assert "Är du redan anmäld ligger din länk i mejlen" in text_of(response)
    assert mailed_link() == link_to(registration)


def test_three_unconfirmed_registrations_are_all_that_an_address_holds(client, event):
    others = EventFactory(slug="annan")
    for name, meetup in (("A", event), ("B", event), ("C", others), ("D", others), ("E", event)):
        send(client, meetup, name=name)
    assert Registration.objects.count() == 3
    assert event.pools.get(way="on-site").taken == 2


def test_somebody_elses_address_holds_nothing_after_half_an_hour_and_the_mail_says_nothing_of_theirs(client, event):
    send(client, event, name="Köp på elak.example.org", companion_1="Billigt", email="offer@example.org")
    assert "elak" not in mail.outbox[0].body
    assert "Billigt" not in mail.outbox[0].body
    with later(minutes=31):
        send(client, event)
    assert list(Registration.objects.values_list("status", flat=True)) == ["expired", "held"]


def test_a_network_is_only_slowed_and_nothing_typed_is_lost(client, event, settings, own_cache):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"registration": "2/m/ip"}
    answers = [send(client, event, name=f"N{n}", email=f"n{n}@example.org") for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Skicka igen om en minut" in text_of(answers[-1])
    assert 'value="N2"' in answers[-1].content.decode()
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send(other, event, name="N2", email="n2@example.org").status_code == 302


def test_names_that_grow_when_they_are_compared_are_kept(event):
    name = "ΐ" * 100
    registering.register(event, name=name, email="asa@example.org", way="on-site")
    assert Registration.objects.get().name == name
