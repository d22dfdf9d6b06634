"""Asking to keep a profile that is in the directory, and the answer of its owners or the editors."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.likeness import is_own_address
from directory.models import Application, Claim, Membership, Organisation
from directory.models.claims import State
from directory.permissions import editors, owners
from directory.services import letters
from directory.services.keeping import become_keeper
from directory.services.memberships import NotAllowed, begin, take_turn
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

# Of requests and applications together, for one person.
MOST_OPEN = 5
MOST_PER_DAY = 10


class Refused(Exception):
    """The message says to the person why it was not taken."""


class AlreadyAnswered(Exception):
    """Somebody else has answered meanwhile, or it was taken back."""


def take_turn_of(user: User) -> None:
    """Wait until nothing else is asked by `user`, and refuse what is too much."""
    one_at_a_time("directory.asked", user.pk)
    asked = [model.objects.filter(user=user) for model in (Claim, Application)]
    if sum(rows.open().count() for rows in asked) >= MOST_OPEN:
        raise Refused(_("You have several requests that wait already. Take one back, or wait for an answer."))
    since = timezone.now() - timedelta(days=1)
    if sum(rows.filter(asked_at__gt=since).count() for rows in asked) >= MOST_PER_DAY:
        raise Refused(_("You have asked for much today. Try again tomorrow."))


@transaction.atomic
def claim(organisation: Organisation, *, by: User, position: str, message: str = "") -> Claim:
    """Ask to keep a profile: of its owners, or of the editors where nobody owns it.

    Asking again while it waits is the same request. Raises Refused.
    """
    one_at_a_time("directory.asked", by.pk)
    if waiting := Claim.objects.waiting().filter(organisation=organisation, user=by).first():
        return waiting
    if organisation.memberships.filter(user=by).exists():
        raise Refused(_("You keep this profile already."))
    take_turn_of(by)
    try:
        take_turn(organisation)
    except NotAllowed:
        raise Refused(_("This profile has just been merged with another. Look there.")) from None
    asked = Claim.objects.create(organisation=organisation, user=by, position=position, message=message)
    log(organisation, "directory.claim", user=by, data={"claim": asked.pk})
    if owning := owners(organisation):
        letters.write(
            owning,
            gettext_noop("Somebody asks to keep %(organisation)s with you"),
            gettext_noop(
                "The owner of the address %(email)s asks to keep the profile of %(organisation)s too. See what they "
                "write, and answer:"
            ),
            link=("directory:keepers", [organisation.slug]),
            organisation=organisation.name,
            email=by.email,
        )
    else:
        _tell_editors(
            gettext_noop("Somebody asks to keep %(organisation)s"),
            gettext_noop(
                "The owner of the address %(email)s asks to keep the profile of %(organisation)s, which nobody owns. "
                "The request stands on the first page of the admin:"
            ),
            organisation,
            by,
        )
    return asked


def _tell_editors(subject: str, text: str, organisation: Organisation, by: User) -> None:
    letters.write(
        editors(),
        subject,
        text,
        link=("wagtailadmin_home", []),
        organisation=organisation.name,
        email=by.email,
    )


@transaction.atomic
def withdraw(asked: Claim) -> None:
    """Take one's own request back: nothing of it is kept."""
    if not Claim.objects.waiting().filter(pk=asked.pk).delete()[0]:
        raise AlreadyAnswered
    log(asked.organisation, "directory.withdraw_claim", user=asked.user)


def _answer(asked: Claim, state: str, comment: str, by: User) -> None:
    begin(asked.organisation, by)
    if asked.user_id == by.pk:
        raise NotAllowed
    answered = Claim.objects.waiting().filter(pk=asked.pk)
    if not answered.update(state=state, comment=comment, answered_at=timezone.now(), answered_by=by):
        raise AlreadyAnswered


@transaction.atomic
def approve(asked: Claim, *, by: User, comment: str = "") -> Membership:
    """Let the person keep the profile: as its owner where it has none, otherwise as a keeper beside them."""
    _answer(asked, State.APPROVED, comment, by)
    organisation = asked.organisation
    membership = become_keeper(organisation, asked.user, Membership.Role.KEEPER)
    log(organisation, "directory.approve_claim", user=by, data={"claim": asked.pk, "user": asked.user_id})
    role = Membership.Role(membership.role).label
    letters.write(
        [asked.user],
        gettext_noop("You now keep %(organisation)s"),
        gettext_noop("Your request is approved: you are %(role)s of the profile of %(organisation)s.\n\n%(comment)s"),
        link=("directory:edit", [organisation.slug]),
        organisation=organisation.name,
        role=role,
        comment=comment,
    )
    letters.write(
        [owner for owner in owners(organisation) if owner not in (by, asked.user)],
        gettext_noop("Who keeps %(organisation)s has changed"),
        gettext_noop("%(by)s has approved a request: %(person)s is now %(role)s of the profile of %(organisation)s."),
        link=("directory:keepers", [organisation.slug]),
        organisation=organisation.name,
        by=by,
        person=asked.user.email,
        role=role,
    )
    return membership


@transaction.atomic
def decline(asked: Claim, *, by: User, comment: str) -> None:
    _answer(asked, State.DECLINED, comment, by)
    log(asked.organisation, "directory.decline_claim", user=by, data={"claim": asked.pk})
    _tell_declined(asked, comment)


def _tell_declined(asked: Claim, comment: str) -> None:
    letters.write(
        [asked.user],
        gettext_noop("Your request about %(organisation)s"),
        gettext_noop(
            "Your request to keep the profile of %(organisation)s was declined:\n\n%(comment)s\n\nThe answer stands "
            "under My pages too, where you can ask again:"
        ),
        link=("directory:request", [asked.pk]),
        organisation=asked.organisation.name,
        comment=comment,
    )


def is_own_domain(user: User, organisation: Organisation) -> bool:
    """Whether a proven address of `user` lies in the organisation's own domain: shown as a hint, and no more."""
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return any(is_own_address(email, organisation.website, organisation.contact_email) for email in proven)


def waiting_for(user: User, organisation: Organisation) -> list[Claim]:
    """What its owners answer: everything that waits but what they ask themselves."""
    return list(organisation.claims.waiting().filter(~Q(user=user)).select_related("user"))
