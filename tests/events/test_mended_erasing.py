"""Erasing a person: out of a meetup's texts, not out of the figures of one that is over; and what it is all called."""

from datetime import timedelta

import pytest
from django.db.models import ManyToOneRel
from django.utils import timezone, translation

from directory.models import Application, Claim
from events import hosting_queries
from events.models import (
    AgendaItem,
    Announcement,
    CheckIn,
    Event,
    Material,
    Question,
    Registration,
    RegistrationQuerySet,
    Series,
)
from events.personal_data import ContactsOfMeetups
from events.services import erasing, mailing, registering
from events.services.links import token_of
from events.services.mailing import Mail
from portal.accounts import own_data
from portal.accounts.models import OwnDataLink, User
from portal.accounts.personal_data import _called
from portal.plugins import search
from portal.plugins.personal_data import row_of
from tests.events.factories import EventFactory

pytestmark = pytest.mark.django_db
KIM = "kim@example.org"
TEXTS = (
    *("title", "lead", "body", "image_alt", "status_note", "place", "address", "directions", "accessibility"),
    *("contact_name", "confirmation_text", "reminder_text", "thanks_text", "notes"),
)


@pytest.fixture(autouse=True)
def erasures_of_its_own(settings, tmp_path):
    settings.ERASURES = tmp_path / "erasures.txt"


def registered(event: Event, name: str) -> Registration:
    registering.register(event, name=name, email=f"{name.casefold()}@example.org", way="on-site")
    return registering.confirm(token_of(Registration.objects.get(name=name)))


def over(event: Event) -> None:
    now = timezone.now()
    Event.objects.filter(pk=event.pk).update(starts_at=now - timedelta(days=2), ends_at=now - timedelta(days=1))
    event.refresh_from_db()


def test_an_address_goes_out_of_every_text_of_a_meetup(client):
    texts = dict.fromkeys(TEXTS, f"Fråga Kim, {KIM.upper()}.")
    links = dict.fromkeys(("registration_url", "online_link"), f"https://example.org/?to={KIM}")
    event = EventFactory(slug="traffen", contact_email=KIM, **texts, **links)
    AgendaItem.objects.create(event=event, title=f"Kim {KIM}", text=KIM, speakers=f"Kim ({KIM})")
    Material.objects.create(event=event, title=f"Läs, {KIM}", url=f"https://example.org/?by={KIM}")
    Question.objects.create(event=event, label=f"Fråga {KIM}?", help_text=KIM, options=f"Ja\n{KIM}")
    event.save_revision().publish()
    assert KIM in client.get("/kalender/traffen/").content.decode().casefold()
    own_data.erase(KIM)
    event.refresh_from_db()
    things = [event, *event.agenda.all(), *event.materials.all(), *event.questions.all()]
    things += [*Announcement.objects.filter(event=event)]
    assert not [thing for thing in things if KIM in str(vars(thing)).casefold()]
    assert event.directions == "Fråga Kim, ."
    assert KIM not in client.get("/kalender/traffen/").content.decode().casefold()
    assert not own_data.held(KIM)


def test_an_address_goes_out_of_a_series_and_what_is_found_of_its_meetups(client):
    series = Series.objects.create(title="Kvällar", slug="kvallar", lead=f"Fråga Kim, {KIM}.")
    EventFactory(series=series)
    assert [row["Nämns i"] for row in ContactsOfMeetups().held(KIM)] == [[series.lead]]
    own_data.erase(KIM)
    series.refresh_from_db()
    assert series.lead == "Fråga Kim, ."
    assert KIM not in client.get(series.get_absolute_url()).text


def test_what_mentions_a_person_is_named_to_them():
    event = EventFactory(title="Träffen", directions=f"Ring {KIM}")
    AgendaItem.objects.create(event=event, title="Kaffe", text=f"Med {KIM}")
    with translation.override("sv"):
        rows = [row for one in own_data.held(KIM) for row in one.rows]
    assert [(row["Titel"], row["Nämns i"]) for row in rows] == [
        ("Träffen", [f"Ring {KIM}"]),
        ("Träffen", [f"Med {KIM}"]),
    ]


def test_an_address_that_ends_or_begins_with_the_erased_one_stays():
    others = f"jo-{KIM}, jo.{KIM}, {KIM}.se"
    event = EventFactory(contact_email=f"jo{KIM}", directions=f"{others}, {KIM}.")
    own_data.erase(KIM)
    event.refresh_from_db()
    assert event.contact_email == f"jo{KIM}"
    assert event.directions == f"{others}, ."


def test_what_is_found_of_a_meetup_follows(monkeypatch):
    told: list[Event] = []
    monkeypatch.setattr(search, "publish_many", lambda things: told.extend(things))
    events = [EventFactory(contact_email=KIM), EventFactory(body=f"<p>{KIM}</p>"), EventFactory()]
    AgendaItem.objects.create(event=(beside := EventFactory()), title=KIM)
    told.clear()
    erasing.erase_contact_of_meetups(KIM)
    assert {event.pk for event in told} == {events[0].pk, events[1].pk, beside.pk}
    assert KIM not in str([vars(event) for event in told])


def test_who_came_goes_on_being_counted_when_erased_afterwards():
    event = EventFactory()
    for name in ("Asa", "Bo"):
        CheckIn.objects.create(registration=registered(event, name))
    over(event)
    figures = hosting_queries.figures(event)
    own_data.erase("asa@example.org")
    assert hosting_queries.figures(event) == figures
    erased = Registration.objects.get(name="")
    assert erased.status == "confirmed"
    assert erased.cancelled_at is None
    assert erased.erased_at


def test_seats_are_let_go_in_the_order_of_the_meetups_numbers(monkeypatch):
    later = EventFactory(starts_at=timezone.now() + timedelta(days=9))
    sooner = EventFactory()
    for event in (later, sooner):
        registering.register(event, name="Asa", email="asa@example.org", way="on-site")
    order: list[int] = []
    real = erasing.in_turn
    monkeypatch.setattr(erasing, "in_turn", lambda one: order.append(one.event_id) or real(one))
    middle = EventFactory(starts_at=timezone.now() + timedelta(days=20))
    registering.register(middle, name="Asa", email="asa@example.org", way="on-site")
    erasing.erase_registrations_of("asa@example.org")
    assert order == sorted([later.pk, sooner.pk, middle.pk])


def test_things_with_a_persons_name_on_them_are_called_in_swedish_too():
    relations = User._meta.get_fields(include_hidden=True)
    models = {relation.related_model for relation in relations if isinstance(relation, ManyToOneRel)}
    models = {model for model in models if not model._meta.auto_created and not model._meta.proxy}
    called = {}
    for language in ("en", "sv"):
        with translation.override(language):
            called[language] = {(model._meta.label, _called(model)) for model in models}
    assert len(models) > 30
    assert called["en"] & called["sv"] == set()


def test_when_a_link_to_ones_data_ends_is_called_in_swedish_too():
    OwnDataLink.objects.create(token_hash="x", address=KIM, expires_at=timezone.now())
    words = []
    for language in ("en", "sv"):
        with translation.override(language):
            (held,) = own_data.held(KIM)
            words.append(set(held.rows[0]))
    assert not words[0] & words[1]


@pytest.mark.parametrize("asked", [Claim(), Application()])
def test_how_a_request_stands_is_called_in_swedish_too(asked):
    with translation.override("sv"):
        assert list(row_of(asked, "state")) == ["Tillstånd"]


def test_those_written_to_are_held_until_the_mail_is_written(monkeypatch, member):
    event = EventFactory(host=member)
    registered(event, "Asa")
    locked: list[tuple] = []
    real = RegistrationQuerySet.select_for_update
    monkeypatch.setattr(
        RegistrationQuerySet, "select_for_update", lambda self, **how: locked.append(how["of"]) or real(self, **how)
    )
    mailing.send(Mail(event, "Hej", "Ta med en vän."), to=1, by=member)
    assert locked == [("self",)]
