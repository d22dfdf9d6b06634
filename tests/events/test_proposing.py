"""A meetup that an organisation proposes: written, sent, sent back, published as it was shown, changed, cancelled."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Event, EventOrganiser, Question, SeatPool
from events.services import registering
from events.services.publishing import follow
from portal.plugins import search
from tests.directory.drafts.answers import answer
from tests.directory.factories import OrganisationFactory, PersonFactory, TagFactory, keeps
from tests.directory.posted import press, rows, write
from tests.directory.test_keeping import picture
from tests.events.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(keeper):
    return OrganisationFactory(name="Fyren", slug="fyren", kept_by=keeper)


def about(**changes):
    starts_at = timezone.localtime() + timedelta(days=20)
    return {
        "title": "Byfikat",
        "kind": "other",
        "lead": "Kaffe och frågor.",
        "starts_at": f"{starts_at:%Y-%m-%dT14:00}",
        "ends_at": f"{starts_at:%Y-%m-%dT16:00}",
        "setting": "on-site",
        "place": "Gamla skolan",
        "language": "sv",
        **changes,
    }


def propose(client, kept, **changes):
    response = client.post(reverse("events:propose", args=[kept.slug]), about(**changes))
    assert response.status_code == 302, response.context["forms"].form.errors
    return Event.objects.get(title="Byfikat")


def publicly(client):
    return client.get("/kalender/byfikat/")


def test_a_proposal_is_a_draft_that_nobody_else_sees_until_the_editors_publish_what_they_saw(client, kept, keeper):
    tag = TagFactory(name="Fika")
    event = propose(client, kept, tags=[tag.pk], body="Välkommen.\n\n- Bulle")
    assert publicly(client).status_code == 404
    assert "Byfikat" in client.get(reverse("events:preview", args=["byfikat"])).content.decode()
    assert press(client, event, "send").status_code == 409
    write(client, event, seats_on_site="12", questions=[{"label": "Mat", "kind": "diet"}])
    assert press(client, event, "send").status_code == 302
    assert not search.find("byfikat", language="sv")
    answer(event, "approve")
    page = publicly(client).content.decode()
    assert "<li>Bulle</li>" in page
    assert "Fyren" in page
    event.refresh_from_db()
    assert (event.organisation, event.host) == (kept, None)
    assert SeatPool.objects.get(event=event, way="on-site").capacity == 12
    assert [question.label for question in event.questions.all()] == ["Mat"]
    assert [hit.title for hit in search.find("byfikat", language="sv")] == ["Byfikat"]


def test_an_answer_to_an_older_version_publishes_nothing(client, kept):
    event = propose(client, kept)
    write(client, event, seats_on_site="12")
    press(client, event, "send")
    event.refresh_from_db()
    shown = event.latest_revision_id
    write(client, event, place="Kyrkan")
    answer(event, "approve", shown=shown)
    assert publicly(client).status_code == 404


def test_whoever_is_sent_back_reads_why_in_a_mail_with_a_link_that_works(client, kept, keeper, mailoutbox):
    event = propose(client, kept)
    write(client, event, seats_on_site="12")
    press(client, event, "send")
    answer(event, "send-back", comment="För vem är det?")
    letter = mailoutbox[-1]
    assert letter.to == [keeper.email]
    assert "För vem är det?" in letter.body
    assert event.edit_url in letter.body
    assert "För vem är det?" in client.get(event.edit_url).content.decode()
    assert (
        "Återsänd" in client.get("/mina-sidor/").content.decode()
        or "Tillbaka" in client.get("/mina-sidor/").content.decode()
    )


def test_a_trusted_organisation_publishes_at_once(client, keeper):
    kept = OrganisationFactory(slug="fyren", kept_by=keeper, trusted=True)
    event = propose(client, kept)
    write(client, event, seats_on_site="12")
    press(client, event, "send")
    assert publicly(client).status_code == 200


def test_others_neither_propose_for_an_organisation_nor_touch_its_meetups(client, keeper):
    other = OrganisationFactory(slug="andra")
    event = EventFactory(slug="deras", organisation=other)
    assert client.post(reverse("events:propose", args=["andra"]), about()).status_code == 404
    for name, args in (("edit", []), ("section", ["om"]), ("preview", []), ("plan", [])):
        assert client.get(reverse(f"events:{name}", args=["deras", *args])).status_code == 404
    # Its host runs it, and does not write it.
    Event.objects.filter(pk=event.pk).update(host=keeper)
    assert client.get(reverse("events:edit", args=["deras"])).status_code == 404


@pytest.fixture
def published(kept):
    event = EventFactory(slug="byfikat", title="Byfikat", organisation=kept)
    EventOrganiser.objects.create(event=event, organisation=kept)
    return event


def test_a_change_waits_and_a_cancelled_meetup_says_why(client, published):
    assert write(client, published, status="cancelled").status_code == 200
    write(client, published, status="cancelled", status_note="Ingen bulle.")
    press(client, published, "send")
    assert "Ingen bulle" not in publicly(client).content.decode()
    answer(published, "approve")
    page = publicly(client).content.decode()
    assert "Träffen är inställd" in page
    assert "Ingen bulle." in page
    latest = published.announcements.last()
    assert (latest.sequence, latest.status) == (1, "cancelled")
    assert "Inställd" in client.get("/kalender/").content.decode()


def test_fewer_seats_than_are_taken_are_refused_beside_the_field(client, published):
    registering.register(published, name="Åsa", email="asa@example.org", way="on-site")
    registering.register(published, name="Bo", email="bo@example.org", way="on-site")
    page = write(client, published, seats_on_site="1").content.decode()
    assert "2 platser är redan tagna" in page


def test_answers_stay_with_their_question_when_the_meetup_is_published_again(client, published, keeper):
    published.organisation.standing.is_trusted = True
    published.organisation.standing.save()
    write(client, published, questions=[{"label": "Mat", "kind": "diet"}])
    press(client, published, "send")
    question = Question.objects.get()
    write(client, published, place="Kyrkan", starts_at=about()["starts_at"], ends_at=about()["ends_at"])
    press(client, published, "send")
    assert Question.objects.get().pk == question.pk
    assert Event.objects.get().place == "Kyrkan"


def test_nothing_typed_is_lost_when_something_is_wrong(client, kept):
    response = client.post(
        reverse("events:propose", args=[kept.slug]), about(place="", ends_at="2020-01-01T10:00", lead="Kvar här")
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "Träffen måste sluta efter att den har börjat" in page
    assert "Kvar här" in page
    assert not Event.objects.exists()


def test_a_picture_is_sent_and_shown_when_it_is_public(client, published):
    published.organisation.standing.is_trusted = True
    published.organisation.standing.save()
    assert write(client, published, new_image=picture()).status_code == 200
    response = write(client, published, new_image=picture(), image_alt="Ett fält")
    assert response.status_code == 302
    press(client, published, "send")
    assert 'alt="Ett fält"' in publicly(client).content.decode()


def test_a_copy_is_a_draft_of_its_own_without_anybody_registered(client, published):
    registering.register(published, name="Åsa", email="asa@example.org", way="on-site")
    day = timezone.localdate() + timedelta(days=50)
    response = client.post(
        reverse("events:plan", args=["byfikat"]), {"repeats": "days", "written_days": f"{day}", "times": ""}
    )
    copy = Event.objects.exclude(pk=published.pk).get()
    assert response.headers["Location"] == copy.edit_url
    assert copy.uuid != published.uuid
    assert copy.slug != published.slug
    assert not copy.live
    assert not copy.registrations.exists()
    assert copy.organisation == published.organisation
    assert timezone.localtime(copy.starts_at).date() == day


def test_nobody_fills_the_calendar_with_drafts(client, published):
    data = {"repeats": "weekly", "times": "20", "written_days": ""}
    assert client.post(reverse("events:plan", args=["byfikat"]), data).status_code == 302
    assert "många utkast" in client.post(reverse("events:plan", args=["byfikat"]), data).content.decode()
    assert Event.objects.count() == 21


def test_my_pages_list_our_meetups_in_each_state(client, published, kept):
    draft = EventFactory(title="Utkastet", organisation=kept, live=False)
    page = client.get("/mina-sidor/").content.decode()
    assert "Era träffar" in page
    assert published.edit_url in page
    assert draft.edit_url in page
    assert reverse("events:propose", args=["fyren"]) in page


def test_two_who_keep_one_organisation_see_the_same_meetup_once(client, published, kept):
    keeps(kept)
    assert client.get("/mina-sidor/").content.decode().count(f'href="{published.edit_url}" lang') == 1


def test_a_locked_meetup_waits_for_the_editors(client, published):
    published.locked = True
    published.save()
    follow(published)
    assert "arbetar" in write(client, published, place="Kyrkan").content.decode()


def test_rows_of_the_programme_are_written_and_emptied(client, published):
    write(client, published, agenda=[{"title": "Kaffe", "starts_at": "14:00", "ends_at": "14:30"}])
    draft = published.get_latest_revision_as_object()
    published.refresh_from_db()
    draft = published.get_latest_revision_as_object()
    assert [(item.title, f"{item.starts_at:%H:%M}") for item in draft.agenda.all()] == [("Kaffe", "14:00")]
    assert rows("agenda", [])
    write(client, published, agenda=[{"title": "Kaffe", "starts_at": "14:00", "ends_at": "13:30"}])
    published.refresh_from_db()
    assert published.get_latest_revision_as_object().agenda.get().ends_at.hour == 14
