"""What keepers write: a draft that nobody else sees, sent, reviewed, sent back, published as it was shown."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import WorkflowState
from wagtail.test.utils.form_data import rich_text

from directory.models import Initiative, Organisation, SupportOffer
from directory.permissions import others_wrote
from directory.services import contacts
from portal.plugins import search
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    TagFactory,
    editor,
    keeps,
)
from tests.directory.posted import admin_rows, edit_url, form_data, press, publish, rows, section_with, write
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
    return OrganisationFactory(name="Fyren", summary_sv="Gammalt.", kept_by=keeper)


def review_url(entry: Any) -> str:
    return reverse("directory_reviews:review", args=[entry._meta.model_name, entry.pk])


def answer(entry: Any, action: str, by: Any = None, shown: int | None = None, comment: str = "") -> Any:
    """An editor's answer to what stands on the page now, or to the version `shown`."""
    client = Client()
    client.force_login(by or editor())
    page = client.get(review_url(entry))
    data = {"action": action, "shown": shown or page.context["shown"], "comment": comment}
    return client.post(review_url(entry), data)


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
    for visitor in (Client(), _signed_in(PersonFactory())):
        for outlet in OUTLETS:
            page = visitor.get(outlet).content.decode().replace("q=hemlighetsmakeriet", "")
            for words in (PLANTED, "hemlig.example.org", draft.logo.file.name):
                assert words not in page, outlet
    assert not search.find("hemlighetsmakeriet", language="sv")
    assert not kept.tags.exists()
    assert kept.logo is None
    preview = client.get(reverse("directory:preview", args=["fyren"])).content.decode()
    assert f"{PLANTED} beskriver." in preview


def _signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


# Sending and publishing -----------------------------------------------------------------------


def test_an_organisation_that_an_editor_trusts_publishes_at_once(client, kept):
    page = reverse("wagtailsnippets_directory_organisation:keepers", args=[kept.pk])
    _signed_in(editor()).post(page, {"action": "standing", "is_trusted": "on"})
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


def test_the_moderator_sees_old_and_new_side_by_side_and_what_is_approved_is_public(client, kept):
    publish(client, kept, summary_sv="Nytt.", new_logo=picture())
    reviewer = editor()
    page = _signed_in(reviewer).get(review_url(kept)).content.decode()
    assert "<del>Gammalt.</del>" in page
    assert "<ins>Nytt.</ins>" in page
    answer(kept, "approve", by=reviewer, comment="Fint!")
    kept.refresh_from_db()
    assert (kept.summary_sv, kept.has_unpublished_changes) == ("Nytt.", False)
    assert kept.logo_rendition
    assert not kept.current_workflow_state
    (letter,) = [letter for letter in mail.outbox if "Fint!" in letter.body]
    assert kept.get_absolute_url() in letter.body


def test_a_version_that_was_not_shown_is_not_approved(client, kept):
    publish(client, kept, summary_sv="Andra.")
    kept.refresh_from_db()
    shown = kept.latest_revision_id
    write(client, kept, summary_sv="Tredje, osedd.")
    response = answer(kept, "approve", shown=shown)
    assert "titta igen" in response.content.decode()
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    answer(kept, "approve")
    kept.refresh_from_db()
    assert kept.summary_sv == "Tredje, osedd."


def test_wagtails_own_button_approves_nothing_unseen(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    task_state = kept.current_workflow_task_state
    admin = _signed_in(editor())
    url = reverse("wagtailsnippets_directory_organisation:workflow_action", args=[kept.pk, "approve", task_state.pk])
    assert admin.post(url, {"comment": ""}).status_code in (302, 403)
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    assert kept.workflow_in_progress


def test_a_change_that_is_sent_back_reaches_the_keepers_with_a_link_that_works_for_them(client, kept, keeper):
    colleague = PersonFactory()
    keeps(kept, colleague)
    publish(client, kept, summary_sv="Nytt.")
    mail.outbox.clear()
    answer(kept, "send-back", comment="Skriv för vem.")
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([keeper.email, colleague.email])
    assert all("Skriv för vem." in letter.body and kept.edit_url in letter.body for letter in mail.outbox)
    assert not any("/admin/" in letter.body for letter in mail.outbox)
    page = client.get(kept.edit_url).content.decode()
    assert "Skriv för vem." in page
    publish(client, kept, summary_sv="Nytt, för alla.")
    assert kept.workflow_in_progress
    answer(kept, "approve")
    kept.refresh_from_db()
    assert kept.summary_sv == "Nytt, för alla."


def test_sending_back_needs_words(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    assert answer(kept, "send-back").context["form"].errors["comment"]
    assert kept.workflow_in_progress


def test_what_a_keeper_took_back_nobody_approves(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    press(client, kept, "take-back")
    assert not kept.workflow_in_progress
    answer(kept, "approve")
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    assert kept.get_latest_revision_as_object().summary_sv == "Nytt."


def test_two_editors_answer_once(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    kept.refresh_from_db()
    shown = kept.latest_revision_id
    answer(kept, "send-back", shown=shown, comment="Mer.")
    answer(kept, "approve", shown=shown)
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."
    assert kept.current_workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_who_is_no_editor_answers_nothing(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    assert client.post(review_url(kept), {"action": "approve", "shown": kept.latest_revision_id}).status_code == 302
    kept.refresh_from_db()
    assert kept.summary_sv == "Gammalt."


def test_the_queue_stands_on_the_admins_first_page_and_says_the_oldest_first(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    second = OrganisationFactory(name="Andra", kept_by=kept.memberships.get().user)
    publish(client, second, summary_sv="Nytt.")
    admin = _signed_in(editor())
    for page in (admin.get("/admin/"), admin.get(reverse("directory_reviews:index"))):
        words = page.content.decode()
        assert 0 < words.index(review_url(kept)) < words.index(review_url(second))


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


def test_a_keeper_adds_an_initiative_that_is_public_once_an_editor_has_read_it(client, kept):
    url = reverse("directory:add-initiative", args=[kept.slug])
    form = {"title": "Lånecyklar", "form": "projekt", "summary_sv": "Vi lånar ut cyklar."}
    response = client.post(url, form)
    initiative = Initiative.objects.get()
    assert response["Location"] == initiative.edit_url
    assert not initiative.live
    write(client, initiative, challenge_sv="Folk saknar cykel.", links=[], municipality="")
    press(client, initiative, "send")
    assert Client().get(initiative.get_absolute_url()).status_code == 404
    answer(initiative, "approve")
    page = Client().get(initiative.get_absolute_url()).content.decode()
    assert "Folk saknar cykel." in page
    assert "Fyren" in page


def test_an_initiative_is_not_given_to_an_organisation_without_the_editors(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    OrganisationFactory(name="Kända Kommunen")
    initiative = InitiativeFactory(by=[kept])
    parts = [{"organisation": "Fyren", "role": "Driver"}, {"organisation": "kända kommunen", "role": "Betalar"}]
    publish(client, initiative, parts=parts)
    assert initiative.parts.count() == 1
    assert initiative.workflow_in_progress
    publish(client, InitiativeFactory(by=[kept]), summary_sv="Nytt.")
    assert Initiative.objects.get(summary_sv="Nytt.")


def test_a_part_of_an_organisation_that_is_not_there_is_refused(client, kept):
    initiative = InitiativeFactory(by=[kept])
    OrganisationFactory(name="Dolda", live=False)
    response = write(client, initiative, parts=[{"organisation": "Dolda", "role": ""}])
    assert response.context["forms"].rows["parts"].errors[0]["organisation"]
    twice = [{"organisation": "Fyren", "role": "a"}, {"organisation": "Fyren", "role": "b"}]
    response = write(client, initiative, parts=twice)
    assert response.context["forms"].rows["parts"].errors[1]["organisation"]


def test_pictures_of_an_initiative_are_sent_kept_and_taken_away_and_nobody_takes_anothers(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    initiative = InitiativeFactory(by=[kept])
    publish(client, initiative, images=[{"file": picture(), "alt_sv": "En cykel"}])
    image = initiative.images.get().image
    assert image.renditions.exists()
    strangers = InitiativeFactory(by=[kept])
    response = write(client, strangers, images=[{"image": image.pk, "alt_sv": "Stulen"}])
    assert response.context["forms"].rows["images"].errors[0]["file"]
    publish(client, initiative, images=[{"image": image.pk, "alt_sv": "En röd cykel"}])
    assert initiative.images.get().alt_sv == "En röd cykel"
    publish(client, initiative, images=[{"image": image.pk, "alt_sv": "En röd cykel", "remove": "on"}])
    assert not initiative.images.exists()


def test_a_keeper_adds_support_and_says_what_it_costs(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    url = reverse("directory:add-offer", args=[kept.slug])
    client.post(url, {"title": "Landskapet", "kind": "advice", "summary_sv": "Vi ger råd."})
    offer = SupportOffer.objects.get()
    assert offer.slug == "landskapet-2"
    response = write(client, offer, is_free="", cost_sv="")
    assert response.context["forms"].form.errors["cost_sv"]
    publish(client, offer, is_free="", cost_sv="100 kronor i timmen")
    assert "100 kronor i timmen" in Client().get(offer.get_absolute_url()).content.decode()


def test_a_draft_that_was_never_public_is_thrown_away_for_good(client, kept):
    url = reverse("directory:add-offer", args=[kept.slug])
    client.post(url, {"title": "Råd", "kind": "advice", "summary_sv": "Vi ger råd."})
    offer = SupportOffer.objects.get()
    press(client, offer, "discard")
    assert not SupportOffer.objects.exists()


def test_others_initiatives_and_offers_are_not_there(client, kept):
    for entry in (InitiativeFactory(by=[OrganisationFactory()]), OfferFactory(live=False)):
        assert client.get(entry.edit_url).status_code == 404
        assert write(client, entry, summary_sv="Kapat").status_code == 404
        assert press(client, entry, "send").status_code == 404


# Two at once, one of them in the admin ----------------------------------------------------------


def admin_form(organisation: Organisation, page: Any, **changes: Any) -> dict[str, Any]:
    """The admin's form as `page` shows it, with `changes`."""
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data |= admin_rows("places", "contacts", "channels", "links")
    loaded = page.context["object"].latest_revision
    data |= {"loaded_revision_id": loaded.pk, "loaded_revision_created_at": loaded.created_at.isoformat()}
    empty = rich_text("")
    return {**data, "tags": "", "logo": "", "description_sv": empty, "description_en": empty, **changes}


def test_an_editor_who_saves_after_a_keeper_sees_what_they_changed_and_neither_loses_a_word(client, kept):
    kept.standing.is_trusted = True
    kept.standing.save()
    publish(client, kept, other_names="Huset")
    admin = _signed_in(editor())
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
