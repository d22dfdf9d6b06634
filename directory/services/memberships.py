"""Who keeps a profile: changes of role, taking away, leaving, handing over. Whom somebody keeps, somebody owns.

Each takes the organisation's turn first and reads anew who may do what: what two do at once happens
one after the other, and the second meets what the first left.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.models import Invitation, Membership, Organisation, OrganisationMerge
from directory.permissions import is_editor, may_manage, owners
from directory.services import letters
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

Role = Membership.Role


class NotAllowed(Exception):
    """Whoever asks does not say who keeps this profile, or no longer."""


class LastOwner(Exception):
    """Without this person nobody would own the profile. The message is for them to read."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody must own the profile. Make another person owner first, or ask the editors to take it over.")
        )


def take_turn(organisation: Organisation) -> None:
    """Wait until nobody else changes who keeps `organisation`. Raises NotAllowed if it was merged away meanwhile."""
    one_at_a_time("directory.keepers", organisation.pk)
    if OrganisationMerge.objects.filter(other=organisation.pk).exists():
        raise NotAllowed


def begin(organisation: Organisation, by: User) -> None:
    """Take the turn for `by`, who must be allowed to say who keeps it."""
    take_turn(organisation)
    if not may_manage(by, organisation):
        raise NotAllowed


def _read_anew(membership: Membership) -> Membership:
    found = Membership.objects.select_related("organisation", "user").filter(pk=membership.pk).first()
    if found is None:
        raise NotAllowed
    return found


def _check_an_owner_stays(membership: Membership, *, may_empty: bool = False) -> None:
    """Raise LastOwner if nobody else owns it; `may_empty` lets the very last person go."""
    others = membership.organisation.memberships.exclude(pk=membership.pk)
    if membership.is_owner and not others.owners().exists() and not (may_empty and not others.exists()):
        raise LastOwner


def _end_invitations_by(user: User, organisation: Organisation) -> None:
    """Who no longer owns a profile does not come back by an invitation that they sent themselves."""
    organisation.invitations.open().filter(invited_by=user).end()


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: User) -> None:
    begin(membership.organisation, by)
    membership = _read_anew(membership)
    role = Role(role)
    if membership.role == role:
        return
    _check_an_owner_stays(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    organisation = membership.organisation
    if role != Role.OWNER:
        _end_invitations_by(membership.user, organisation)
    log(organisation, "directory.change_role", user=by, data={"user": membership.user_id, "role": role})
    letters.write(
        [membership.user] if membership.user != by else [],
        gettext_noop("Your role for %(organisation)s"),
        gettext_noop("You are now %(role)s of the profile of %(organisation)s. %(by)s has changed it."),
        link=("directory:edit", [organisation.slug]),
        organisation=organisation.name,
        role=role.label,
        by=by,
    )


@transaction.atomic
def let_go(membership: Membership, *, by: User) -> None:
    """End somebody's keeping of a profile. Only an editor can take away the very last person."""
    begin(membership.organisation, by)
    membership = _read_anew(membership)
    _check_an_owner_stays(membership, may_empty=is_editor(by))
    organisation, person = membership.organisation, membership.user
    membership.delete()
    _end_invitations_by(person, organisation)
    log(organisation, "directory.let_go", user=by, data={"user": person.pk})
    letters.write(
        [person],
        gettext_noop("You no longer keep %(organisation)s"),
        gettext_noop("%(by)s has ended your keeping of the profile of %(organisation)s. Ask them if it was a mistake."),
        link=("directory:organisation", [organisation.slug]),
        organisation=organisation.name,
        by=by,
    )
    _tell_the_other_owners(
        organisation, by, gettext_noop("%(person)s no longer keeps the profile of %(organisation)s."), person
    )


@transaction.atomic
def leave(membership: Membership) -> None:
    """Stop keeping a profile oneself."""
    take_turn(membership.organisation)
    membership = _read_anew(membership)
    _check_an_owner_stays(membership)
    organisation, person = membership.organisation, membership.user
    membership.delete()
    _end_invitations_by(person, organisation)
    log(organisation, "directory.leave", user=person)
    _tell_the_other_owners(
        organisation,
        person,
        gettext_noop("%(person)s has left and no longer keeps the profile of %(organisation)s."),
        person,
    )


@transaction.atomic
def hand_over(mine: Membership, to: Membership) -> None:
    """Make another keeper the owner, and the owner a keeper."""
    take_turn(mine.organisation)
    mine, to = _read_anew(mine), _read_anew(to)
    if not mine.is_owner or mine == to or mine.organisation_id != to.organisation_id:
        raise NotAllowed
    Membership.objects.filter(pk=to.pk).update(role=Role.OWNER)
    Membership.objects.filter(pk=mine.pk).update(role=Role.KEEPER)
    organisation = mine.organisation
    _end_invitations_by(mine.user, organisation)
    log(organisation, "directory.hand_over", user=mine.user, data={"user": to.user_id})
    letters.write(
        [to.user],
        gettext_noop("You now own the profile of %(organisation)s"),
        gettext_noop(
            "%(by)s has handed the profile of %(organisation)s over to you. You say who keeps it from now on, "
            "and answer those who ask to."
        ),
        link=("directory:keepers", [organisation.slug]),
        organisation=organisation.name,
        by=mine.user,
    )
    _tell_the_other_owners(
        organisation, to.user, gettext_noop("%(person)s now owns the profile of %(organisation)s."), to.user
    )


def _tell_the_other_owners(organisation: Organisation, besides: User, text: str, person: User) -> None:
    letters.write(
        [owner for owner in owners(organisation) if owner != besides],
        gettext_noop("Who keeps %(organisation)s has changed"),
        text,
        link=("directory:keepers", [organisation.slug]),
        organisation=organisation.name,
        person=person,
    )


def before_account_goes(user: User) -> None:
    """Whoever deletes an account leaves no profile without an owner while others keep it: the eldest becomes it."""
    owned = Membership.objects.owners().filter(user=user).select_related("organisation").order_by("organisation_id")
    for membership in owned:
        organisation = membership.organisation
        take_turn(organisation)
        others = organisation.memberships.exclude(pk=membership.pk).select_related("user").order_by("since", "pk")
        if others.owners().exists() or not (heir := others.first()):
            continue
        heir.role = Role.OWNER
        heir.save(update_fields=["role"])
        log(organisation, "directory.hand_over", user=None, data={"user": heir.user_id})
        letters.write(
            [heir.user],
            gettext_noop("You now own the profile of %(organisation)s"),
            gettext_noop(
                "The owner of the profile of %(organisation)s has deleted their account. You have kept it longest "
                "of the others, so you own it now."
            ),
            link=("directory:keepers", [organisation.slug]),
            organisation=organisation.name,
        )
    Invitation.objects.open().filter(invited_by=user).end()
