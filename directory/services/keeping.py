"""Asking somebody by mail to keep an organisation's profile, and their answer."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.models import Invitation, Membership, Organisation, OrganisationStanding
from directory.permissions import owners
from directory.services import letters
from directory.services.memberships import NotAllowed, begin, take_turn
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

OPEN_FOR = timedelta(days=14)
# Of all invitations, whatever the organisation: nobody's inbox is filled by us.
MOST_PER_HOUR = 3
# What one organisation has open at a time: a profile is no address book.
MOST_OPEN = 20
# Nobody needs an address that was invited longer than this after its link has ended.
KEPT = timedelta(days=90)


class InvitationRefused(Exception):
    """The message says to the one who invites why nothing was sent."""


class NotOpen(Exception):
    """The invitation has been answered, has been replaced, or is too old."""


class AnotherPerson(Exception):
    """The invitation went to another address than that of the person signed in, who has not said that this is meant."""


class SignInFirst(Exception):
    """There is an account with the invited address: only who is signed in may answer."""


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(organisation: Organisation, email: str, *, by: User, role: str = Membership.Role.KEEPER) -> Invitation:
    """Mail a link that lets the owner of `email` keep the profile; an earlier open one ends.

    Raises InvitationRefused when they keep it already, or were mailed too often. Whether there is an
    account with the address changes nothing in what is answered.
    """
    email = User.objects.normalize_email(email.strip()).lower()
    one_at_a_time("directory.invitations", email)
    begin(organisation, by)
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise InvitationRefused(_("This person keeps the profile already."))
    now = timezone.now()
    mailed = Invitation.objects.filter(email__iexact=email, created_at__gt=now - timedelta(hours=1))
    if mailed.count() >= MOST_PER_HOUR:
        raise InvitationRefused(_("This address has got several invitations within an hour. Try again later."))
    Invitation.objects.open().filter(organisation=organisation, email__iexact=email).end()
    if organisation.invitations.open().count() >= MOST_OPEN:
        raise InvitationRefused(_("Many invitations wait for an answer already. Take one back first."))
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=Membership.Role(role),
        token_hash=token_hash(token),
        invited_by=by,
        created_at=now,
        expires_at=now + OPEN_FOR,
    )
    letters.write(
        [email],
        gettext_noop("Keep the profile of %(organisation)s"),
        gettext_noop(
            "Hello! You are asked to keep the profile of %(organisation)s at Social Innovation Skåne: what it does, "
            "how it is reached, its logo and links.\n\n"
            "Open the link and say yes. It works once, until %(until)s. If this is not for you, do nothing: then "
            "nothing happens."
        ),
        link=("directory:invitation", [token]),
        organisation=organisation.name,
        until=invitation.expires_at,
    )
    log(organisation, "directory.invite", user=by, data={"invitation": invitation.pk})
    return invitation


def resend(invitation: Invitation, *, by: User) -> Invitation:
    """Mail a new link in the place of an open invitation's; the old one ends."""
    return invite(invitation.organisation, invitation.email, by=by, role=invitation.role)


@transaction.atomic
def accept(invitation: Invitation, *, by: User | None, with_this_account: bool = False) -> Membership:
    """Make the invited person a keeper, and an account for them where there is none.

    `by` is who is signed in; if their address is not the invited one they must have said that the
    account they are in is meant. The first keeper of an organisation is its owner. Raises NotOpen,
    AnotherPerson or SignInFirst, and then nothing has happened.
    """
    organisation = invitation.organisation
    one_at_a_time("directory.invitations", invitation.email.lower())
    try:
        take_turn(organisation)
    except NotAllowed:
        # Merged into another a moment ago, where it is open now.
        raise NotOpen from None
    answered = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not answered:
        raise NotOpen
    user = _who_accepts(invitation, by, with_this_account)
    membership = become_keeper(organisation, user, invitation.role)
    log(organisation, "directory.accept_invitation", user=user, data={"invitation": invitation.pk})
    told = [*owners(organisation), *([invitation.invited_by] if invitation.invited_by else [])]
    letters.write(
        [person for person in told if person != user],
        gettext_noop("Who keeps %(organisation)s has changed"),
        gettext_noop(
            "%(person)s has accepted the invitation that went to %(email)s, and is now %(role)s of the profile."
        ),
        link=("directory:organisation", [organisation.slug]),
        organisation=organisation.name,
        person=user.email,
        email=invitation.email,
        role=Membership.Role(membership.role).label,
    )
    return membership


def become_keeper(organisation: Organisation, user: User, role: str) -> Membership:
    """Let `user` keep the profile; where nobody owns it they do. The caller holds the organisation's turn."""
    role = role if organisation.memberships.owners().exists() else Membership.Role.OWNER
    membership, is_new = Membership.objects.get_or_create(organisation=organisation, user=user, defaults={"role": role})
    if not is_new and role == Membership.Role.OWNER and not membership.is_owner:
        membership.role = role
        membership.save(update_fields=["role"])
    return membership


def _who_accepts(invitation: Invitation, by: User | None, with_this_account: bool) -> User:
    if by is not None:
        if by.email.lower() != invitation.email.lower() and not with_this_account:
            raise AnotherPerson
        return by
    if has_account(invitation):
        raise SignInFirst
    user = User.objects.create_user(invitation.email)
    # That the link in the mail was followed proves the address.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def has_account(invitation: Invitation) -> bool:
    return User.objects.filter(email__iexact=invitation.email).exists()


@transaction.atomic
def take_back(invitation: Invitation, *, by: User) -> None:
    """End an invitation that nobody has accepted: its link leads nowhere from now on."""
    begin(invitation.organisation, by)
    if Invitation.objects.open().filter(pk=invitation.pk).end():
        log(invitation.organisation, "directory.take_back", user=by, data={"invitation": invitation.pk})


def erase_old_invitations() -> int:
    """Delete invitations that ended longer ago than KEPT: they hold addresses of people who may have no account."""
    return Invitation.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()[0]


@transaction.atomic
def trust(organisations: Iterable[Organisation], *, trusted: bool, by: User) -> None:
    """Let what the keepers of each publish go live at once, or only when the editors have read it."""
    decided = OrganisationStanding.objects.select_for_update().filter(organisation__in=organisations)
    for standing in decided.exclude(is_trusted=trusted).order_by("pk"):
        standing.is_trusted = trusted
        set_standing(standing, by=by)


# What editors decide about an organisation.
DECIDED = ("is_trusted", "is_partner", "is_demonstration")


@transaction.atomic
def set_standing(standing: OrganisationStanding, *, by: User) -> None:
    """Save what editors decide about an organisation that is not its own content."""
    # What it does not decide may change meanwhile: a profile is confirmed.
    standing.save(update_fields=DECIDED)
    log(
        standing.organisation,
        "directory.set_standing",
        user=by,
        data={name: getattr(standing, name) for name in DECIDED},
    )
