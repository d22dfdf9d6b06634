"""Who has come: each counted once, whoever says it, however often and from how many phones."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from events import check_in_codes as codes
from events.hosting_queries import figures
from events.models import CheckIn, Event, Registration
from events.services import checking_in, erasing, registering
from events.services.checking_in import Said
from events.services.links import find, token_of
from tests.events.factories import EventFactory

ADDRESS = "/kalender/traffen/avprickning/"
pytestmark = pytest.mark.django_db


def a_meetup(host) -> Event:
    """Today's, with Ada and two colleagues, and Bo."""
    soon = timezone.now() + timedelta(hours=1)
    event = EventFactory(slug="traffen", host=host, seats_on_site=5, most_companions=2, starts_at=soon)
    for name, companions in (("Ada", ["Åke", "Örjan"]), ("Bo", [])):
        registering.register(event, name=name, email=f"{name}@example.org", way="on-site", companions=companions)
        registering.confirm(token_of(Registration.objects.get(name=name)))
    return event


@pytest.fixture
def event(client, member):
    client.force_login(member)
    return a_meetup(member)


def code(name: str) -> str:
    return codes.code_of(Registration.objects.get(name=name))


def send(client, said: object, address: str = ADDRESS):
    body = said if isinstance(said, str) else json.dumps({"said": said})
    return client.post(f"{address}synk/", body, content_type="application/json")


def counted() -> list[tuple[str, int]]:
    return list(CheckIn.objects.order_by("registration", "seat").values_list("registration__name", "seat"))


def test_a_button_checks_in_one_person_and_another_takes_it_back(event, client):
    assert client.post(ADDRESS, {"here": f"{code('Ada')}.1"}).status_code == 302
    assert counted() == [("Ada", 1)]
    page = client.get(ADDRESS).content.decode()
    assert "<span data-here>1</span> av 4 är här" in page
    client.post(ADDRESS, {"here": f"{code('Ada')}.1"})
    assert counted() == [("Ada", 1)]
    client.post(f"{ADDRESS}?q=ada", {"gone": f"{code('Ada')}.1"})
    assert counted() == []


def test_reading_the_page_by_a_scanned_code_shows_the_party_and_changes_nothing(event, client):
    page = client.get(codes.address_of(Registration.objects.get(name="Ada")).partition("8000")[2]).content.decode()
    assert page.count("<li hidden data-mark") == 1
    assert page.count("<li data-mark") == 3
    assert counted() == []


@pytest.mark.parametrize("typed", ["{}", "{0[0]}{0[1]} {0[2]}", "lower", "dashed"])
def test_a_code_is_read_however_it_was_typed(event, typed):
    whole = code("Bo")
    text = {"lower": whole.lower(), "dashed": f"{whole[:5]}-{whole[5:]} "}.get(typed) or codes.in_words(whole)
    assert codes.read(text) == whole


def test_a_code_tells_nothing_and_leads_to_no_registration(event):
    ada = Registration.objects.get(name="Ada")
    address = codes.address_of(ada)
    for secret in ("Ada", "example.org/ada", ada.key.hex, str(ada.pk) + "/", token_of(ada)):
        assert secret not in address
    assert find(codes.code_of(ada)) is None
    assert "<svg" in codes.picture_of(ada)
    assert codes.code_of(ada) != code("Bo")


def test_whoever_has_a_seat_sees_the_code_on_their_page_and_nobody_else_does(event, client):
    ada = Registration.objects.get(name="Ada")
    address = f"/kalender/anmalan/{token_of(ada)}/"
    assert codes.in_words(codes.code_of(ada)) in Client().get(address).content.decode()
    registering.withdraw(ada)
    assert codes.in_words(codes.code_of(ada)) not in Client().get(address).content.decode()


def test_what_a_phone_kept_counts_once_however_often_it_comes(event, client):
    at = (timezone.now() - timedelta(minutes=20)).isoformat()
    said = [{"person": f"{code('Ada')}.{seat}", "here": True, "at": at} for seat in range(3)]
    for _time in range(3):
        answer = send(client, said)
    assert answer.json()["refused"] == []
    assert len(answer.json()["here"]) == 3
    assert counted() == [("Ada", 0), ("Ada", 1), ("Ada", 2)]
    assert {check_in.at.isoformat() for check_in in CheckIn.objects.all()} == {at}
    assert {check_in.by.email for check_in in CheckIn.objects.all()} == {"medlem@example.org"}
    assert "Ada" not in answer.content.decode()


def test_a_mistake_that_was_put_right_without_a_network_stays_right(event, client):
    mark = f"{code('Bo')}.0"
    send(client, [{"person": mark, "here": True}, {"person": mark, "here": False}])
    assert counted() == []
    assert send(client, []).json()["here"] == {}


def test_a_wrong_clock_is_not_believed(event, client):
    for at in ("2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "2026-11-25", "nonsense", 7, None):
        send(client, [{"person": f"{code('Bo')}.0", "here": True, "at": at}])
        assert abs(CheckIn.objects.get().at - timezone.now()) < timedelta(minutes=1)
        CheckIn.objects.all().delete()


def test_whoever_has_no_seat_is_refused_and_the_others_count(event, client, member):
    bo = Registration.objects.get(name="Bo")
    mark = f"{codes.code_of(bo)}.0"
    registering.withdraw(bo)
    other = EventFactory(slug="annan")
    registering.register(other, name="Dag", email="dag@example.org", way="on-site")
    registering.confirm(token_of(Registration.objects.get(name="Dag")))
    strangers, beyond, invented = f"{code('Dag')}.0", f"{code('Ada')}.3", f"{'A' * codes.LENGTH}.0"
    said = [{"person": person, "here": True} for person in (mark, strangers, beyond, invented, f"{code('Ada')}.0")]
    assert send(client, said).json()["refused"] == [mark, strangers, beyond, invented]
    assert counted() == [("Ada", 0)]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"said": {}}',
        '{"said": [1]}',
        '{"said": [{"person": "x", "here": true}]}',
        '{"said": [{"person": "AAAAAAAAAA.-1", "here": true}]}',
        '{"said": [{"person": "AAAAAAAAAA.0", "here": "yes"}]}',
        "[" * 50_000,
        json.dumps({"said": [{"person": "AAAAAAAAAA.0", "here": True}] * 501}),
        " " * 100_001,
    ],
)
def test_what_is_no_check_in_is_refused(event, client, body):
    assert send(client, body).status_code == 400
    assert counted() == []


def test_a_phone_that_is_signed_out_is_told_so_and_nothing_is_taken(event):
    assert send(Client(), [{"person": f"{code('Bo')}.0", "here": True}]).status_code == 401
    assert counted() == []


def test_a_post_without_a_token_is_refused(event, member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert send(client, [{"person": f"{code('Bo')}.0", "here": True}]).status_code == 403
    assert counted() == []


def test_whoever_walks_in_has_a_seat_while_there_is_one(event, client):
    form = {"name": "Dag", "way": "on-site"}
    assert client.post(f"{ADDRESS}ny/", form).status_code == 302
    assert counted() == [("Dag", 0)]
    assert event.pools.get(way="on-site").taken == 5
    # The same again is the same person; and then it is full.
    assert client.post(f"{ADDRESS}ny/", form).status_code == 422
    full = client.post(f"{ADDRESS}ny/", {**form, "name": "Eva"})
    assert full.status_code == 422
    assert "Alla 5 platser är tagna" in full.content.decode()
    assert 'value="Eva"' in full.content.decode()
    event.seats_on_site = 6
    event.save_revision().publish()
    assert client.post(f"{ADDRESS}ny/", {**form, "name": "Eva"}).status_code == 302
    assert counted() == [("Dag", 0), ("Eva", 0)]


def test_who_did_not_come_is_known_when_it_is_over_and_stays_when_names_are_erased(event, client, member):
    send(client, [{"person": f"{code('Ada')}.{seat}", "here": True} for seat in (0, 2)])
    assert (figures(event).came, figures(event).missing) == (2, None)
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        assert (figures(event).came, figures(event).missing) == (2, 2)
    with time_machine.travel(event.ends_at + timedelta(days=40)):
        erasing.erase_old_registrations()
        assert (figures(event).seated, figures(event).came, figures(event).missing) == (4, 2, 2)


def test_where_nobody_was_checked_in_nobody_is_missing(event):
    with time_machine.travel(event.ends_at + timedelta(hours=1)):
        assert figures(event).missing is None


def test_the_worker_rules_the_page_alone(event, client):
    answer = client.get(f"{ADDRESS}worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer.headers
    assert 'PAGE = "/kalender/traffen/avprickning/"' in answer.content.decode()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_phones_with_one_person_at_once_count_once(member):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    event = a_meetup(member)
    marks = [(code("Ada"), seat) for seat in range(3)] + [(code("Bo"), 0)]
    barrier = Barrier(4)

    def phone(number: int) -> list[Said]:
        try:
            barrier.wait()
            order = marks if number % 2 else marks[::-1]
            return checking_in.keep(event, [Said(*mark, True, timezone.now()) for mark in order], by=member)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(phone, range(4))) == [[], [], [], []]
    assert counted() == [("Ada", 0), ("Ada", 1), ("Ada", 2), ("Bo", 0)]
    assert connection.vendor in {"sqlite", "postgresql"}
