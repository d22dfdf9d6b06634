"""Meetups through the Wagtail admin's own forms."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from events.models import Event, SeatPool
from events.services import registering
from portal.plugins import search
from tests.events.factories import EventFactory

pytestmark = pytest.mark.django_db


def form(**changes):
    starts_at = timezone.localtime() + timedelta(days=7)
    data = {
        "title": "Zebraverkstaden",
        "slug": "zebraverkstaden",
        "kind": "workshop",
        "language": "sv",
        "lead": "En verkstad.",
        "body": rich_text("<p>Text</p>"),
        "starts_at": f"{starts_at:%Y-%m-%d %H:%M}",
        "ends_at": f"{starts_at + timedelta(hours=2):%Y-%m-%d %H:%M}",
        "setting": "on-site",
        "place": "Verkstan",
        "registration": "open",
        "seats_on_site": "20",
        **{name: inline_formset([]) for name in ("organisers", "agenda", "questions", "materials")},
        "status": "scheduled",
        "most_companions": "0",
        "hours_to_claim": "24",
        "days_kept": "30",
        "reminds_days_before": "2",
        "action-publish": "yes",
    }
    return nested_form_data(data | changes)


@pytest.fixture
def admin(client, editor):
    client.force_login(editor)
    return client


def address(name, *args):
    return reverse(f"wagtailsnippets_events_event:{name}", args=args)


def found(word):
    return [hit.title for hit in search.find(word, language="sv")]


def test_an_editor_publishes_a_meetup_that_has_seats_and_is_found_at_once(admin):
    response = admin.post(address("add"), form())
    assert response.status_code == 302, response.context["form"].errors
    event = Event.objects.get()
    assert SeatPool.objects.get(event=event, way="on-site").capacity == 20
    assert found("zebraverkstaden") == ["Zebraverkstaden"]
    admin.post(address("unpublish", event.pk))
    assert found("zebraverkstaden") == []
    assert admin.get("/kalender/zebraverkstaden/").status_code == 404


def test_a_draft_has_no_seats_and_is_not_found(admin):
    data = form()
    del data["action-publish"]
    admin.post(address("add"), data)
    assert not SeatPool.objects.exists()
    assert found("zebraverkstaden") == []


def test_a_draft_of_a_live_meetup_changes_nothing_until_it_is_published(admin):
    event = EventFactory()
    data = form(title="Ny rubrik", slug=event.slug, seats_on_site="5")
    del data["action-publish"]
    admin.post(address("edit", event.pk), data)
    assert SeatPool.objects.get(event=event, way="on-site").capacity == 20
    assert "Ny rubrik" not in Client().get(event.get_absolute_url()).content.decode()


def test_fewer_seats_than_are_taken_are_refused_with_the_number(admin):
    event = EventFactory()
    for number in range(3):
        registering.register(event, name="Åsa", email=f"asa{number}@example.org", way="on-site")
    response = admin.post(address("edit", event.pk), form(slug=event.slug, seats_on_site="2"))
    assert response.status_code == 200
    assert "3 platser är redan tagna" in response.content.decode()
    assert SeatPool.objects.get(event=event, way="on-site").capacity == 20


def test_publishing_a_revision_gives_no_taken_seat_back(admin):
    event = EventFactory()
    registering.register(event, name="Åsa", email="asa@example.org", way="on-site")
    admin.post(address("edit", event.pk), form(slug=event.slug, seats_on_site="30"))
    pool = SeatPool.objects.get(event=event, way="on-site")
    assert (pool.capacity, pool.taken) == (30, 1)


def test_the_list_shows_seats_in_swedish_and_leads_to_those_registered(admin):
    event = EventFactory()
    registering.register(event, name="Åsa", email="asa@example.org", way="on-site")
    page = admin.get(address("list")).content.decode()
    assert reverse("events:registrations", args=[event.slug]) in page
    assert "Anmälda" in page


@pytest.mark.parametrize("view", ["edit", "copy", "history", "usage", "delete"])
def test_every_view_of_the_admin_opens(view, admin):
    assert admin.get(address(view, EventFactory().pk)).status_code == 200


def test_the_preview_shows_the_page(admin):
    event = EventFactory()
    preview = address("preview_on_edit", event.pk)
    admin.post(preview, form(slug=event.slug, title="Förhandsvisad"))
    assert "Förhandsvisad" in admin.get(f"{preview}?mode=").content.decode()


def test_members_without_the_role_do_not_enter(client, member):
    client.force_login(member)
    assert client.get(address("list")).status_code in {302, 403}


def test_a_meetup_is_found_by_its_day_in_words(client, db):
    starts_at = datetime(2031, 12, 8, 17, 0, tzinfo=UTC)
    search.publish(EventFactory(title="Språkkafé", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)))
    assert "Språkkafé" in client.get("/sok/", {"q": "december 2031"}).content.decode()
