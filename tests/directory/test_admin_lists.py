"""The lists of the admin: what they tell, what is done with several at once, and what costs the same for many."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from directory.models import Initiative, InitiativePart, Membership, Organisation, OrganisationTag, SupportOffer, Tag
from directory.services import tags
from search.models import SearchDocument
from tests.directory.factories import (
    ApplicationFactory,
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    TagFactory,
    editor,
    keeps,
)

pytestmark = pytest.mark.django_db


def listing(model: str) -> str:
    return reverse(f"wagtailsnippets_directory_{model}:list")


def bulk(model: str, action: str, *entries: Any, everything: bool = False) -> str:
    ids = "&".join(["id=all"] if everything else [f"id={entry.pk}" for entry in entries])
    return f"{reverse('wagtail_bulk_action', args=['directory', model, action])}?{ids}&next={listing(model)}"


@pytest.fixture
def by():
    return editor()


@pytest.fixture
def admin(client, by):
    client.force_login(by)
    return client


@pytest.fixture
def without_rights(client):
    """Somebody of the staff who has nothing to do with the directory."""
    person = PersonFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    return client


def rows(page: Any) -> list[str]:
    return [str(entry) for entry in page.context["object_list"]]


def test_the_list_is_filtered_by_partner_in_words_of_ones_own(admin):
    OrganisationFactory(name="Båken")
    partner = OrganisationFactory(name="Fyren")
    partner.standing.is_partner = True
    partner.standing.save()
    html = admin.get(listing("organisation"), {"standing__is_partner": "true"}).content.decode()
    assert "Fyren" in html
    assert "Båken" not in html
    assert "Standing partner" not in html


def test_the_list_tells_who_owns_a_profile_and_where_changes_wait(admin):
    owned, ownerless = OrganisationFactory(name="Fyren"), OrganisationFactory(name="Båken")
    keeps(owned, PersonFactory(email="ada@example.org"), "owner")
    keeps(owned, PersonFactory(email="bo@example.org"), "keeper")
    ownerless.summary_sv = "Väntar."
    ownerless.save_revision()
    page = admin.get(listing("organisation"))
    assert "ada@example.org" in page.content.decode()
    assert "bo@example.org" not in page.content.decode()
    assert "Ändringar väntar" in page.content.decode()
    assert rows(admin.get(listing("organisation"), {"owned": "yes"})) == ["Fyren"]
    assert rows(admin.get(listing("organisation"), {"owned": "no"})) == ["Båken"]
    assert rows(admin.get(listing("organisation"), {"waiting": "yes"})) == ["Båken"]
    InitiativeFactory(title="Soppan", by=[owned])
    assert "Fyren" in admin.get(listing("initiative")).content.decode()


@pytest.mark.database
@pytest.mark.parametrize("model", ["organisation", "initiative", "supportoffer", "tag"])
def test_a_list_of_two_thousand_costs_what_a_list_of_fifty_costs(admin, model):
    _many(60)
    admin.get(listing(model))
    with CaptureQueriesContext(connection) as few:
        admin.get(listing(model))
    _many(2000)
    with CaptureQueriesContext(connection) as many:
        page = admin.get(listing(model))
    assert page.context["paginator"].count > 2000
    assert len(many) <= len(few)


def _many(count: int) -> None:
    def made(model: Any, **values: Any) -> list[Any]:
        begin = model.objects.count()
        name = "name" if model is Organisation else "title"
        return model.objects.bulk_create(
            model(slug=f"{name}-{number}", summary_sv="Nya.", live=True, **{name: f"Nr {number}"}, **values)
            for number in range(begin, begin + count)
        )

    organisations = made(Organisation, form="ideell-forening")
    initiatives = made(Initiative)
    made(SupportOffer, kind="advice", organisation=organisations[0])
    owner = PersonFactory()
    Membership.objects.bulk_create(Membership(organisation=one, user=owner, role="owner") for one in organisations)
    InitiativePart.objects.bulk_create(
        InitiativePart(initiative=initiative, organisation=one)
        for initiative, one in zip(initiatives, organisations, strict=True)
    )
    words = [TagFactory.build() for _number in range(count)]
    for number, tag in enumerate(words):
        tag.slug = f"t-{tag.name}-{number}"
        tag.key = tag.sort_key = tag.slug
    Tag.objects.bulk_create(words)


def test_several_are_published_and_taken_back_with_what_goes_with_it(admin):
    first, second = (OrganisationFactory(name=name, live=False) for name in ("Fyren", "Båken"))
    asked = ApplicationFactory(organisation__name="Nykomlingen").organisation
    waiting = OrganisationFactory(name="Väntaren")
    waiting.summary_sv = "Ogranskat."
    waiting.save_revision()
    url = bulk("organisation", "publish", first, second, asked, waiting)
    page = admin.get(url).content.decode()
    assert "Fyren" in page
    assert "Nykomlingen" not in page
    assert "2 lämnas utanför" in page
    assert not Organisation.objects.get(pk=first.pk).live
    assert admin.post(url, {"shown": [f"{first.pk}-", f"{second.pk}-"]}).status_code == 302
    assert set(Organisation.objects.live()) == {first, second, waiting}
    waiting.refresh_from_db()
    assert waiting.summary_sv != "Ogranskat."
    assert SearchDocument.objects.filter(public=True, title="Fyren").exists()
    assert ModelLogEntry.objects.filter(action="wagtail.publish").count() == 2
    admin.post(bulk("organisation", "unpublish", first, second))
    assert set(Organisation.objects.live()) == {waiting}
    assert not SearchDocument.objects.filter(public=True, title="Fyren").exists()
    assert ModelLogEntry.objects.filter(action="wagtail.unpublish").count() == 2


def test_several_get_a_tag_and_a_draft_that_waits_goes_on_waiting(admin):
    tag = TagFactory(name="Odling")
    live, has_it, waiting = OrganisationFactory(), OrganisationFactory(tagged_with=[tag]), OrganisationFactory()
    waiting.summary_sv = "Ogranskat."
    waiting.save_revision()
    url = bulk("organisation", "tag", live, has_it, waiting)
    assert "Odling" in admin.get(url).content.decode()
    assert admin.post(url, {"tag": ""}).status_code == 200
    admin.post(url, {"tag": tag.pk})
    tagged = OrganisationTag.objects.filter(tag=tag).values_list("content_object", flat=True)
    assert sorted(tagged) == [live.pk, has_it.pk]
    draft = Organisation.objects.get(pk=waiting.pk).get_latest_revision_as_object()
    assert [tagged.tag for tagged in draft.tagged.all()] == [tag]
    offer = OfferFactory()
    admin.post(bulk("supportoffer", "tag", everything=True), {"tag": tag.pk})
    assert offer.tagged.model.objects.get().tag == tag


@pytest.mark.parametrize("action", ["publish", "unpublish", "tag", "delete"])
def test_who_may_not_do_it_with_one_does_not_do_it_with_several_and_reads_no_names(without_rights, action):
    live, draft = OrganisationFactory(name="Fyren"), OrganisationFactory(name="Hemligheten", live=False)
    tag = TagFactory()
    for url in (bulk("organisation", action, live, draft), bulk("organisation", action, everything=True)):
        assert "Hemligheten" not in without_rights.get(url).content.decode()
        without_rights.post(url, {"tag": tag.pk})
    assert Organisation.objects.live().get() == live
    assert Organisation.objects.count() == 2
    assert not OrganisationTag.objects.exists()


def test_numbers_that_are_none_do_nothing(admin):
    for number in ("x", "-1", "99999999999999999999", "1 OR 1"):
        url = f"{reverse('wagtail_bulk_action', args=['directory', 'organisation', 'unpublish'])}?id={number}"
        assert admin.get(url).status_code == 200


def test_a_tag_that_leads_on_or_is_led_to_is_not_deleted_with_others(admin, by):
    old, new, alone = TagFactory(), TagFactory(), TagFactory()
    tags.merge(old, new, by=by)
    url = bulk("tag", "delete", old, new, alone)
    assert admin.get(url).status_code == 200
    admin.post(url)
    assert set(Tag.objects.all()) == {old, new}
