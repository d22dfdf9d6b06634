"""Two entries of one organisation are made one by an editor, and two again."""

import pytest
from django.contrib.auth.models import Permission
from django.core import mail

from directory.content import values_of
from directory.models import (
    ContactPerson,
    Initiative,
    LikelyPair,
    Membership,
    Organisation,
    OrganisationMerge,
    SupportOffer,
)
from directory.sections import SECTIONS
from directory.services import drafts, duplicates, merging
from directory.services.memberships import NotAllowed
from events.models import EventOrganiser
from search.models import SearchDocument
from tests.directory.factories import (
    ApplicationFactory,
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    keeps,
)
from tests.directory.merging.pair import LIST, anew, chosen, found, merge, revisions, url
from tests.directory.posted import edit_url
from tests.events.factories import EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_editor_goes_from_the_pair_to_one_profile_with_what_each_knew(admin, kept, other):
    kept.name = other.name = "Klubbhuset Fyren"
    kept.save()
    duplicates.compare_changed()
    page = admin.get(LIST).content.decode()
    assert url(kept, other) in page
    page = admin.get(url(kept, other)).content.decode()
    for text in ("Storgatan 1", "Lillgatan 2", "hej@fyren.example.org", "Malmö", "Odling"):
        assert text in page
    answer = admin.post(url(kept, other), chosen(kept, other))
    assert answer.status_code == 302, answer.content.decode()
    assert "Ångra" in admin.get(LIST).content.decode()
    one = anew(kept)
    assert (one.municipality.name, one.contact_email, one.website) == (
        "Lund",
        "hej@fyren.example.org",
        "https://fyren.example.org",
    )
    assert one.languages == ["sv", "en"]
    assert [str(row) for row in one.places.all()] == ["Storgatan 1, Lund", "Lillgatan 2, Malmö"]
    assert [tag.name for tag in one.tags.all()] == ["Odling"]
    assert one.channels.count() == one.links.count() == 1
    assert not LikelyPair.objects.exists()


def test_the_editor_chooses_whose_value_stays_and_the_name_given_up_is_another_name(admin, kept, other):
    choices = {"name": "other", "municipality": "other", "languages": "kept", "places": ["other-1"], "tags": "kept"}
    admin.post(url(kept, other), chosen(kept, other, **choices))
    one = anew(kept)
    assert (one.name, one.municipality.name, one.languages) == ("Klubbhuset Fyren", "Malmö", [])
    assert [str(row) for row in one.places.all()] == ["Lillgatan 2, Malmö"]
    assert not one.tags.all()
    assert one.also_called == ["KF", "Fyren"]


def test_the_others_name_is_one_that_the_kept_is_found_by(kept, other, by):
    merge(kept, other, by)
    assert anew(kept).also_called == ["Klubbhuset Fyren", "KF"]
    assert found("Klubbhuset Fyren") == {"Fyren"}
    assert not SearchDocument.objects.filter(title="Klubbhuset Fyren", public=True).exists()


@pytest.mark.parametrize(
    "address", ["/hitta/organisationer/{}/", "/en/find/organisations/{}/", "/api/v1/directory/organisations/{}"]
)
def test_old_addresses_lead_on_over_several_steps_and_again_lead_nowhere_else_when_undone(client, by, address):
    first, second, third = OrganisationFactory.create_batch(3)
    made = merge(second, first, by)
    later = merge(third, anew(second), by)
    for gone in (first, second):
        answer = client.get(address.format(gone.slug))
        assert (answer.status_code, answer["Location"]) == (301, address.format(third.slug))
        assert answer["Cache-Control"] == "max-age=3600"
    if "api" in address:
        answer = client.get(address.format(first.standing.uuid))
        assert answer["Location"] == address.format(third.slug)
    # What was led on by the other is not undone over its head.
    with pytest.raises(merging.MergeRefused, match=third.name):
        merging.undo(made, by=by)
    merging.undo(later, by=by)
    assert client.get(address.format(first.slug))["Location"] == address.format(second.slug)
    merging.undo(made, by=by)
    for back in (first, second, third):
        assert client.get(address.format(back.slug)).status_code == 200


def test_an_address_does_not_lead_to_what_one_may_not_read(client, kept, other, by):
    merge(kept, other, by)
    anew(kept).unpublish()
    assert client.get(f"/hitta/organisationer/{other.slug}/").status_code == 404
    assert client.get("/hitta/organisationer/nobody-knows/").status_code == 404
    assert client.get("/api/v1/directory/organisations/nobody-knows").status_code == 404


def test_who_keeps_either_keeps_the_one_with_the_stronger_role(client, kept, other, by):
    both, mine, theirs = PersonFactory.create_batch(3)
    keeps(kept, both, "keeper")
    keeps(kept, mine, "owner")
    keeps(other, both, "owner")
    keeps(other, theirs, "keeper")
    made = merge(kept, other, by)
    roles = {row.user: row.role for row in Membership.objects.filter(organisation=kept)}
    assert roles == {both: "owner", mine: "owner", theirs: "keeper"}
    assert not other.memberships.exists()
    assert {address for letter in mail.outbox for address in letter.to} == {both.email, mine.email, theirs.email}
    client.force_login(theirs)
    assert client.get(edit_url(kept)).status_code == 200
    assert client.get(edit_url(other)).status_code == 404
    merging.undo(made, by=by)
    assert {row.user: row.role for row in kept.memberships.all()} == {both: "keeper", mine: "owner"}
    assert {row.user: row.role for row in other.memberships.all()} == {both: "owner", theirs: "keeper"}


def test_drafts_that_name_the_other_are_published_with_the_kept_once(kept, other, by):
    initiative = InitiativeFactory(by=[kept, other])
    offer = OfferFactory(organisation=other)
    meetup = EventFactory()
    meetup.organisers.create(organisation=other)
    meetup.save()
    drafts = [thing.save_revision() for thing in (initiative, offer, meetup)]
    made = merge(kept, other, by)
    for draft in drafts:
        draft.publish()
    assert [part.organisation for part in initiative.parts.all()] == [kept]
    assert SupportOffer.objects.get().organisation == kept
    assert EventOrganiser.objects.get().organisation == kept
    merging.undo(made, by=by)
    assert Initiative.objects.count() == 1


def test_what_was_edited_since_the_merge_is_the_others_again_when_it_is_published_next(kept, other, by):
    initiative = InitiativeFactory(by=[kept, other])
    theirs = InitiativeFactory(by=[other])
    offer = OfferFactory(organisation=other)
    made = merge(kept, other, by)
    things = [type(thing).objects.get(pk=thing.pk) for thing in (initiative, theirs, offer)]
    for thing in things:
        thing.save_revision().publish()
    merging.undo(made, by=by)
    for thing in things:
        type(thing).objects.get(pk=thing.pk).get_latest_revision().publish()
    assert {part.organisation for part in initiative.parts.model.objects.filter(initiative=initiative)} == {kept, other}
    assert theirs.parts.model.objects.get(initiative=theirs).organisation == other
    assert SupportOffer.objects.get().organisation == other


def test_a_consent_goes_with_its_person_and_only_with_them(client, kept, other, by):
    shown, hidden = (ContactPerson(name=name, is_public=True) for name in ("Ada Berg", "Bo Ek"))
    other.contacts = [shown, hidden]
    other.save_revision().publish()
    made = merge(kept, anew(other), by, contacts=["other-0"])
    page = client.get(kept.get_absolute_url()).content.decode()
    assert "Ada Berg" in page
    assert "Bo Ek" not in page
    merging.undo(made, by=by)
    assert "Ada Berg" not in client.get(kept.get_absolute_url()).content.decode()
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Ada Berg" in page
    assert "Bo Ek" in page


def _draft(one: Organisation) -> None:
    one.summary_sv = "Väntar."
    one.save_revision()


@pytest.mark.parametrize(
    "spoil",
    [
        _draft,
        lambda one: Organisation.objects.filter(pk=one.pk).update(locked=True),
        lambda one: ApplicationFactory(organisation=one),
    ],
    ids=["draft-waits", "locked", "asked-for"],
)
@pytest.mark.parametrize("which", [0, 1])
def test_two_are_not_merged_while_something_about_one_waits(admin, kept, other, spoil, which):
    shown = chosen(kept, other)
    spoil([kept, other][which])
    page = admin.get(url(kept, other)).content.decode()
    assert [kept, other][which].name in page
    assert 'name="shown"' not in page
    assert admin.post(url(kept, other), shown).status_code == 200
    assert not OrganisationMerge.objects.exists()


def test_what_is_public_is_not_merged_into_what_is_not(admin, kept, other):
    anew(kept).unpublish()
    assert 'name="shown"' not in admin.get(url(kept, other)).content.decode()
    assert 'name="shown"' in admin.get(url(other, kept)).content.decode()


def test_one_is_not_merged_into_itself_nor_twice(admin, kept, other, by):
    assert 'name="shown"' not in admin.get(url(kept, kept)).content.decode()
    assert admin.post(url(kept, kept), {"shown": "x"}).status_code == 200
    merge(kept, other, by)
    third = OrganisationFactory()
    assert admin.get(url(third, other)).status_code == 404
    with pytest.raises(merging.MergeRefused):
        merging.merge(third, other, {}, by=by, shown="")


def test_what_has_changed_since_the_page_was_opened_is_shown_again(admin, kept, other):
    opened = chosen(kept, other)
    other.summary_sv = "Nytt av dem."
    other.save_revision().publish()
    answer = admin.post(url(kept, other), opened)
    assert answer.status_code == 200
    assert not OrganisationMerge.objects.exists()
    assert "Nytt av dem." in answer.content.decode()
    # What is sent from there is taken.
    assert admin.post(url(kept, other), chosen(kept, anew(other))).status_code == 302


def test_a_keeper_whose_form_was_open_writes_nothing_into_what_is_gone(kept, other, by):
    keeper = keeps(other, role="owner").user
    section = SECTIONS[Organisation][0]
    written = values_of(other, section.names)
    merge(kept, other, by)
    with pytest.raises(Organisation.DoesNotExist):
        drafts.save_section(other, section, {**written, "summary_sv": "För sent."}, by=keeper, based_on=None)
    # Nor does an editor whom an old address brings there: it is locked besides.
    keeps(other, keeper, "owner")
    with pytest.raises(drafts.Locked):
        drafts.save_section(other, section, {**written, "summary_sv": "För sent."}, by=keeper, based_on=None)
    assert "För sent." not in str(list(revisions(other)))


def test_what_does_not_fit_is_said_beside_the_field_and_nothing_is_lost(admin, kept, other):
    for number in range(8):
        kept.links.create(label=f"A{number}", url=f"https://a{number}.example.org/")
        other.links.create(label=f"B{number}", url=f"https://b{number}.example.org/")
    kept.save()
    other.save()
    data = chosen(kept, other, other_names="x\n" * 300, municipality="other")
    page = admin.post(url(kept, other), data).content.decode()
    assert "Högst 12 får plats" in page
    assert 'value="other" aria-describedby="part-municipality" checked' in page
    assert not OrganisationMerge.objects.exists()
    bad = chosen(kept, other, links=["kept-0", "other-99"])
    assert admin.post(url(kept, other), bad).status_code == 200


@pytest.mark.parametrize("role", ["visitor", "member", "owner of both", "may not publish"])
def test_only_who_changes_and_publishes_merges(client, kept, other, by, role):
    person = PersonFactory()
    if role == "owner of both":
        keeps(kept, person, "owner")
        keeps(other, person, "owner")
    if role == "may not publish":
        codenames = ["access_admin", "change_organisation"]
        person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    if role != "visitor":
        client.force_login(person)
    data = chosen(kept, other)
    assert client.get(url(kept, other)).status_code in (302, 403)
    assert client.post(url(kept, other), data).status_code in (302, 403)
    assert not OrganisationMerge.objects.exists()
    with pytest.raises(NotAllowed):
        merging.merge(kept, other, {}, by=person, shown="")
    made = merge(kept, other, by)
    for address in (f"{LIST}merged/", f"{LIST}merged/{made.pk}/"):
        assert client.get(address).status_code in (302, 403)
        client.post(address)
    with pytest.raises(NotAllowed):
        merging.undo(made, by=person)
    assert OrganisationMerge.objects.get().kept == kept


def test_the_log_of_both_says_what_was_done(admin, kept, other, by):
    made = merge(kept, other, by)
    history = f"/admin/snippets/directory/organisation/history/{kept.pk}/"
    assert "Gjorde en profil av den här och en annan" in admin.get(history).content.decode()
    merging.undo(made, by=by)
    assert "Ångrade" in admin.get(history).content.decode()


def test_what_leads_on_goes_with_what_it_leads_to(kept, other, by):
    merge(kept, other, by)
    anew(kept).delete()
    assert not Organisation.objects.exists()


def test_drafts_are_merged_as_drafts(kept, other, by):
    for one in (kept, other):
        one.unpublish()
    made = merge(anew(kept), anew(other), by)
    assert not anew(kept).live
    assert anew(kept).get_latest_revision_as_object().contact_email == "hej@fyren.example.org"
    merging.undo(made, by=by)
    assert not anew(other).live
    assert anew(kept).get_latest_revision_as_object().contact_email == ""
