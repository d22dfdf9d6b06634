"""Two that were made one are two again, with what each had and what was written since."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from directory.models import (
    Claim,
    ContactPerson,
    Initiative,
    LikelyPair,
    Organisation,
    OrganisationKeys,
    OrganisationMerge,
    SupportOffer,
)
from directory.services import contacts, duplicates, keeping, listing, merging
from events.models import EventOrganiser
from search.models import SearchDocument
from tests.directory.factories import (
    ClaimFactory,
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    keeps,
)
from tests.directory.merging.pair import LIST, anew, found, merge, revisions
from tests.events.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_what_belongs_to_the_other_goes_along_and_comes_back(client, kept, other, by):
    shared = InitiativeFactory(title="Soppan", by=[kept, other])
    theirs = InitiativeFactory(title="Cyklarna", by=[other])
    offer = OfferFactory(title="Rådet", organisation=other)
    meetup, both = EventFactory(title="Kafferepet"), EventFactory(title="Middagen")
    EventOrganiser.objects.create(event=meetup, organisation=other)
    for organisation in (kept, other):
        EventOrganiser.objects.create(event=both, organisation=organisation)
        organisation.save()
    asks = ClaimFactory(organisation=other)
    twice = PersonFactory()
    ClaimFactory(organisation=kept, user=twice)
    double = ClaimFactory(organisation=other, user=twice)
    keeping.invite(other, "ny@example.org", by=by)
    before = _standing_of(kept, other)
    made = merge(kept, other, by)
    for initiative in (shared, theirs):
        assert [part.organisation for part in Initiative.objects.get(pk=initiative.pk).parts.all()] == [kept]
    assert SupportOffer.objects.get().organisation == kept
    assert {row.organisation for row in EventOrganiser.objects.all()} == {kept}
    assert EventOrganiser.objects.count() == 2
    assert Claim.objects.waiting().filter(organisation=kept).count() == 2
    double.refresh_from_db()
    assert not double.is_waiting
    asks.refresh_from_db()
    assert asks.organisation == kept
    assert kept.invitations.count() == 1
    page = client.get(kept.get_absolute_url()).content.decode()
    for text in ("Soppan", "Cyklarna", "Rådet", "Kafferepet"):
        assert text in page
    documents = SearchDocument.objects.filter(public=True, text__contains="Klubbhuset Fyren")
    assert set(documents.values_list("title", flat=True)) == {"Fyren"}
    merging.undo(made, by=by)
    assert _standing_of(kept, other) == before
    assert found("Klubbhuset Fyren") == {"Soppan", "Cyklarna", "Rådet", "Kafferepet", "Middagen"}
    assert offer.title in client.get(other.get_absolute_url()).content.decode()


def _standing_of(*organisations: Organisation) -> list[Any]:
    return [
        (
            merging.content_of(anew(one)),
            anew(one).live,
            set(one.parts.values_list("initiative", "role")),
            set(one.support_offers.values_list("pk", flat=True)),
            set(EventOrganiser.objects.filter(organisation=one).values_list("event", flat=True)),
            set(one.claims.values_list("pk", "state", "answered_at")),
            set(one.invitations.values_list("pk", flat=True)),
        )
        for one in organisations
    ]


def test_who_is_erased_from_the_kept_does_not_come_back_by_undoing(client, kept, other, by):
    person = ContactPerson(name="Ada Berg", is_public=True)
    other.contacts = [person]
    other.save_revision().publish()
    made = merge(kept, anew(other), by)
    contacts.forget(anew(kept), person.key, by=by)
    assert "Ada Berg" not in str(list(revisions(other)))
    merging.undo(made, by=by)
    assert "Ada Berg" not in client.get(other.get_absolute_url()).content.decode()
    assert not ContactPerson.objects.exists()


def test_undoing_keeps_what_was_written_since_elsewhere_and_refuses_what_would_be_lost(admin, kept, other, by):
    made = merge(kept, other, by)
    undo = f"{LIST}merged/{made.pk}/"
    changed = anew(kept)
    changed.founded = 1999
    changed.save_revision().publish()
    assert "Ångra sammanslagningen" in admin.get(undo).content.decode()
    changed.contact_email = "ny@fyren.example.org"
    changed.save_revision().publish()
    page = admin.get(undo).content.decode()
    assert "e-post" in page.lower()
    assert "Ångra sammanslagningen" not in page
    admin.post(undo)
    assert OrganisationMerge.objects.exists()
    changed.contact_email = "hej@fyren.example.org"
    changed.save_revision().publish()
    admin.post(undo)
    assert not OrganisationMerge.objects.exists()
    one = anew(kept)
    assert (one.founded, one.contact_email, one.also_called) == (1999, "", [])
    assert anew(other).live
    # Once is enough.
    assert admin.post(undo).status_code == 404
    with pytest.raises(merging.MergeRefused):
        merging.undo(made, by=by)


def test_what_has_gone_since_is_told_and_stays_away(admin, kept, other, by):
    leaving = keeps(other, role="owner")
    OfferFactory(organisation=other)
    made = merge(kept, other, by)
    keeps(kept, role="owner")
    leaving.delete()
    SupportOffer.objects.all().delete()
    page = admin.get(f"{LIST}merged/{made.pk}/").content.decode()
    assert "1 person" in page
    assert "1 sak" in page
    merging.undo(made, by=by)
    assert not other.memberships.exists()


def test_undoing_leaves_no_keepers_without_an_owner(kept, other, by):
    mine = keeps(kept, role="owner")
    keeps(kept, role="keeper")
    keeps(other, role="owner")
    made = merge(kept, other, by)
    mine.delete()
    with pytest.raises(merging.MergeRefused, match=kept.name):
        merging.undo(made, by=by)


def test_the_search_keys_and_the_list_of_duplicates_forget_the_other_until_it_is_back(kept, other, by):
    made = merge(kept, other, by)
    anew(other).save()
    duplicates.compare_changed()
    assert list(OrganisationKeys.objects.values_list("organisation", flat=True)) == [kept.pk]
    assert not LikelyPair.objects.exists()
    merging.undo(made, by=by)
    assert OrganisationKeys.objects.count() == 2


def test_what_was_said_of_a_pair_outlives_merging_and_undoing(kept, other, by):
    third = OrganisationFactory(name="Klubbhuset Fyren", slug="klubbhuset-2")
    pair = LikelyPair.objects.create(first=other, second=third, alike="name")
    duplicates.say_distinct(pair, by=by)
    merging.undo(merge(kept, other, by), by=by)
    duplicates.compare_changed()
    assert LikelyPair.objects.get(pk=pair.pk).is_distinct


def test_the_admins_own_pages_of_the_other_lead_to_undoing(admin, kept, other, by):
    made = merge(kept, other, by)
    prefix = "/admin/snippets/directory/organisation"
    for page in ("edit", "history", "unpublish", "delete", "keepers", "usage"):
        answer = admin.get(f"{prefix}/{page}/{other.pk}/")
        assert (answer.status_code, answer["Location"]) == (302, f"{LIST}merged/{made.pk}/")
    assert admin.post(f"{prefix}/unlock/{other.pk}/").status_code == 302
    assert anew(other).locked
    listed = admin.get(f"{prefix}/").content.decode()
    assert f"edit/{kept.pk}/" in listed
    assert f"edit/{other.pk}/" not in listed
    chooser = admin.get("/admin/snippets/choose/directory/organisation/results/").content.decode()
    assert f"chosen/{kept.pk}/" in chooser
    assert f"chosen/{other.pk}/" not in chooser
    assert admin.get(f"/admin/snippets/choose/directory/organisation/chosen/{other.pk}/").status_code == 404
    written = {"name": "Klubbhuset Fyren", "besides": kept.pk}
    assert "Klubbhuset" not in admin.get(f"{LIST}alike/", written).content.decode()


def test_what_the_other_held_is_erased_when_undoing_is_over(client, admin, kept, other, by):
    other.contacts = [ContactPerson(name="Ada Berg", is_public=True)]
    other.save_revision().publish()
    made = merge(kept, anew(other), by, contacts=[])
    merging.erase_old_merges()
    assert ContactPerson.objects.exists()
    OrganisationMerge.objects.update(merged_at=timezone.now() - merging.KEPT - timedelta(days=1))
    merging.erase_old_merges()
    assert not ContactPerson.objects.exists()
    assert not other.revisions.exists()
    assert "för länge sedan" in admin.get(f"{LIST}merged/{made.pk}/").content.decode()
    with pytest.raises(merging.MergeRefused):
        merging.undo(made, by=by)
    assert client.get(f"/hitta/organisationer/{other.slug}/").status_code == 301


def test_the_list_and_its_counts_are_in_step_at_once_when_two_are_made_one_and_two_again(by, kept, other):
    OfferFactory(organisation=other, kind="funding")
    InitiativeFactory(by=[other])
    made = merge(kept, other, by)
    assert not sum(listing.reconcile(repair=False).values())
    merging.undo(made, by=by)
    assert not sum(listing.reconcile(repair=False).values())
