"""Whether a profile is still right: asking its owners by mail, their answer, and what editors confirm themselves.

What is asked, and when, stands in rows: a job that is killed asks the rest next time, and nobody twice.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.models import FreshnessCheck, Membership, Organisation, OrganisationStanding
from directory.models.organisations import OrganisationQuerySet
from directory.permissions import is_editor, owners
from directory.services import letters
from directory.services.memberships import NotAllowed, take_turn
from portal.accounts.models import User
from portal.plugins import search

logger = logging.getLogger("portal.directory")

ASKED_AGAIN_AFTER = timedelta(days=30)
LINK_WORKS_FOR = timedelta(days=60)
SALT = "directory.freshness"


class NoSuchLink(Exception):
    """Nobody was mailed this link."""


class LinkEnded(Exception):
    """Too old, or whoever got it no longer owns the profile."""


class NothingAsked(Exception):
    """Somebody has confirmed or changed the profile since the question."""


# The job --------------------------------------------------------------------------------------


def ask_what_is_old() -> None:
    """Ask the owners of profiles that nobody has changed or confirmed for long, and once more after 30 days."""
    _for_each(_answered_otherwise(), _end)
    _for_each(_old(), _begin)
    _for_each(_waiting_for_an_owner(), _ask)
    again = timezone.now() - ASKED_AGAIN_AFTER
    _for_each(
        Organisation.objects.filter(freshness_check__asked_at__lt=again, freshness_check__reminded_at=None), _ask_again
    )


def _for_each(organisations: OrganisationQuerySet, act: Callable[[Organisation], None]) -> None:
    """Each in a transaction and a turn of its own; one that fails does not keep the others waiting."""
    for pk in list(organisations.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                take_turn(Organisation(pk=pk))
                if still := organisations.filter(pk=pk).first():
                    act(still)
        except Exception:
            logger.exception("Whether the profile %s is still right could not be asked.", pk)


def fresh_for() -> timedelta:
    return timedelta(days=settings.PROFILE_FRESH_MONTHS * 365 / 12)


def _old() -> OrganisationQuerySet:
    limit = timezone.now() - fresh_for()
    return Organisation.objects.live().filter(
        Q(last_published_at=None) | Q(last_published_at__lt=limit),
        Q(standing__confirmed_at=None) | Q(standing__confirmed_at__lt=limit),
        freshness_check=None,
        standing__created_at__lt=limit,
    )


def _waiting_for_an_owner() -> OrganisationQuerySet:
    """Those that nobody could be asked about when their profile became old, and that have an owner now."""
    return Organisation.objects.filter(
        freshness_check__isnull=False, freshness_check__asked_at=None, memberships__role="owner"
    ).distinct()


def _answered_otherwise() -> OrganisationQuerySet:
    """Those that were changed past every signal, by an import for example, or are no longer public."""
    since = F("freshness_check__since")
    return Organisation.objects.filter(
        Q(last_published_at__gt=since) | Q(standing__confirmed_at__gt=since) | Q(live=False),
        freshness_check__isnull=False,
    )


def _begin(organisation: Organisation) -> None:
    FreshnessCheck.objects.create(organisation=organisation)
    _sink(organisation, True)
    _ask(organisation)


def _ask(organisation: Organisation) -> None:
    if asked := owners(organisation):
        FreshnessCheck.objects.filter(organisation=organisation).update(asked_at=timezone.now())
        _write(
            organisation,
            asked,
            gettext_noop("Is this still right? %(organisation)s"),
            gettext_noop(
                "The profile of %(organisation)s at Social Innovation Skåne has not been changed or confirmed for a "
                "long time. Until you confirm it, it says that its facts may be out of date, and stands last in the "
                "list.\n\nOpen the link, look at the facts and press the button if they are right. You need not sign "
                "in. There you also correct what is wrong, or say that you are no more. If nobody answers we ask once "
                "again, in 30 days."
            ),
        )


def _ask_again(organisation: Organisation) -> None:
    FreshnessCheck.objects.filter(organisation=organisation).update(reminded_at=timezone.now())
    _write(
        organisation,
        owners(organisation),
        gettext_noop("Once again: is this still right? %(organisation)s"),
        gettext_noop(
            "We asked a month ago, and nobody has answered. Is the profile of %(organisation)s still right? Open the "
            "link, look at the facts and press the button. You need not sign in. We do not ask again: the editors now "
            "see that the profile is out of date."
        ),
    )


def _write(organisation: Organisation, asked: Iterable[User], subject: str, text: str) -> None:
    check = FreshnessCheck.objects.get(organisation=organisation)
    for membership in organisation.memberships.owners().filter(user__in=asked).select_related("user"):
        letters.write(
            [membership.user],
            subject,
            text,
            link=("directory:still_right", [token_for(check, membership)]),
            organisation=organisation.name,
        )


# The link -------------------------------------------------------------------------------------


def token_for(check: FreshnessCheck, membership: Membership) -> str:
    """What lets the owner answer this one question, and do nothing else."""
    return signing.dumps([check.pk, membership.pk, _mark(membership.user)], salt=SALT)


def _mark(user: User) -> str:
    """Another address is another mailbox."""
    return salted_hmac(SALT, user.email.lower()).hexdigest()[:16]


def read(token: str) -> tuple[Membership, int]:
    """Whose link it is, and of which check. Raises NoSuchLink or LinkEnded."""
    try:
        check, pk, mark = signing.loads(token, salt=SALT, max_age=LINK_WORKS_FOR)
    except signing.SignatureExpired:
        raise LinkEnded from None
    except (signing.BadSignature, ValueError, TypeError):
        raise NoSuchLink from None
    found = Membership.objects.owners().filter(pk=pk, user__is_active=True).select_related("user", "organisation")
    membership = found.first()
    if membership is None or not membership.organisation.live or _mark(membership.user) != mark:
        raise LinkEnded
    return membership, check


@transaction.atomic
def confirm_by_link(token: str) -> None:
    """Confirm the profile as the owner who was mailed. Raises NoSuchLink, LinkEnded or NothingAsked."""
    membership, _check = read(token)
    take_turn(membership.organisation)
    membership, check = read(token)
    if not FreshnessCheck.objects.filter(pk=check, organisation=membership.organisation_id).exists():
        raise NothingAsked
    _confirm(membership.organisation, membership.user)


# Without a link -------------------------------------------------------------------------------


@transaction.atomic
def confirm(organisation: Organisation, *, by: User) -> None:
    """Confirm a profile that one keeps, or any as an editor."""
    take_turn(organisation)
    if not organisation.memberships.filter(user=by).exists() and not is_editor(by):
        raise NotAllowed
    _confirm(organisation, by)


def _confirm(organisation: Organisation, by: User) -> None:
    _end(organisation)
    OrganisationStanding.objects.filter(organisation=organisation).update(confirmed_at=timezone.now())
    # It stands anew among those lately confirmed.
    search.publish(organisation)
    log(organisation, "directory.confirm", user=by)


@transaction.atomic
def follow_change(organisation: Organisation) -> None:
    """What was published anew, or taken back, is no longer asked about."""
    _end(organisation)
    organisation.is_stale = False


def _end(organisation: Organisation) -> None:
    FreshnessCheck.objects.filter(organisation=organisation).delete()
    _sink(organisation, False)


def _sink(organisation: Organisation, is_stale: bool) -> None:
    """The one place that writes the column that the list is sorted by."""
    others = Organisation.objects.filter(pk=organisation.pk).exclude(is_stale=is_stale)
    if others.update(is_stale=is_stale):
        search.publish(organisation)
