"""Words that organisations propose: seen by few until an editor takes them in."""

from typing import Any

import pytest
from django.urls import reverse

from directory.models import Organisation, Tag, TagProposal
from directory.services import tags
from tests.directory.factories import OrganisationFactory, PersonFactory, TagFactory, editor
from tests.directory.posted import edit_url, publish
from tests.directory.searched import found

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PREFIX = "wagtailsnippets_directory_tag"


@pytest.fixture
def proposed(client):
    """An organisation whose keeper has proposed a word in the form."""
    keeper = PersonFactory()
    client.force_login(keeper)
    organisation = OrganisationFactory(name="Fyren", kept_by=keeper, trusted=True)
    publish(client, organisation, proposed_tag="Delningsekonomi")
    organisation.refresh_from_db()
    return organisation


def answer(client: Any, action: str, **data: Any) -> Any:
    client.force_login(editor())
    proposal = TagProposal.objects.get()
    fields = {f"proposal-{proposal.pk}-{name}": value for name, value in data.items()}
    return client.post(reverse(f"{PREFIX}:proposals"), {"proposal": proposal.pk, "action": action, **fields})


def test_a_proposal_is_seen_by_its_keeper_and_the_editors_and_nowhere_else(client, proposed):
    assert TagProposal.objects.get().text == "Delningsekonomi"
    assert not Tag.objects.exists()
    assert "Delningsekonomi" in client.get(edit_url(proposed, "tags")).content.decode()
    client.logout()
    for address in (
        "/hitta/",
        "/hitta/organisationer/fyren/",
        "/api/v1/directory/organisations/fyren",
        "/sok/?q=fyren",
    ):
        assert "elningsekonomi" not in client.get(address).content.decode()
    assert found("delningsekonomi") == []
    client.force_login(editor())
    assert "1 förslag" in client.get(reverse(f"{PREFIX}:list")).content.decode()
    assert "Delningsekonomi" in client.get(reverse(f"{PREFIX}:proposals")).content.decode()


def test_an_accepted_proposal_is_a_tag_that_the_organisation_has(client, proposed):
    answer(client, "accept", name="Delningsekonomi", label_en="Sharing economy")
    assert [tag.labels for tag in proposed.tags.all()] == [("Delningsekonomi", "Sharing economy")]
    assert found("delningsekonomi") == ["Fyren"]
    proposal = TagProposal.objects.get()
    assert (proposal.state, proposal.tag.name) == ("accepted", "Delningsekonomi")
    assert proposal.answered_at


def test_a_proposal_that_is_another_tag_becomes_its_synonym(client, proposed):
    tag = TagFactory(name="Låna")
    answer(client, "merge", into=tag.pk)
    assert list(proposed.tags.all()) == [tag]
    assert found("delningsekonomi") == ["Fyren"]


def test_a_proposal_that_is_turned_down_leaves_nothing(client, proposed):
    answer(client, "turn-down")
    assert not Tag.objects.exists()
    assert "Inget väntar" in client.get(reverse(f"{PREFIX}:proposals")).content.decode()
    assert not proposed.tags.exists()


def test_an_accepted_proposal_publishes_no_draft_that_waits(client, proposed):
    proposed.summary_sv = "Utkastet."
    proposed.save_revision()
    answer(client, "accept", name="Delningsekonomi")
    proposed.refresh_from_db()
    assert proposed.summary_sv != "Utkastet."
    draft = proposed.get_latest_revision_as_object()
    assert (draft.summary_sv, [tagged.tag.name for tagged in draft.tagged.all()]) == ("Utkastet.", ["Delningsekonomi"])


def test_two_editors_answer_once(client, proposed):
    proposal = TagProposal.objects.get()
    tags.turn_down(proposal, by=editor())
    with pytest.raises(tags.TagRefused):
        tags.accept(proposal, name="Delningsekonomi", label_en="", by=editor())
    assert not Tag.objects.exists()
    assert answer(client, "turn-down").status_code == 200


def test_a_proposed_word_that_is_known_is_the_tag_and_no_proposal(client):
    keeper = PersonFactory()
    client.force_login(keeper)
    tag = TagFactory(name="Odling")
    tags.set_synonyms(tag, ["Kolonilotter"])
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    publish(client, organisation, proposed_tag=" KOLONILOTTER ")
    assert list(organisation.tags.all()) == [tag]
    assert not TagProposal.objects.exists()


def test_the_same_word_is_proposed_once_and_an_organisation_has_few_that_wait():
    organisation, by = OrganisationFactory(), PersonFactory()
    first = tags.propose(organisation, "Delning", by=by)
    assert tags.propose(organisation, " delning", by=by) == first
    assert all(tags.propose(organisation, f"Ord {number}", by=by) for number in range(4))
    assert tags.propose(organisation, "Ett för mycket", by=by) is None
    assert TagProposal.objects.count() == 5


@pytest.mark.parametrize("word", ["☕", "\u200b\u200b☕", "!!!", "x" * 61])
def test_what_is_no_word_is_not_proposed(client, word):
    keeper = PersonFactory()
    client.force_login(keeper)
    organisation = OrganisationFactory(kept_by=keeper, trusted=True)
    response = publish(client, organisation, proposed_tag=word)
    assert response.context["forms"].form.errors["proposed_tag"]


def test_the_proposer_can_be_erased_and_the_proposal_stays(client, proposed):
    TagProposal.objects.get().proposed_by.delete()
    assert TagProposal.objects.get().proposed_by is None
    assert Organisation.objects.filter(pk=proposed.pk).exists()
