"""Merging while others write, or merge too."""

from typing import Any

import pytest

from directory import content
from directory.models import Claim, Membership, Organisation, OrganisationMerge
from directory.sections import SECTIONS
from directory.services import claims, drafts, keeping, merging
from tests.directory.at_once import at_once
from tests.directory.factories import ClaimFactory, InvitationFactory, OrganisationFactory, PersonFactory, editor, keeps

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]
often = pytest.mark.parametrize("attempt", range(4))


def merge(kept: Organisation, other: Organisation, by: Any) -> Any:
    """Into what the kept one holds already, as somebody saw it a moment ago."""
    contents = (merging.content_of(kept), merging.content_of(other))
    return lambda: merging.merge(kept, other, contents[0], by=by, shown=merging.fingerprint(*contents))


@often
@pytest.mark.parametrize("which", ["kept", "other"])
def test_a_keeper_who_saves_at_once_is_not_overwritten_unseen(attempt, which):
    kept, other = OrganisationFactory(), OrganisationFactory()
    written = {"kept": kept, "other": other}[which]
    keeper = keeps(written, role="owner").user
    section = SECTIONS[Organisation][0]
    values = {**content.values_of(written, section.names), "summary_sv": "Nytt."}
    outcome = at_once(
        merge(kept, other, editor()), lambda: drafts.save_section(written, section, values, by=keeper, based_on=None)
    )
    is_saved = Organisation.objects.get(pk=written.pk).get_latest_revision_as_object().summary_sv == "Nytt."
    assert outcome.count("done") == is_saved + OrganisationMerge.objects.exists()
    # After the merge the keeper still writes into the one that stays.
    assert outcome.count("done") == 1 or (which == "kept" and outcome == ["done", "done"])


@often
def test_of_two_that_are_merged_into_each_other_at_once_one_stays(attempt):
    first, second = OrganisationFactory(), OrganisationFactory()
    by = editor()
    assert at_once(merge(first, second, by), merge(second, first, by)) == ["MergeRefused", "done"]
    assert Organisation.objects.live().count() == OrganisationMerge.objects.count() == 1


@often
def test_merges_in_a_row_at_once_leave_a_chain_that_ends(attempt):
    first, second, third = OrganisationFactory.create_batch(3)
    by = editor()
    outcome = at_once(merge(second, first, by), merge(third, second, by), merge(first, third, by))
    assert outcome.count("done") in (1, 2)
    assert Organisation.objects.live().count() == 3 - outcome.count("done")


@often
def test_a_merge_is_undone_once(attempt):
    by = editor()
    made = merge(OrganisationFactory(), OrganisationFactory(), by)()
    undo = [lambda: merging.undo(made, by=by)] * 2
    assert at_once(*undo) == ["MergeRefused", "done"]
    assert Organisation.objects.live().count() == 2


@often
def test_who_becomes_a_keeper_at_once_keeps_the_one_that_stays_or_may_do_so_again(attempt):
    kept, other = OrganisationFactory(), OrganisationFactory()
    owner, invited, asking = keeps(other, role="owner").user, PersonFactory(), ClaimFactory(organisation=other)
    invitation = InvitationFactory(organisation=other, email=invited.email)
    at_once(
        merge(kept, other, editor()),
        lambda: keeping.accept(invitation, by=invited),
        lambda: claims.approve(asking, by=owner),
        lambda: claims.claim(other, by=PersonFactory(), position="kassör"),
    )
    assert not Membership.objects.filter(organisation=other).exists()
    assert not Claim.objects.filter(organisation=other).exists()
    keepers = set(kept.memberships.values_list("user", flat=True))
    invitation.refresh_from_db()
    assert invited.pk in keepers or (invitation.is_open and invitation.organisation == kept)
    asking.refresh_from_db()
    assert asking.user_id in keepers or (asking.is_waiting and asking.organisation == kept)
