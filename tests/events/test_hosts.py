"""Who sees who is registered, and how it leaves the portal."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from events.jobs import jobs
from events.models import Registration
from events.services import registering
from portal.accounts.models import User
from tests.events.factories import EventFactory

pytestmark = pytest.mark.django_db

FORMULAS = ["=HYPERLINK(1)", "+46", "-1", "@SUM", "＝1", "＋1", "－1", "＠1"]


@pytest.fixture
def event(member):
    return EventFactory(slug="traffen", host=member)


def seat(event, name="Åsa", email="asa@example.org"):
    registering.register(event, name=name, email=email, way="on-site")
    return Registration.objects.get(name=name)


def test_editors_and_the_host_see_the_list_and_nobody_else_does(event, client, member, editor):
    seat(event, name="<b>Åsa</b>")
    address = "/kalender/traffen/anmalda/"
    assert client.get(address).headers["Location"].startswith("/konto/")
    for user, status in ((User.objects.create_user("annan@example.org"), 404), (member, 200), (editor, 200)):
        client.force_login(user)
        response = client.get(address)
        assert (response.status_code, client.get("/kalender/traffen/anmalda.csv").status_code) == (status, status)
        assert status == 404 or "no-store" in response.headers["Cache-Control"]
        assert ("<bdi>&lt;b&gt;Åsa&lt;/b&gt;</bdi>" in response.content.decode()) == (status == 200)


def test_the_host_of_another_meetup_does_not_see_this_one(event, client):
    other = User.objects.create_user("annan@example.org")
    EventFactory(slug="annan", host=other)
    client.force_login(other)
    assert client.get("/kalender/annan/anmalda/").status_code == 200
    assert client.get("/kalender/traffen/anmalda/").status_code == 404


def test_the_list_is_filtered_by_status(event, client, member):
    seat(event)
    registering.withdraw(seat(event, name="Bo", email="bo@example.org"))
    client.force_login(member)
    page = client.get("/kalender/traffen/anmalda/?status=cancelled").content.decode()
    assert "bo@example.org" in page
    assert "asa@example.org" not in page


def test_the_file_holds_text_and_no_formulas(event, client, member):
    for order, name in enumerate([*FORMULAS, 'Å "Ö"; \u05d0']):
        seat(event, name=name, email=f"person{order}@example.org")
    client.force_login(member)
    response = client.get("/kalender/traffen/anmalda.csv")
    rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["Namn", *(f"'{name}" for name in FORMULAS), 'Å "Ö"; \u05d0']
    assert len({len(row) for row in rows}) == 1


def test_my_pages_show_what_a_member_hosts(event, client, member):
    client.force_login(member)
    assert "/kalender/traffen/anmalda/" in client.get("/mina-sidor/").content.decode()


def test_what_the_schedule_does_bears_to_be_done_again(event):
    seat(event)
    Registration.objects.update(held_until=event.starts_at - timedelta(days=9))
    for _time in range(2):
        for job in jobs:
            job.run()
    registration = Registration.objects.get()
    assert (registration.status, registration.name) == ("expired", "")
    assert event.pools.get(way="on-site").taken == 0
