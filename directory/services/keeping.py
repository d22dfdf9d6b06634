"""Asking somebody by mail to keep an organisation's profile, and their answer."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from directory.models import Invitation, Membership, Organisation, OrganisationStanding
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

OPEN_FOR = timedelta(days=14)
# Of all invitations, whatever the organisation: nobody's inbox is filled by us.
MOST_PER_HOUR = 3


class InvitationRefused(Exception):
    """The message says to the editor why nothing was sent."""


class NotOpen(Exception):
    """The invitation has been answered, has been replaced, or is too old."""


class AnotherPerson(Exception):
    """The invitation is for another address than that of the person signed in."""


class SignInFirst(Exception):
    """There is an account with the invited address: only who is signed in as it may answer."""


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(organisation: Organisation, email: str, *, by: User) -> Invitation:
    """Mail a link that lets the owner of `email` keep the profile; an earlier open one ends.

    Raises InvitationRefused when they keep it already, or were mailed too often.
    """
    email = User.objects.normalize_email(email.strip()).lower()
    one_at_a_time("directory.invitations", email)
    if organisation.memberships.filter(user__email__iexact=email).exists():
        raise InvitationRefused(_("This person keeps the profile already."))
    mailed = Invitation.objects.filter(email__iexact=email, created_at__gt=timezone.now() - timedelta(hours=1))
    if mailed.count() >= MOST_PER_HOUR:
        raise InvitationRefused(_("This address has got several invitations within an hour. Try again later."))
    now = timezone.now()
    Invitation.objects.open().filter(organisation=organisation, email__iexact=email).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        token_hash=token_hash(token),
        invited_by=by,
        created_at=now,
        expires_at=now + OPEN_FOR,
    )
    _mail(invitation, token)
    log(organisation, "directory.invite", user=by, data={"invitation": invitation.pk})
    return invitation


def _mail(invitation: Invitation, token: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        link = settings.BASE_URL + reverse("directory:invitation", args=[token])
        EmailMessage(
            subject=_("Keep the profile of %(organisation)s")
            % {"organisation": " ".join(invitation.organisation.name.split())},
            body=render_to_string("directory/mail/invitation.txt", {"invitation": invitation, "link": link}),
            to=[invitation.email],
        ).send()


@transaction.atomic
def accept(invitation: Invitation, *, by: User | None) -> Membership:
    """Make the invited person a keeper, and an account for them where there is none.

    `by` is who is signed in. The first keeper of an organisation is its owner. Raises NotOpen,
    AnotherPerson or SignInFirst, and then nothing has happened.
    """
    answered = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not answered:
        raise NotOpen
    organisation = invitation.organisation
    one_at_a_time("directory.keepers", organisation.pk)
    user = _who_accepts(invitation, by)
    first = not organisation.memberships.exists()
    membership, _is_new = Membership.objects.get_or_create(
        organisation=organisation,
        user=user,
        defaults={"role": Membership.Role.OWNER if first else Membership.Role.KEEPER},
    )
    log(organisation, "directory.accept_invitation", user=user, data={"invitation": invitation.pk})
    return membership


def _who_accepts(invitation: Invitation, by: User | None) -> User:
    if by is not None:
        if by.email.lower() != invitation.email.lower():
            raise AnotherPerson
        return by
    one_at_a_time("directory.invitations", invitation.email.lower())
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
    invitation.expires_at = timezone.now()
    invitation.save(update_fields=["expires_at"])
    log(invitation.organisation, "directory.take_back", user=by)


@transaction.atomic
def let_go(membership: Membership, *, by: User) -> None:
    """End somebody's keeping of a profile."""
    log(membership.organisation, "directory.let_go", user=by, data={"user": membership.user_id})
    membership.delete()


@transaction.atomic
def set_standing(standing: OrganisationStanding, *, by: User) -> None:
    """Save what editors decide about an organisation that is not its own content."""
    standing.save()
    log(
        standing.organisation,
        "directory.set_standing",
        user=by,
        data={"is_partner": standing.is_partner, "is_demonstration": standing.is_demonstration},
    )
