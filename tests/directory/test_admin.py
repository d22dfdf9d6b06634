"""What editors do in the Wagtail admin, through its own forms, is right in the search at once."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Initiative, Invitation, Membership, Organisation, OrganisationPlace, Tag
from search.models import SearchDocument
from tests.directory.factories import InitiativeFactory, OrganisationFactory, PersonFactory, TagFactory, editor, place
from tests.directory.posted import admin_rows

pytestmark = pytest.mark.django_db
PREFIX = "wagtailsnippets_directory_"


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


def titles(language: str = "sv") -> list[str]:
    return sorted(
        SearchDocument.objects.filter(
            public=True, language=language, kind__in=["organisation", "initiative"]
        ).values_list("title", flat=True)
    )


def organisation_data(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Fyren",
        "slug": "fyren",
        "form": "ideell-forening",
        "summary_sv": "Ett klubbhus.",
        "municipality": "",
        "tags": "",
        **admin_rows("places", "contacts", "channels", "links"),
        **changes,
    }


def test_publishing_renaming_and_unpublishing_an_organisation(admin):
    admin.post(reverse(f"{PREFIX}organisation:add"), organisation_data())
    organisation = Organisation.objects.get()
    assert not organisation.live
    assert organisation.standing
    assert titles() == []
    edit = reverse(f"{PREFIX}organisation:edit", args=[organisation.pk])
    admin.post(edit, organisation_data(**{"action-publish": "1"}))
    assert titles() == titles("en") == ["Fyren"]
    initiative = InitiativeFactory(title="Soppan", by=[organisation])
    admin.post(edit, organisation_data(name="Båken"))
    assert titles() == ["Fyren", "Soppan"]
    admin.post(edit, organisation_data(name="Båken", **{"action-publish": "1"}))
    assert titles() == ["Båken", "Soppan"]
    assert "Båken" in SearchDocument.objects.get(kind="initiative", key=str(initiative.pk), language="sv").text
    admin.post(reverse(f"{PREFIX}organisation:unpublish", args=[organisation.pk]))
    assert titles() == ["Soppan"]
    assert "Båken" not in SearchDocument.objects.get(kind="initiative", key=str(initiative.pk), language="sv").text


def test_deleting_an_organisation(admin):
    organisation = OrganisationFactory(name="Fyren")
    InitiativeFactory(title="Soppan", by=[organisation])
    admin.post(reverse(f"{PREFIX}organisation:delete", args=[organisation.pk]))
    assert titles() == ["Soppan"]
    assert "Fyren" not in SearchDocument.objects.get(kind="initiative", language="sv").text


def test_publishing_an_initiative_with_its_parts(admin):
    organisation = OrganisationFactory(name="Fyren")
    data = {
        "title": "Soppan",
        "slug": "soppan",
        "form": "projekt",
        "stage": "pilot",
        "summary_sv": "Soppa.",
        "tags": "",
        **admin_rows("places", "links", "images"),
        "parts-TOTAL_FORMS": 1,
        "parts-INITIAL_FORMS": 0,
        "parts-0-organisation": organisation.pk,
        "parts-0-role": "Lagar",
        "parts-0-ORDER": 1,
        "action-publish": "1",
    }
    admin.post(reverse(f"{PREFIX}initiative:add"), data)
    assert Initiative.objects.get().live
    assert titles() == ["Fyren", "Soppan"]
    assert "Fyren" in SearchDocument.objects.get(kind="initiative", language="sv").text


def test_renaming_and_deleting_a_tag(admin):
    tag = TagFactory(name="Odling")
    organisation = OrganisationFactory(tagged_with=[tag])
    row = SearchDocument.objects.get(key=str(organisation.pk), language="sv")
    assert row.tags == ["Odling"]
    admin.post(
        reverse(f"{PREFIX}tag:edit", args=[tag.pk]), {"name": "Stadsodling", "label_en": "Growing", "slug": "odling"}
    )
    row.refresh_from_db()
    assert row.tags == ["Stadsodling", "Growing"]
    admin.post(reverse(f"{PREFIX}tag:delete", args=[tag.pk]))
    row.refresh_from_db()
    assert row.tags == []
    assert not Tag.objects.exists()


def test_the_same_tag_spelt_differently_is_refused(admin):
    TagFactory(name="Återbruk")
    admin.post(reverse(f"{PREFIX}tag:add"), {"name": "återbruk ", "label_en": "", "slug": "aterbruk-2"})
    assert Tag.objects.count() == 1


def test_a_renamed_municipality_is_found_by_its_new_name():
    organisation = OrganisationFactory(municipality=place("Lund"))
    lund = place("Lund")
    lund.name = "Nya Lund"
    lund.save()
    assert SearchDocument.objects.get(key=str(organisation.pk), language="sv").municipalities == ["Nya Lund"]


def test_an_editor_invites_and_lets_go(admin, settings):
    organisation = OrganisationFactory(kept_by=PersonFactory())
    url = reverse(f"{PREFIX}organisation:keepers", args=[organisation.pk])
    assert admin.get(url).status_code == 200
    assert url in admin.get(reverse(f"{PREFIX}organisation:list")).content.decode()
    assert url in admin.get(reverse(f"{PREFIX}organisation:edit", args=[organisation.pk])).content.decode()
    assert admin.post(url, {"action": "invite", "email": "fel"}).status_code == 200
    assert admin.post(url, {"action": "invite", "email": "ny@example.org", "role": "keeper"}).status_code == 302
    assert Invitation.objects.get().email == "ny@example.org"
    assert "ny@example.org" in admin.get(url).content.decode()
    admin.post(url, {"action": "standing", "is_partner": "on"})
    organisation.standing.refresh_from_db()
    assert organisation.standing.is_partner
    admin.post(url, {"action": "let-go", "membership": Membership.objects.get().pk})
    assert not Membership.objects.exists()


def test_a_member_has_no_door_to_the_admin_pages(client):
    keeper = PersonFactory()
    organisation = OrganisationFactory(kept_by=keeper)
    client.force_login(keeper)
    url = reverse(f"{PREFIX}organisation:keepers", args=[organisation.pk])
    assert client.post(url, {"action": "invite", "email": "ny@example.org"}).status_code in {302, 403}
    assert not Invitation.objects.exists()


def test_the_list_in_the_admin_costs_the_same_for_many(admin):
    url = reverse(f"{PREFIX}organisation:list")
    OrganisationFactory(municipality=place("Lund"))
    admin.get(url)
    with CaptureQueriesContext(connection) as one:
        admin.get(url)
    OrganisationFactory.create_batch(20, municipality=place("Malmö"))
    with CaptureQueriesContext(connection) as many:
        admin.get(url)
    assert len(many) <= len(one) + 2


def test_the_preview_shows_the_draft(admin):
    organisation = OrganisationFactory(name="Fyren")
    organisation.name = "Utkastet"
    organisation.save_revision()
    url = reverse(f"{PREFIX}organisation:preview_on_edit", args=[organisation.pk])
    admin.post(url, organisation_data(name="Förhandsvisad"))
    assert "Förhandsvisad" in admin.get(url).content.decode()


def test_two_versions_are_compared_in_words(admin):
    organisation = OrganisationFactory(name="Fyren", description_sv="Gammalt stycke.", goals=[1])
    first = organisation.save_revision()
    organisation.description_sv, organisation.goals = "Nytt stycke.\n\n- Punkt", [3]
    organisation.places = [OrganisationPlace(town="Nyby", is_hidden=True)]
    second = organisation.save_revision()
    url = reverse(f"{PREFIX}organisation:revisions_compare", args=[organisation.pk, first.pk, second.pk])
    page = admin.get(url).content.decode()
    words = ["Gammalt", "Punkt", "Ingen fattigdom", "God hälsa och välbefinnande", "Nyby", "Skyddad adress"]
    assert not [word for word in words if word.lower() not in page.lower()]
    assert "&lt;p&gt;" not in page
