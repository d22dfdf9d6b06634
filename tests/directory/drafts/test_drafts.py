"""What keepers write: a draft that nobody else sees, sent, reviewed, sent back, published as it was shown."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.models import Organisation
from directory.permissions import others_wrote
from directory.services import contacts
from portal.plugins import search
from tests.directory.drafts.answers import review_url, signed_in
from tests.directory.factories import InitiativeFactory, OfferFactory, PersonFactory, TagFactory, editor
from tests.directory.posted import admin_form, edit_url, form_data, press, publish, rows, section_with, write
from tests.directory.test_keeping import picture

pytestmark = [pytest.mark.django_db, pytest.mark.database]


# What waits is seen by nobody else ------------------------------------------------------------


PLANTED = "Hemlighetsmakeriet"
OUTLETS = [
    "/hitta/",
    "/hitta/?q=hemlighetsmakeriet",
    "/hitta/organisationer/fyren/",
    "/en/find/organisations/fyren/",
    "/sok/?q=hemlighetsmakeriet&type=organisation",
    "/api/v1/directory/organisations",
    "/api/v1/directory/organisations/fyren",
    "/api/v1/directory/map",
    "/api/v1/search?q=hemlighetsmakeriet",
    "/sitemap.xml",
]


def test_while_a_change_waits_nobody_else_sees_any_of_it(client, kept):
    tag = TagFactory(name=PLANTED)
    write(
        client,
        kept,
        name=PLANTED,
        summary_sv=f"{PLANTED} sammanfattar.",
        description_sv=f"{PLANTED} beskriver.",
        tags=[tag.pk],
        new_logo=picture(),
        places=[{"street": f"{PLANTED}gatan 1", "town": "Lund"}],
        contacts=[{"name": PLANTED, "email": "hemlig@example.org", "is_public": "on"}],
        links=[{"label": PLANTED, "url": "https://hemlig.example.org/"}],
    )
    press(client, kept, "send")
    kept.refresh_from_db()
    draft = kept.get_latest_revision_as_object()
    assert kept.workflow_in_progress
    for visitor in (Client(), signed_in(PersonFactory())):
        for outlet in OUTLETS:
            page = visitor.get(outlet).content.decode().replace("q=hemlighetsmakeriet", "")
            for words in (PLANTED, "hemlig.example.org", draft.logo.file.name):
                assert words not in page, outlet
    assert not search.find("hemlighetsmakeriet", language="sv")
    assert not kept.tags.exists()
    assert kept.logo is None
    preview = client.get(reverse("directory:preview", args=["fyren"])).content.decode()
    assert f"{PLANTED} beskriver." in preview


# Sending and publishing -----------------------------------------------------------------------


def test_an_organisation_that_an_editor_trusts_publishes_at_once(client, kept):
    page = reverse("wagtailsnippets_directory_organisation:keepers", args=[kept.pk])
    signed_in(editor()).post(page, {"action": "standing", "is_trusted": "on"})
    assert publish(client, kept, summary_sv="Nytt.")["Location"] == kept.get_absolute_url()
    kept.refresh_from_db()
    assert (kept.summary_sv, kept.has_unpublished_changes) == ("Nytt.", False)
    assert not mail.outbox


def test_others_wait_for_the_editors_who_get_a_mail(client, kept):
    reviewer = editor()
    publish(client, kept, summary_sv="Nytt.")
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    (letter,) = [letter for letter in mail.outbox if letter.to == [reviewer.email]]
    assert review_url(kept) in letter.body


def test_the_overview_says_a_place_without_its_numbers_and_a_yes_by_its_name(client, kept):
    offer = OfferFactory(organisation=kept, is_free=True)
    kept.places.create(name="Huset", street="Storgatan 1", latitude=55.7047, longitude=13.191)
    kept.save_revision().publish()
    html = client.get(kept.edit_url).content.decode()
    assert "Huset, Storgatan 1" in html
    assert "55.7" not in html
    overview = client.get(offer.edit_url).content.decode()
    assert "Kostar inget" in overview
    assert "<bdi>Ja</bdi>" not in overview


def test_the_global_goals_are_chosen_in_ones_own_language_whenever_the_form_was_made():
    with translation.override("en"):
        field: Any = Organisation._meta.get_field("goals").formfield()
    with translation.override("sv"):
        assert (3, "3. God hälsa och välbefinnande") in list(field.choices)


def test_one_section_is_saved_and_sent_in_one_go(client, kept):
    data = form_data(kept, section_with(kept, "summary_sv"), summary_sv="Nytt.", action="send")
    client.post(edit_url(kept, "summary_sv"), data)
    assert kept.workflow_in_progress


def test_saving_and_sending_one_section_does_not_send_what_stood_in_the_draft_unseen(client, kept):
    write(client, kept, website="https://fyren.example.org/")
    data = form_data(kept, section_with(kept, "summary_sv"), summary_sv="Nytt.", action="send")
    client.post(edit_url(kept, "summary_sv"), data)
    assert not kept.workflow_in_progress


def test_a_draft_that_cannot_be_published_is_not_sent_and_it_is_said_where_it_is_wrong(client, kept):
    draft = kept.get_latest_revision_as_object()
    draft.summary_sv = ""
    draft.save_revision(user=PersonFactory(), clean=False)
    response = press(client, kept, "send")
    assert response.status_code == 409
    assert 'href="om/"' in response.content.decode()
    assert not kept.workflow_in_progress


def test_what_is_sent_is_what_was_shown(client, kept):
    write(client, kept, summary_sv="Nytt.")
    kept.refresh_from_db()
    shown = kept.latest_revision_id
    write(client, kept, summary_sv="En kollegas.")
    press(client, kept, "send", shown=shown)
    assert not kept.workflow_in_progress


def test_a_trusted_keeper_does_not_publish_what_an_editor_has_begun(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    draft = kept.get_latest_revision_as_object()
    draft.name = "Redaktörens halva namn"
    draft.save_revision(user=editor())
    publish(client, kept, website="https://fyren.example.org/")
    kept.refresh_from_db()
    assert others_wrote(kept)
    assert (kept.name, kept.website) == ("Fyren", "")
    assert kept.workflow_in_progress


# The editors' answer --------------------------------------------------------------------------


# Throwing away --------------------------------------------------------------------------------


def test_a_draft_thrown_away_leaves_what_is_public(client, kept):
    write(client, kept, summary_sv="Nytt.")
    press(client, kept, "discard")
    kept.refresh_from_db()
    assert not kept.has_unpublished_changes
    assert kept.get_latest_revision_as_object().summary_sv == "Gammalt."
    write(client, kept, website="https://fyren.example.org/")
    assert not others_wrote(kept)


def test_nobody_throws_away_what_an_editor_wrote(client, kept):
    draft = kept.get_latest_revision_as_object()
    draft.name = "Redaktörens"
    draft.save_revision(user=editor())
    press(client, kept, "discard")
    kept.refresh_from_db()
    assert kept.get_latest_revision_as_object().name == "Redaktörens"


# What is to be hidden is hidden at once ---------------------------------------------------------


def test_an_address_that_is_protected_is_gone_at_once_while_the_rest_waits(client, kept):
    kept.places.create(street="Storgatan 1", town="Lund")
    kept.save()
    write(client, kept, places=[{"street": "Storgatan 1", "town": "Lund", "is_hidden": "on"}], summary_sv="Nytt.")
    assert "Storgatan 1" not in Client().get(kept.get_absolute_url()).content.decode()
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."


def test_a_contact_person_who_says_no_is_gone_at_once(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    publish(client, kept, contacts=[{"name": "Siv Svarar", "email": "siv@example.org", "is_public": "on"}])
    assert "Siv Svarar" in Client().get(kept.get_absolute_url()).content.decode()
    write(client, kept, contacts=[])
    assert "Siv Svarar" not in Client().get(kept.get_absolute_url()).content.decode()


def test_a_form_that_was_open_when_a_consent_was_taken_back_does_not_give_it_anew(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    publish(client, kept, contacts=[{"name": "Siv Svarar", "email": "siv@example.org", "is_public": "on"}])
    page = client.get(edit_url(kept, "contacts"))
    assert page.context["forms"].rows["contacts"][0]["had_said_yes"].value() is True
    section = section_with(kept, "contacts")
    open_form = form_data(kept, section, contact_phone="046-12 34 56") | {"contacts-0-had_said_yes": "True"}
    contacts.withdraw(kept, kept.contacts.get().key, by=editor())
    client.post(edit_url(kept, "contacts"), open_form)
    press(client, kept, "send")
    kept.refresh_from_db()
    assert kept.contact_phone == "046-12 34 56"
    assert "Siv Svarar" not in Client().get(kept.get_absolute_url()).content.decode()


# Initiatives and support offers -----------------------------------------------------------------


# Two at once, one of them in the admin ----------------------------------------------------------


def test_an_editor_who_saves_after_a_keeper_sees_what_they_changed_and_neither_loses_a_word(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    publish(client, kept, other_names="Huset")
    admin = signed_in(editor())
    url = reverse("wagtailsnippets_directory_organisation:edit", args=[kept.pk])
    form = admin_form(kept, admin.get(url), name="Redaktörens namn", **{"action-publish": "Publish"})
    publish(client, kept, summary_sv="Föreningens.", links=[{"label": "Ny", "url": "https://ny.example.org/"}])
    response = admin.post(url, form)
    page = admin.get(response["Location"])
    told = page.content.decode()
    assert "Föreningens." in told
    assert "https://ny.example.org/" in told
    kept.refresh_from_db()
    assert (kept.name, kept.summary_sv) == ("Fyren", "Föreningens.")
    merged = page.context["form"]
    assert (merged["name"].value(), merged["summary_sv"].value()) == ("Redaktörens namn", "Föreningens.")
    again = admin_form(kept, page, **rows("links", [{"label": "Ny", "url": "https://ny.example.org/"}], extra=0))
    again |= {"links-0-ORDER": "1", "links-0-id": "", "action-publish": "Publish"}
    assert admin.post(url, again).status_code == 302
    kept.refresh_from_db()
    assert (kept.name, kept.summary_sv) == ("Redaktörens namn", "Föreningens.")
    assert [link.label for link in kept.links.all()] == ["Ny"]


def test_an_empty_choice_has_a_word_in_ones_own_language(client, kept):
    initiative = InitiativeFactory(by=[kept])
    for entry, name in ((initiative, "stage"), (kept, "channels")):
        page = client.get(edit_url(entry, name)).content.decode()
        assert '<option value="" selected>Välj</option>' in page
        assert "-----" not in page
