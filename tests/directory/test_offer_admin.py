"""Support offers in the Wagtail admin, through its own forms."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory import roles
from directory.models import Organisation, SupportOffer
from search.models import SearchDocument
from tests.directory.factories import OfferFactory, OrganisationFactory, PersonFactory, TagFactory, editor

pytestmark = pytest.mark.django_db
PREFIX = "wagtailsnippets_directory_supportoffer"


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


def offer_data(organisation: Organisation, **changes: Any) -> dict[str, Any]:
    return {
        "title": "Samtal",
        "slug": "samtal",
        "organisation": organisation.pk,
        "kind": "advice",
        "deadline": "",
        "summary_sv": "Ett samtal.",
        "municipalities": [],
        "tags": "",
        "is_free": "on",
        **changes,
    }


def shown(client: Any) -> str:
    return client.get("/hitta/stod/samtal/").content.decode()


def test_an_offer_is_written_published_changed_and_taken_back(admin, client):
    organisation = OrganisationFactory(name="Spaden")
    admin.post(reverse(f"{PREFIX}:add"), offer_data(organisation, municipalities=["1281"]))
    offer = SupportOffer.objects.get()
    assert not offer.live
    assert offer.standing
    assert not SearchDocument.objects.filter(kind="offer", public=True).exists()
    edit = reverse(f"{PREFIX}:edit", args=[offer.pk])
    admin.post(edit, offer_data(organisation, municipalities=["1281", "1280"], **{"action-publish": "1"}))
    assert "Lund, Malmö" in shown(client)
    assert SearchDocument.objects.filter(kind="offer", public=True, language="sv").count() == 1
    admin.post(edit, offer_data(organisation, title="Nytt", municipalities=["1286"]))
    assert "Lund, Malmö" in shown(client)
    assert "Ystad" not in shown(client)
    admin.post(reverse(f"{PREFIX}:unpublish", args=[offer.pk]))
    assert not SearchDocument.objects.filter(kind="offer", public=True).exists()
    assert admin.get(reverse(f"{PREFIX}:history", args=[offer.pk])).status_code == 200


def test_what_changed_can_be_compared(admin):
    offer = OfferFactory(title="Samtal", at=["Lund"])
    admin.post(reverse(f"{PREFIX}:edit", args=[offer.pk]), offer_data(offer.organisation, municipalities=["1281"]))
    admin.post(reverse(f"{PREFIX}:edit", args=[offer.pk]), offer_data(offer.organisation, municipalities=["1280"]))
    first, second = offer.revisions.order_by("pk")
    page = admin.get(reverse(f"{PREFIX}:revisions_compare", args=[offer.pk, first.pk, second.pk])).content.decode()
    assert "Lund" in page
    assert "Malmö" in page


def test_an_offer_that_costs_must_say_what(admin):
    page = admin.post(reverse(f"{PREFIX}:add"), offer_data(OrganisationFactory(), is_free="")).content.decode()
    assert "Skriv vad det kostar" in page
    assert not SupportOffer.objects.exists()


def test_the_list_narrows_by_kind_municipality_tag_and_openness(admin):
    tag = TagFactory()
    OfferFactory(title="Samtalet", at=["Lund"], tagged_with=[tag])
    OfferFactory(title="Pengarna", kind="funding", deadline=timezone.localdate() - timedelta(days=1))
    url = reverse(f"{PREFIX}:list")
    everything = admin.get(url).content.decode()
    assert "(stängt)" in everything
    assert "Hela Skåne" in everything
    for query in ("kind=advice", "municipalities=1281", f"tag={tag.pk}", "openness=now", "q=Samtalet"):
        narrowed = admin.get(f"{url}?{query}").content.decode()
        assert "Samtalet" in narrowed, query
        assert "Pengarna" not in narrowed, query


def test_the_list_costs_the_same_for_many(admin):
    url = reverse(f"{PREFIX}:list")
    OfferFactory(at=["Lund"])
    admin.get(url)
    with CaptureQueriesContext(connection) as one:
        admin.get(url)
    for _number in range(10):
        OfferFactory(at=["Lund", "Malmö"])
    with CaptureQueriesContext(connection) as many:
        admin.get(url)
    assert len(many) <= len(one)


def test_the_export_holds_words_and_no_formula(admin):
    OfferFactory(title="=SUM(1)", slug="x", summary_sv="@x", at=["Lund", "Malmö"], tagged_with=[TagFactory(name="Mat")])
    response = admin.get(reverse(f"{PREFIX}:list") + "?export=csv")
    header, row = csv.reader(StringIO(b"".join(response.streaming_content).decode()))
    assert row[0] == "'=SUM(1)"
    assert "'@x" in row
    assert "Lund, Malmö" in row
    assert "Rådgivning" in row
    assert "Mat" in row
    assert len(header) == len(row)
    assert admin.get(reverse(f"{PREFIX}:list") + "?export=xlsx").status_code == 200


def test_a_copy_begins_with_the_same_words_and_is_an_offer_of_its_own(admin):
    offer = OfferFactory(title="Samtal", at=["Lund"], for_whom_sv="Alla som vill.", tagged_with=[TagFactory()])
    form = admin.get(reverse(f"{PREFIX}:copy", args=[offer.pk])).content.decode()
    assert "Alla som vill." in form
    assert f'action="{reverse(f"{PREFIX}:add")}"' in form
    copied = offer_data(offer.organisation, slug="samtal-2027")
    assert admin.post(reverse(f"{PREFIX}:copy", args=[offer.pk]), copied).status_code == 405
    admin.post(reverse(f"{PREFIX}:add"), copied)
    assert set(SupportOffer.objects.values_list("slug", flat=True)) == {"samtal", "samtal-2027"}
    offer.refresh_from_db()
    assert offer.live
    assert offer.places == ["Lund"]
    assert offer.tagged.count() == 1


def test_the_preview_shows_what_is_written(admin):
    offer = OfferFactory(title="Samtal")
    url = reverse(f"{PREFIX}:preview_on_edit", args=[offer.pk])
    admin.post(url, offer_data(offer.organisation, title="Förhandsvisat", municipalities=["1281"]))
    page = admin.get(url).content.decode()
    assert "Förhandsvisat" in page
    assert "Lund" in page
    new = reverse(f"{PREFIX}:preview_on_add")
    admin.post(new, offer_data(offer.organisation, title="Ännu ett", slug="annu-ett"))
    assert "Ännu ett" in admin.get(new).content.decode()


def test_a_member_who_keeps_the_organisation_has_no_door_to_the_admin(client):
    keeper = PersonFactory()
    offer = OfferFactory(title="Samtal", organisation=OrganisationFactory(kept_by=keeper))
    client.force_login(keeper)
    answer = client.post(reverse(f"{PREFIX}:edit", args=[offer.pk]), offer_data(offer.organisation, title="Mitt"))
    assert answer.status_code in {302, 403}
    offer.refresh_from_db()
    assert offer.title == "Samtal"


def test_editors_of_a_site_that_grows_get_the_offers_and_nothing_back_that_was_taken_away():
    editors = Group.objects.get(name="Editors")
    theirs = Permission.objects.filter(content_type__app_label="directory")
    editors.permissions.remove(*theirs.filter(content_type__model="supportoffer"))
    editors.permissions.remove(theirs.get(codename="delete_organisation"))
    roles.grant_to_editors(apps.get_app_config("directory"))
    names = set(editors.permissions.values_list("codename", flat=True))
    assert "change_supportoffer" in names
    assert "delete_organisation" not in names
