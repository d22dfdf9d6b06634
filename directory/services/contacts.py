"""Contact persons: that they have said yes, that they no longer do, and that they are forgotten."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from directory.models import ContactConsent, ContactPerson, Organisation
from portal.accounts.models import User


@dataclass(frozen=True)
class Known:
    """A contact person of whom the portal knows, and the day of their yes while it holds."""

    key: UUID
    name: str
    since: datetime | None


def known(organisation: Organisation) -> list[Known]:
    """The contact persons of every version of the profile, the newest first."""
    rows = [row for revision in _versions(organisation).order_by("-pk") for row in revision.content["contacts"]]
    named = {UUID(row["key"]): row["name"] for row in reversed(rows)}
    named |= {person.key: person.name for person in organisation.contacts.all()}
    since = dict(organisation.consents.filter(withdrawn_at=None).values_list("person", "given_at"))
    return [Known(key, name, since.get(key)) for key, name in named.items()]


def _versions(organisation: Organisation) -> QuerySet:
    """Those that have contact persons in them."""
    return Revision.objects.for_instance(organisation).filter(content__has_key="contacts")


@transaction.atomic
def record_consents(organisation: Organisation, said_yes: dict[str, bool], *, by: User | None) -> None:
    """Keep who of the contact persons has said yes (key → yes or no), with the day on which they first did."""
    consents = {str(consent.person): consent for consent in organisation.consents.all()}
    for key, yes in said_yes.items():
        consent = consents.get(key)
        if yes and consent is None:
            ContactConsent.objects.create(organisation=organisation, person=key, recorded_by=by)
        elif yes and consent and consent.withdrawn_at:
            consent.given_at, consent.withdrawn_at, consent.recorded_by = timezone.now(), None, by
            consent.save()
        elif consent and not yes and consent.withdrawn_at is None:
            consent.withdrawn_at = timezone.now()
            consent.save()


@transaction.atomic
def withdraw(organisation: Organisation, person: UUID, *, by: User) -> None:
    """From now on nobody sees `person`, whichever version of the profile is published."""
    organisation.consents.filter(person=person, withdrawn_at=None).update(withdrawn_at=timezone.now())
    log(organisation, "directory.withdraw_consent", user=by)


@transaction.atomic
def forget(organisation: Organisation, person: UUID, *, by: User) -> None:
    """Erase a contact person from the profile, its drafts and its whole history."""
    erase(organisation, {str(person)})
    log(organisation, "directory.forget_contact", user=by)


@transaction.atomic
def follow_publishing(organisation: Organisation) -> None:
    """What goes with a published profile, whoever published it: consents, and forgetting who is gone.

    A person who stands neither in the public version nor in a later one is erased from the earlier ones.
    A withdrawn consent stays withdrawn: an old version brings nobody back.
    """
    shown = {str(person.key): person.is_public for person in organisation.contacts.all()}
    known = {str(key) for key in organisation.consents.values_list("person", flat=True)}
    record_consents(organisation, {key: yes for key, yes in shown.items() if key not in known or not yes}, by=None)
    later = Revision.objects.for_instance(organisation).filter(pk__gt=organisation.live_revision_id or 0)
    kept = set(shown) | {row["key"] for revision in later for row in revision.content.get("contacts", [])}
    organisation.consents.exclude(person__in=kept).delete()
    gone = _leave_only(organisation, lambda key: key in kept)
    if gone:
        for merged in Organisation.objects.filter(merger__kept=organisation):
            erase(merged, gone)


def erase(organisation: Organisation, persons: set[str]) -> None:
    """Take `persons` out of the profile, of every version, and of what was merged into it."""
    ContactPerson.objects.filter(organisation=organisation, key__in=persons).delete()
    ContactConsent.objects.filter(organisation=organisation, person__in=persons).delete()
    _leave_only(organisation, lambda key: key not in persons)
    for merged in Organisation.objects.filter(merger__kept=organisation):
        erase(merged, persons)


def _leave_only(organisation: Organisation, stays: Callable[[str], bool]) -> set[str]:
    """Take the others out of every version; return who they were."""
    gone: set[str] = set()
    for revision in _versions(organisation):
        rows = revision.content["contacts"]
        left = [row for row in rows if stays(row["key"])]
        if len(left) < len(rows):
            gone |= {row["key"] for row in rows if not stays(row["key"])}
            # Past `save`, which would mark this as the newest version.
            Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "contacts": left})
    return gone
