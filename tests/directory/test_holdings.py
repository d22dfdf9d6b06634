"""What an organisation's profile holds: what it is known by, where it is, and who answers."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Revision

from directory import content
from directory.models import Channel, ContactConsent, Organisation, OrganisationPlace
from directory.services import contacts
from directory.slots import slots
from portal.plugins import search
from search.models import SearchDocument
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    TagFactory,
    editor,
    place,
)
from tests.directory.posted import edit_url, form_data, publish, section_with

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PROFILE = "/hitta/organisationer/fyren/"
SIV = {"name": "Siv Svarar", "role": "Ordförande", "email": "siv@example.org", "is_public": True}


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(keeper):
    return OrganisationFactory(name="Fyren", kept_by=keeper, trusted=True)


def save(client: Any, organisation: Organisation, **changes: Any) -> Any:
    organisation.refresh_from_db()
    return publish(client, organisation, **changes)


def test_a_keeper_writes_all_of_it_and_it_stands_on_the_page_in_the_api_and_for_machines(client, kept):
    response = save(
        client,
        kept,
        other_names="Fyrhuset\n\n  Fyrhuset \nFH",
        organisation_number="802424-1237",
        founded="2011",
        languages=["en", "sv"],
        audiences=["aldre"],
        goals=[3, 10],
        places=[{"name": "Huset", "street": "Hamngatan 1", "postcode": "211 20", "town": "Malmö", "is_visited": "on"}],
        channels=[{"kind": "facebook", "url": "https://www.facebook.com/fyren"}],
        contacts=[SIV],
    )
    assert response.status_code == 302
    page = client.get(PROFILE).content.decode()
    shown = [
        *["Fyrhuset", "802424-1237", "Grundad 2011", "Svenska, engelska", "Äldre", "God hälsa", "Minskad ojämlikhet"],
        *["Besöksadress", "Hamngatan 1", "211 20 Malmö", "https://www.facebook.com/fyren", "Siv Svarar", "Ordförande"],
        *['"foundingDate": "2011"', '"streetAddress": "Hamngatan 1"', '"alternateName": ["Fyrhuset", "FH"]'],
    ]
    assert not [words for words in shown if words not in page]
    told = client.get("/api/v1/directory/organisations/fyren").json()
    assert (told["languages"], told["goals"], told["founded"]) == (["sv", "en"], [3, 10], 2011)
    assert (told["other_names"], told["organisation_number"]) == (["Fyrhuset", "FH"], "8024241237")
    assert told["places"][0]["street"] == "Hamngatan 1"
    assert told["contacts"] == [{"name": "Siv Svarar", "role": "Ordförande", "email": "siv@example.org", "phone": ""}]
    assert [hit.title for hit in search.find("fyrhuset", language="sv")] == ["Fyren"]


def test_a_form_opened_and_saved_unchanged_changes_nothing(client, kept):
    save(client, kept, contacts=[SIV], places=[{"town": "Lund"}], goals=[1])
    kept.refresh_from_db()
    before = content.values_of(kept)
    save(client, kept)
    kept.refresh_from_db()
    assert content.values_of(kept) == before


@pytest.mark.parametrize("number", ["802424-1234", "80242", "1234567890123", "hej"])
def test_a_wrong_organisation_number_is_refused(client, kept, number):
    assert save(client, kept, organisation_number=number).context["forms"].form.errors["organisation_number"]


def test_a_persons_number_is_refused_and_it_is_said_why(client, kept):
    page = save(client, kept, organisation_number="850709-9805").content.decode()
    assert "ser ut som ett personnummer" in page


@pytest.mark.parametrize("year", ["999", "2999", "-5", "x"])
def test_a_year_that_cannot_be_is_refused(client, kept, year):
    assert save(client, kept, founded=year).context["forms"].form.errors["founded"]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ({"places": [{"latitude": "155", "longitude": "13"}]}, "places"),
        ({"places": [{"latitude": "55.7"}]}, "places"),
        ({"places": [{"latitude": "13.1", "longitude": "55.7"}]}, "places"),
        ({"places": [{"is_visited": "on"}]}, "places"),
        ({"places": [{"town": "Lund", "is_visited": "on", "is_hidden": "on"}]}, "places"),
        ({"places": [{"postcode": "2112"}]}, "places"),
        ({"channels": [{"kind": "facebook", "url": "https://facebook.com.evil.example/fyren"}]}, "channels"),
        ({"channels": [{"kind": "instagram", "url": "javascript:alert(1)"}]}, "channels"),
        ({"contacts": [{"email": "namnlos@example.org"}]}, "contacts"),
    ],
)
def test_a_wrong_row_is_refused_and_the_summary_leads_to_it(client, kept, rows, field):
    response = save(client, kept, **rows)
    assert response.status_code == 200
    assert response.context["forms"].rows[field].total_error_count()
    assert f'href="#{field}-0' in response.content.decode() or f'href="#id_{field}-0' in response.content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"latitude": 100, "longitude": 13},
        {"latitude": 55.5},
        {"longitude": 13.5, "town": "Lund"},
        {"town": "Lund", "is_hidden": True, "is_visited": True},
        {},
    ],
)
def test_the_database_itself_refuses_a_place_that_cannot_be(values):
    organisation = OrganisationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationPlace.objects.bulk_create([OrganisationPlace(organisation=organisation, **values)])


@pytest.mark.parametrize(("name", "value"), [("founded", 12), ("organisation_number", "123")])
def test_the_database_itself_refuses_a_value_that_cannot_be(name, value):
    organisation = OrganisationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=organisation.pk).update(**{name: value})


def test_a_channel_is_at_the_hosts_of_its_kind():
    Channel(kind="youtube", url="https://m.youtube.com/@fyren").clean()
    Channel(kind="mastodon", url="https://anything.example/@fyren").clean()
    with pytest.raises(ValidationError):
        Channel(kind="youtube", url="https://notyoutube.com/@fyren").clean()


def test_what_the_list_of_languages_no_longer_knows_does_not_stop_an_old_version():
    organisation = OrganisationFactory(languages=["sv", "klingonska", "en", "sv"])
    organisation.refresh_from_db()
    assert organisation.languages == ["sv", "en"]


def test_rows_wait_in_the_draft(client):
    organisation = OrganisationFactory(name="Fyren")
    organisation.places = [OrganisationPlace(town="Väntaby")]
    revision = organisation.save_revision()
    assert "Väntaby" not in client.get(PROFILE).content.decode()
    revision.publish()
    assert "Väntaby" in client.get(PROFILE).content.decode()


def test_two_who_write_at_once_see_each_others_rows(client, kept):
    section = section_with(kept, "links")
    mine = form_data(kept, section, links=[{"label": "Program", "url": "https://program.example.org/"}])
    save(client, kept, contacts=[SIV], channels=[{"kind": "x", "url": "https://x.com/fyren"}])
    response = client.post(edit_url(kept, "links"), mine)
    assert response.status_code == 409
    changes = {change.label: change.after for change in response.context["changes"]}
    assert "Siv Svarar, Ordförande, siv@example.org" in changes["Kontaktpersoner"]
    assert "https://x.com/fyren" in changes["Sociala kanaler"]
    rows = response.context["forms"].rows
    assert rows["links"][0].initial["label"] == "Program"
    assert rows["contacts"][0].initial["name"] == "Siv Svarar"


def test_what_another_saved_in_another_section_meanwhile_stays(client, kept):
    mine = form_data(kept, section_with(kept, "places"), places=[{"town": "Lund"}])
    save(client, kept, contacts=[SIV])
    assert client.post(edit_url(kept, "places"), mine).status_code == 302
    kept.refresh_from_db()
    draft = kept.get_latest_revision_as_object()
    assert [person.name for person in draft.contacts.all()] == ["Siv Svarar"]
    assert [place.town for place in draft.places.all()] == ["Lund"]


# A protected address ---------------------------------------------------------------------------

NEEDLES = ["Hemligagatan", "299 77", "Hemligeby", "Skyddshuset", "55.98765", "13.54321", "Höör", "H\\u00f6\\u00f6r"]


@pytest.fixture(scope="module")
def shelter_once(written_once):
    tag = TagFactory(name="Trygghet")
    organisation = OrganisationFactory(name="Fyren", tagged_with=[tag])
    OrganisationFactory(name="Båken", tagged_with=[tag])
    organisation.places = [
        OrganisationPlace(town="Oppenby", is_visited=True),
        OrganisationPlace(
            name="Skyddshuset",
            street="Hemligagatan 1",
            postcode="299 77",
            town="Hemligeby",
            municipality=place("Höör"),
            latitude=55.98765,
            longitude=13.54321,
            is_hidden=True,
        ),
    ]
    organisation.save_revision().publish()
    initiative = InitiativeFactory(title="Soppan", by=[organisation])
    initiative.places.create(street="Hemligagatan 2", town="Hemligeby", is_hidden=True)
    initiative.places.create(town="Oppenby")
    initiative.save()
    search.publish(initiative)
    OfferFactory(title="Snacket", organisation=organisation)
    return organisation


@pytest.fixture
def shelter(shelter_once):
    return Organisation.objects.get(pk=shelter_once.pk)


OUTLETS = {
    "the profile and its JSON-LD": PROFILE,
    "the profile in English": "/en/find/organisations/fyren/",
    "the initiative's page": "/hitta/initiativ/soppan/",
    "the list": "/hitta/",
    "the list of a tag": "/hitta/?tag=trygghet",
    "the list by words": "/hitta/?q=fyren",
    "the nearest first": "/hitta/?near=lund",
    "the map": "/hitta/?view=map",
    "the map's numbers": "/api/v1/directory/map?zoom=16&bbox=13.53,55.98,13.55,55.99",
    "the map's numbers of all": "/api/v1/directory/map",
    "a similar profile": "/hitta/organisationer/baken/",
    "the search": "/sok/?q=fyren",
    "suggestions": "/api/v1/search/suggest?q=fyr&language=sv",
    "the search's API": "/api/v1/search?q=fyren",
    "the API's list": "/api/v1/directory/organisations",
    "the API": "/api/v1/directory/organisations/fyren",
    "the API's list of initiatives": "/api/v1/directory/initiatives",
    "the API of the initiative": "/api/v1/directory/initiatives/soppan",
    "the list of support": "/hitta/stod/",
    "the support landscape": "/hitta/stod/landskapet/",
    "what it offers": "/hitta/stod/snacket/",
    "the API of what it offers": "/api/v1/directory/offers/snacket",
    "the feed": "/hitta/nytt.atom",
    "the feed of a tag": "/hitta/amnen/trygghet.atom",
    "the sitemap": "/sitemap.xml",
    "the sitemap of organisations": "/sitemap-organisations.xml",
}


@pytest.mark.parametrize("who", ["a visitor", "a stranger", "a keeper"])
@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_protected_address_is_in_no_outlet(client, shelter, outlet, who):
    if who != "a visitor":
        person = PersonFactory()
        client.force_login(person)
        if who == "a keeper":
            shelter.memberships.create(user=person)
    response = client.get(OUTLETS[outlet])
    assert response.status_code == 200
    told = response.content.decode()
    # One may order the list by the distance from any municipality.
    told = re.sub("<select.*?</select>", "", told, flags=re.DOTALL)
    # The landscape has a row for each municipality, and the map draws each.
    needles = NEEDLES[:-2] if outlet in {"the support landscape", "the map"} else NEEDLES
    assert not [needle for needle in needles if needle in told]
    if outlet in {"the profile and its JSON-LD", "the API", "the initiative's page", "the API of the initiative"}:
        assert "Oppenby" in told


def test_a_protected_address_is_neither_on_the_map_nor_counted_there(client, shelter):
    assert 'aria-label="Höör: ' not in client.get("/hitta/?view=map").content.decode()
    assert not client.get("/hitta/?municipality=hoor").context["found"].total
    assert "Fyren" not in client.get("/hitta/kommuner/hoor.atom").content.decode()


def test_a_protected_address_is_in_no_row_of_the_search(shelter):
    rows = str(list(SearchDocument.objects.values()))
    assert "Oppenby" in rows
    assert not [needle for needle in NEEDLES if needle in rows]
    assert not search.find("Hemligagatan", language="sv")


def test_a_protected_address_stays_protected_on_the_home_page_and_in_a_published_old_version(client, rf, shelter):
    assert "Hemlig" not in str(slots["home-end"](rf.get("/"), None))
    shelter.refresh_from_db()
    shelter.latest_revision.publish()
    call_command("search_reindex")
    assert not search.find("Hemligagatan", language="sv")
    assert "Hemlig" not in client.get(PROFILE).content.decode()


def test_who_keeps_the_profile_and_who_edits_it_see_the_protected_address(client, shelter):
    person = PersonFactory()
    shelter.memberships.create(user=person)
    client.force_login(person)
    assert "Hemligagatan" in client.get(edit_url(shelter, "places")).content.decode()
    client.force_login(editor())
    assert "Hemligagatan" in client.get(f"/admin/snippets/directory/organisation/edit/{shelter.pk}/").content.decode()


# Contact persons -------------------------------------------------------------------------------


def shown(client: Any) -> bool:
    page = client.get(PROFILE).content.decode()
    api = client.get("/api/v1/directory/organisations/fyren").content.decode()
    assert ("Siv Svarar" in page) == ("Siv Svarar" in api)
    return "Siv Svarar" in page


def test_a_contact_person_is_shown_only_with_consent_and_its_day_is_kept(client, keeper, kept):
    save(client, kept, contacts=[{**SIV, "is_public": False}])
    assert not shown(client)
    row = content.values_of(kept)["contacts"][0]
    save(client, kept, contacts=[{**row, "is_public": "on"}])
    assert shown(client)
    consent = ContactConsent.objects.get()
    assert (timezone.localdate(consent.given_at), consent.recorded_by) == (timezone.localdate(), keeper)
    save(client, kept, contacts=[{**row, "is_public": False}])
    assert not shown(client)
    consent.refresh_from_db()
    assert consent.withdrawn_at


def test_a_withdrawn_consent_holds_for_every_old_version(client, kept):
    save(client, kept, contacts=[SIV])
    kept.refresh_from_db()
    old = kept.latest_revision
    contacts.withdraw(kept, kept.contacts.get().key, by=editor())
    assert not shown(client)
    old.publish()
    assert not shown(client)


def test_who_is_taken_out_is_forgotten_by_the_history_too(client, kept):
    save(client, kept, contacts=[SIV])
    save(client, kept, contacts=[{"name": "Bo Blir"}])
    assert "Siv" not in str(list(Revision.objects.values_list("content", flat=True)))
    assert "Bo Blir" in str(list(Revision.objects.values_list("content", flat=True)))
    assert not ContactConsent.objects.exists()


def test_who_stands_in_a_draft_that_waits_is_not_forgotten(client):
    organisation = OrganisationFactory(name="Fyren")
    organisation.contacts.create(name="Siv Svarar")
    organisation.save()
    live = organisation.save_revision()
    organisation.contacts.create(name="Ny Väntar")
    draft = organisation.save_revision()
    live.publish()
    draft.refresh_from_db()
    assert "Ny Väntar" in str(draft.content)


def test_an_editor_withdraws_and_erases_a_contact_person_everywhere(client, kept):
    save(client, kept, contacts=[SIV])
    save(client, kept, summary_sv="Nytt.")
    url = f"/admin/snippets/directory/organisation/keepers/{kept.pk}/"
    client.force_login(editor())
    key = str(kept.contacts.get().key)
    assert "Siv Svarar" in client.get(url).content.decode()
    client.post(url, {"action": "withdraw-consent", "person": key})
    assert not shown(client)
    client.post(url, {"action": "forget-contact", "person": key})
    assert "Siv" not in str(list(Revision.objects.values_list("content", flat=True)))
    assert not kept.contacts.exists()
    assert "Siv Svarar" not in client.get(url).content.decode()
    assert client.post(url, {"action": "forget-contact", "person": "nonsens"}).status_code == 302
