"""What somebody tries who means no good, or is out of luck."""

import time
from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model

from directory import content
from directory.models import Organisation
from directory.services import contacts, drafts, merging, withdrawing
from tests.directory.factories import InitiativeFactory, OrganisationFactory, PersonFactory, editor
from tests.directory.posted import admin_form, edit_url, form_data, press, publish, rows, section_with, write
from tests.directory.test_keeping import picture

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(keeper):
    return OrganisationFactory(name="Fyren", kept_by=keeper, trusted=True)


ANNA = {"name": "Anna Anka", "email": "anna@example.org", "is_public": "on"}


def stored(entry):
    entry.refresh_from_db()
    return content.values_of(entry.get_latest_revision_as_object(), ["contacts", "places"])


def seen(text, slug="fyren"):
    visitor = Client()
    urls = [f"/hitta/organisationer/{slug}/", f"/api/v1/directory/organisations/{slug}", "/hitta/ladda-ner/csv/"]
    return [url for url in urls if text in _body(visitor.get(url))]


def _body(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_a_contact_person_of_another_organisation_is_not_taken_by_key(client, kept):
    other = OrganisationFactory(name="Bryggan", kept_by=PersonFactory())
    theirs = other.contacts.create(name="Bo", is_public=True)
    contacts.record_consents(other, {str(theirs.key): True}, by=None)
    response = publish(client, kept, contacts=[{**ANNA, "key": str(theirs.key)}])
    assert response.status_code == 302
    assert kept.contacts.get().key != theirs.key
    assert other.consents.get().person == theirs.key


def test_two_rows_with_one_key_are_two_persons(client, kept):
    publish(client, kept, contacts=[ANNA])
    key = str(kept.contacts.get().key)
    response = publish(client, kept, contacts=[{**ANNA, "key": key}, {"name": "Bo", "is_public": "on", "key": key}])
    assert response.status_code == 302
    assert kept.contacts.count() == 2


def test_who_has_taken_back_their_yes_is_not_shown_by_a_save_of_something_else(client, kept):
    publish(client, kept, contacts=[ANNA])
    assert seen("Anna Anka")
    key = kept.contacts.get().key
    contacts.withdraw(kept, key, by=editor())
    assert not seen("Anna Anka")
    write(client, kept, contacts=[{**row} for row in stored(kept)["contacts"]], contact_phone="040-12 34 56")
    assert not seen("Anna Anka")
    press(client, kept, "send")
    assert not seen("Anna Anka")


def test_after_a_discarded_draft_nobody_is_shown_who_has_said_no(client, kept):
    publish(client, kept, contacts=[ANNA])
    row = stored(kept)["contacts"][0]
    write(client, kept, contacts=[{**row, "is_public": False}])
    assert not seen("Anna Anka")
    press(client, kept, "discard")
    assert not seen("Anna Anka")
    write(client, kept, contact_phone="040-12 34 56")
    assert not seen("Anna Anka")


def test_an_address_is_hidden_at_once_where_nothing_else_waits(client, kept):
    publish(client, kept, places=[{"street": "Hemliga gatan 1", "town": "Lund", "is_visited": "on"}])
    assert seen("Hemliga gatan")
    write(client, kept, places=[{"street": "Hemliga gatan 1", "town": "Lund", "is_hidden": "on"}])
    assert not seen("Hemliga gatan")


def test_an_address_is_hidden_at_once_also_when_it_is_written_otherwise_in_the_draft(client, kept):
    publish(client, kept, places=[{"street": "Hemliga gatan 1", "town": "Lund", "is_visited": "on"}])
    assert seen("Hemliga gatan")
    write(client, kept, places=[{"street": "Hemliga gatan 1 B", "town": "Lund", "is_hidden": "on"}])
    assert not seen("Hemliga gatan")


@pytest.mark.parametrize("action", ["send", "discard", "take-back"])
def test_pressing_a_button_of_what_has_just_ended_is_a_404(client, kept, action):
    write(client, kept, summary_sv="Nytt.")
    shown = kept.latest_revision_id

    def gone(entry, by):
        raise Organisation.DoesNotExist

    with patch.object(drafts, "_turn", gone):
        assert client.post(edit_url(kept), {"action": action, "shown": shown or ""}).status_code == 404


def test_saving_what_has_just_ended_is_a_404(client, kept):
    data = form_data(kept, section_with(kept, "summary_sv"), summary_sv="Nytt.")

    def gone(entry, by):
        raise Organisation.DoesNotExist

    with patch.object(drafts, "_turn", gone):
        assert client.post(edit_url(kept, "summary_sv"), data).status_code == 404


def test_sending_and_taking_back_over_and_over_does_not_fill_the_editors_inboxes(client, keeper):
    entry = OrganisationFactory(name="Kajen", kept_by=keeper)
    editor()
    write(client, entry, summary_sv="Nytt.")
    mail.outbox.clear()
    for _time in range(8):
        press(client, entry, "send")
        press(client, entry, "take-back")
    assert 1 <= len(mail.outbox) <= 3


def test_nobody_fills_the_disk_with_pictures(client, kept):
    for _number in range(45):
        write(client, kept, new_logo=picture())
    assert get_image_model().objects.count() <= 40


def test_comparing_two_spiteful_texts_takes_no_time():
    before = "\n\n".join(["a b " * 900, "b a " * 900])
    after = "\n\n".join(["b a a " * 600, "a b b " * 600])
    begun = time.perf_counter()
    content._marked(before[:8000], after[:8000])
    assert time.perf_counter() - begun < 10


def test_nobody_guesses_the_address_of_a_picture_that_waits(client, kept):
    write(client, kept, new_logo=picture())
    image = get_image_model().objects.get()
    assert len(image.file.name.split("/")[-1]) > 25
    assert all(len(made.file.name.split("/")[-1].split(".")[0]) > 20 for made in image.renditions.all())


ODD = ["-1", "9" * 30, "NaN", "\x00", "å" * 10000]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_input_is_no_error_of_the_server(client, kept, keeper, odd):
    initiative = InitiativeFactory(by=[kept])
    for entry in (kept, initiative):
        for section in content.SECTIONS[type(entry)]:
            url = f"{entry.edit_url}{section.slugs['sv']}/"
            plain = form_data(entry, section)
            assert client.post(url, {"based_on": odd}).status_code < 500
            for name in [*section.fields, "based_on"]:
                assert client.post(url, {**plain, name: odd}).status_code < 500, name
            for name in section.rows:
                for key in ("TOTAL_FORMS", "INITIAL_FORMS"):
                    assert client.post(url, {**plain, f"{name}-{key}": odd}).status_code < 500, name
                kind = entry._meta.get_field(name).related_model
                for column in (*content.ROWS[kind], "file", "remove", "id"):
                    row = {"name": "A", "street": "B", "label": "C", "url": "https://e.se", "organisation": "Fyren"}
                    data = {**plain, **rows(name, [{**row, column: odd}])}
                    assert client.post(url, data).status_code < 500, (name, column)
        for action in ("send", "discard", odd):
            assert client.post(entry.edit_url, {"action": action, "shown": odd}).status_code < 500


def test_a_version_that_a_keeper_or_reviewer_may_see_is_never_written_over_by_the_admin(client, kept):
    write(client, kept, summary_sv="Föreningens.")
    admin = Client()
    admin.force_login(editor())
    url = reverse("wagtailsnippets_directory_organisation:edit", args=[kept.pk])
    first = admin.post(url, admin_form(kept, admin.get(url), name="Ett"), headers={"accept": "application/json"})
    made = first.json()["revision_id"]
    # Here a keeper opens the form, or a reviewer the change.
    seen_by_them = kept.revisions.get(pk=made).content
    again = admin_form(kept, admin.get(url), name="Två", overwrite_revision_id=made)
    second = admin.post(url, again, headers={"accept": "application/json"})
    assert second.json()["success"]
    assert second.json()["revision_id"] != made
    assert kept.revisions.get(pk=made).content == seen_by_them


def test_with_a_profile_go_the_pictures_of_its_drafts_and_of_what_was_merged_into_it(client, kept, keeper):
    other = OrganisationFactory(name="Bryggan", kept_by=keeper, trusted=True)
    publish(client, other, new_logo=picture())
    draft = InitiativeFactory(by=[kept], live=False)
    write(client, draft, images=[{"file": picture(), "alt_sv": "Ett hus"}])
    other.refresh_from_db()
    contents = (merging.content_of(kept), merging.content_of(other))
    merging.merge(kept, other, contents[0], by=editor(), shown=merging.fingerprint(*contents))
    assert get_image_model().objects.count() == 2
    withdrawing.withdraw(Organisation.objects.get(pk=kept.pk), by=keeper)
    assert not get_image_model().objects.exists()
