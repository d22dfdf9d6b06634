"""The end of what is personal. The numbers stay: how many registered, came, waited."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from events.models import Answer, CheckIn, Companion, Event, Registration, RegistrationQuerySet
from events.services.seats import in_turn, let_go
from portal.operations.services import empty_old_to
from portal.plugins.personal_data import is_same, mentioning, without

# What says something of health or belief is needed until the food is eaten.
NEEDS_KEPT = timedelta(days=3)
# Who never confirmed, or asked to be forgotten before.
UNCONFIRMED_KEPT = timedelta(days=1)
Status = Registration.Status
# Nobody cooks for those.
DO_NOT_COME = (Status.CANCELLED, Status.EXPIRED, Status.DECLINED)


@transaction.atomic
def erase_old_registrations(now: datetime | None = None) -> int:
    """Erase who was registered when the meetup's `days_kept` are over, answers about food and access sooner, and
    whoever did not confirm after a day; how many were erased."""
    now = now or timezone.now()
    kept = Registration.objects.filter(erased_at=None)
    over = [
        event.pk
        for event in Event.objects.filter(ends_at__lt=now).only("pk", "ends_at", "days_kept")
        if event.ends_at + timedelta(days=event.days_kept) < now
    ]
    needs = kept.filter(Q(event__ends_at__lt=now - NEEDS_KEPT) | Q(status__in=DO_NOT_COME), needs_erased_at=None)
    Answer.objects.filter(registration__in=needs, is_sensitive=True).delete()
    needs.update(needs_erased_at=now)
    never = kept.filter(status=Status.EXPIRED, confirmed_at=None, held_until__lt=now - UNCONFIRMED_KEPT)
    return erase(kept.filter(event__in=over), now) + erase(never, now)


def erase(registrations: RegistrationQuerySet, now: datetime) -> int:
    """Leave nothing of who it was, nor of who let them in."""
    empty_old_to(registrations.exclude(email="").values_list("email", flat=True))
    Answer.objects.filter(registration__in=registrations).delete()
    Companion.objects.filter(registration__in=registrations).update(name="")
    CheckIn.objects.filter(registration__in=registrations).update(by=None)
    return registrations.update(
        name="", email="", name_key="", email_key="", note="", erased_at=now, needs_erased_at=now
    )


def erase_registrations_of(address: str) -> None:
    """Erase a person's registrations, and offer the seats that they have to others; no mail tells them of it."""
    found = Registration.objects.of_addresses([address])
    now = timezone.now()
    for registration in found.active().order_by("event", "pk"):
        registration = in_turn(registration)
        if registration.is_active:
            registration.cancelled_at = now
            registration.save(update_fields=["cancelled_at"])
            let_go(registration, Status.CANCELLED)
    erase(found, now)


def versions_that_mention(address: str) -> QuerySet[Revision]:
    of_events = Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(Event))
    return mentioning(of_events, "content", address)


def erase_contact_of_meetups(address: str) -> None:
    """Take a contact person out of meetups, their drafts and their history."""
    emptied: dict[str, Any] = {"contact_name": "", "contact_email": ""}
    Event.objects.filter(contact_email__iexact=address).update(**emptied)
    for version in versions_that_mention(address):
        own = emptied if is_same(version.content.get("contact_email"), address) else {}
        # Past `save`, which would mark this as the newest version.
        Revision.objects.filter(pk=version.pk).update(content=without({**version.content, **own}, address))
