"""The end of what is personal. The numbers stay: how many registered, came, waited."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from events.models import Answer, Companion, Event, Registration, RegistrationQuerySet

# What says something of health or belief is needed until the food is eaten.
NEEDS_KEPT = timedelta(days=3)
# Who never confirmed, or asked to be forgotten before.
UNCONFIRMED_KEPT = timedelta(days=1)


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
    needs = kept.filter(event__ends_at__lt=now - NEEDS_KEPT, needs_erased_at=None)
    Answer.objects.filter(registration__in=needs, is_sensitive=True).delete()
    needs.update(needs_erased_at=now)
    never = kept.filter(status=Registration.Status.EXPIRED, confirmed_at=None, held_until__lt=now - UNCONFIRMED_KEPT)
    return erase(kept.filter(event__in=over), now) + erase(never, now)


def erase(registrations: RegistrationQuerySet, now: datetime) -> int:
    """Leave nothing of who it was."""
    Answer.objects.filter(registration__in=registrations).delete()
    Companion.objects.filter(registration__in=registrations).update(name="")
    return registrations.update(
        name="", email="", name_key="", email_key="", note="", erased_at=now, needs_erased_at=now
    )
