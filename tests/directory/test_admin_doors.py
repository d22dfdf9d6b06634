"""Faults that Wagtail's admin has had: each tried on the directory's own pages."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse

from directory.models import Organisation, OrganisationPlace, SupportOffer
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, PersonFactory, editor
from tests.directory.posted import rows
from tests.directory.test_admin import organisation_data

pytestmark = pytest.mark.django_db
HOSTILE = '"><script>alert(1)</script>{{7*7}}'


def url(view: str, *numbers: Any, model: str = "organisation") -> str:
    return reverse(f"wagtailsnippets_directory_{model}:{view}", args=numbers)


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


@pytest.fixture
def staff(client):
    """Of the staff, with nothing to do with the directory."""
    person = PersonFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    return client


@pytest.fixture
def draft():
    organisation = OrganisationFactory(name="Hemligheten", live=False)
    organisation.save_revision()
    organisation.summary_sv = "Ännu hemligare."
    organisation.save_revision()
    return organisation


@pytest.mark.parametrize(
    "view",
    ["edit", "preview_on_edit", "history", "history_results", "delete", "usage", "unpublish", "keepers", "lock"],
)
def test_without_the_right_to_change_nothing_is_shown_or_done(staff, draft, view):
    for answer in (staff.get(url(view, draft.pk)), staff.post(url(view, draft.pk), organisation_data())):
        assert answer.status_code in (302, 403, 405)
        assert "emlig" not in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.name, draft.live, draft.locked) == ("Hemligheten", False, False)


@pytest.mark.parametrize("view", ["revisions_view", "revisions_revert", "revisions_compare"])
def test_without_the_right_to_change_no_version_is_shown(staff, draft, view):
    first, second = draft.revisions.order_by("pk")
    numbers = [first.pk, second.pk] if view == "revisions_compare" else [first.pk]
    answer = staff.get(url(view, draft.pk, *numbers))
    assert answer.status_code in (302, 403)
    assert "emlig" not in answer.content.decode()


@pytest.mark.parametrize("view", ["revisions_view", "revisions_revert", "revisions_compare", "revisions_unschedule"])
def test_anothers_version_is_not_reached_through_an_address_of_ones_own(admin, draft, view):
    mine = OrganisationFactory()
    own = mine.save_revision()
    other = draft.get_latest_revision()
    numbers = [own.pk, other.pk] if view == "revisions_compare" else [other.pk]
    assert admin.get(url(view, mine.pk, *numbers)).status_code == 404


def test_anothers_rows_are_not_changed_through_ones_own_form(admin):
    theirs = OrganisationFactory(slug="b")
    place = OrganisationPlace.objects.create(organisation=theirs, town="Lund")
    mine = OrganisationFactory(slug="a")
    sent = {**rows("places", [{"id": place.pk, "town": "Kapad", "ORDER": 1}], extra=0)}
    admin.post(url("edit", mine.pk), organisation_data(**sent, **{"action-publish": "1"}))
    place.refresh_from_db()
    assert (place.town, place.organisation) == ("Lund", theirs)


def test_an_offer_is_not_copied_by_who_may_not_add_one(staff):
    offer = OfferFactory(title="Hemligheten", live=False)
    assert "Hemligheten" not in staff.get(url("copy", offer.pk, model="supportoffer")).content.decode()
    assert SupportOffer.objects.count() == 1


@pytest.mark.parametrize("model", ["organisation", "initiative", "tag"])
def test_what_is_one_thing_has_no_copy(admin, model):
    with pytest.raises(NoReverseMatch):
        url("copy", 1, model=model)
    assert admin.get(f"/admin/snippets/directory/{model}/copy/1/").status_code == 404


@pytest.mark.parametrize("model", ["organisation", "initiative", "supportoffer"])
def test_a_chooser_shows_only_what_the_chooser_may_read(staff, model):
    factories = {"organisation": OrganisationFactory, "initiative": InitiativeFactory, "supportoffer": OfferFactory}
    factory = factories[model]
    name = "name" if model == "organisation" else "title"
    hidden, shown = factory(**{name: "Hemligheten", "live": False}), factory(**{name: "Synlig"})
    base = f"/admin/snippets/choose/directory/{model}"
    for page in ("", "results/"):
        answer = staff.get(f"{base}/{page}").content.decode()
        assert "Synlig" in answer
        assert "Hemligheten" not in answer
    assert staff.get(f"{base}/chosen/{shown.pk}/").status_code == 200
    for number in (hidden.pk, "x", "-1"):
        assert staff.get(f"{base}/chosen/{number}/").status_code == 404
    answer = staff.get(f"{base}/chosen-multiple/?id={hidden.pk}&id={shown.pk}&id=x").content.decode()
    assert "Synlig" in answer
    assert "Hemligheten" not in answer


def test_drafts_are_in_no_open_data_whatever_is_asked_for(client, draft):
    listed = "/api/v1/directory/organisations"
    one = f"{listed}/{draft.slug}"
    for query in (
        "?fields=*",
        "?live=false",
        "?fields=name,contacts",
        "?ordering=contact_email",
        "?name__startswith=H",
    ):
        assert "emlig" not in client.get(listed + query).content.decode()
        # As of what does not exist: the question itself is refused.
        refused = client.get(one + query)
        assert refused.status_code == 400
        assert refused.content == client.get(f"{listed}/finns-inte{query}").content
    assert client.get(one).status_code == 404
    assert client.get(one, headers={"If-None-Match": "*"}).status_code == 404


def test_what_people_write_is_text_in_every_page_of_the_admin(admin):
    organisation = OrganisationFactory(name=HOSTILE, slug="ont", other_names=HOSTILE, summary_sv=HOSTILE)
    other = OrganisationFactory(name=f"{HOSTILE} 2", slug="ont-2", other_names=HOSTILE)
    offer = OfferFactory(title=HOSTILE, slug="stod-ont", organisation=organisation)
    first, second = organisation.save_revision(), organisation.save_revision()
    pages = [
        url("list"),
        f"{url('list')}?q={HOSTILE}",
        url("list", model="supportoffer"),
        *(url(view, organisation.pk) for view in ("edit", "history", "delete", "unpublish", "keepers")),
        url("revisions_compare", organisation.pk, first.pk, second.pk),
        url("edit", offer.pk, model="supportoffer"),
        f"/admin/directory/duplicates/merge/{organisation.pk}/{other.pk}/",
        f"/admin/directory/duplicates/alike/?name={HOSTILE}",
        f"{reverse('wagtail_bulk_action', args=['directory', 'organisation', 'tag'])}?id={organisation.pk}",
        "/admin/snippets/choose/directory/organisation/results/",
    ]
    for page in pages:
        assert "<script>alert(1)" not in admin.get(page).content.decode(), page


def test_no_address_of_a_script_is_taken(admin):
    for address in ("javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example"):
        answer = admin.post(url("add"), organisation_data(website=address))
        assert not Organisation.objects.exists() or Organisation.objects.get().website.startswith("http"), answer
        Organisation.objects.all().delete()
