"""The end of what is personal. The numbers stay: how many registered, came, waited."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import Revision

from events.models import (
    AgendaItem,
    Announcement,
    Answer,
    CheckIn,
    Companion,
    Event,
    Material,
    Question,
    Registration,
    RegistrationQuerySet,
    Series,
)
from events.services.seats import in_turn, let_go
from portal.operations.services import empty_old_to
from portal.plugins import search
from portal.plugins.personal_data import alone, is_same, mentioning, without

# What says something of health or belief is needed until the food is eaten.
NEEDS_KEPT = timedelta(days=3)
# Who never confirmed, or asked to be forgotten before.
UNCONFIRMED_KEPT = timedelta(days=1)
Status = Registration.Status
# Nobody cooks for those.
DO_NOT_COME = (Status.CANCELLED, Status.EXPIRED, Status.DECLINED)
# Where somebody's address may stand among other words of a meetup.
TEXTS: dict[type[Any], tuple[str, ...]] = {
    Event: (
        *("title", "lead", "body", "image_alt", "status_note", "place", "address", "online_link", "directions"),
        *("accessibility", "contact_name", "registration_url", "confirmation_text", "reminder_text", "thanks_text"),
        "notes",
    ),
    AgendaItem: ("title", "text", "speakers"),
    Material: ("title", "url"),
    Question: ("label", "help_text", "options"),
    Series: ("title", "lead"),
}
# What was told of it then.
TOLD: dict[type[Any], tuple[str, ...]] = {Announcement: ("where", "address")}


@transaction.atomic
def erase_old_registrations(now: datetime | None = None) -> int:
    """Erase who was registered when the meetup's `days_kept` are over, answers about food and access sooner, and
    whoever did not confirm after a day; how many were erased."""
    now = now or timezone.now()
    kept = Registration.objects.filter(erased_at=None)
    over = [
        event.pk
        for event in Event.objects.filter(ends_at__lt=now, pk__in=kept.values("event")).only("ends_at", "days_kept")
        if event.ends_at + timedelta(days=event.days_kept) < now
    ]
    needs = kept.filter(Q(event__ends_at__lt=now - NEEDS_KEPT) | Q(status__in=DO_NOT_COME), needs_erased_at=None)
    Answer.objects.filter(registration__in=needs, is_sensitive=True).delete()
    needs.update(needs_erased_at=now)
    # Whoever was invited is remembered as long as the others: they are not invited twice.
    never = kept.filter(
        status=Status.EXPIRED, confirmed_at=None, is_added_by_host=False, held_until__lt=now - UNCONFIRMED_KEPT
    )
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
    """Erase a person's registrations, and offer the seats that they have to others; no mail tells them of it.

    Who came to a meetup that is over goes on being counted.
    """
    found = Registration.objects.of_addresses([address])
    now = timezone.now()
    for registration in found.active().order_by("event_id", "pk"):
        registration = in_turn(registration)
        if registration.is_active and not registration.event.is_past:
            registration.cancelled_at = now
            registration.save(update_fields=["cancelled_at"])
            let_go(registration, Status.CANCELLED)
    erase(found, now)


def versions_that_mention(address: str) -> QuerySet[Revision]:
    of_events = Revision.objects.filter(base_content_type=ContentType.objects.get_for_model(Event))
    return mentioning(of_events, "content", address)


def texts_that_mention(
    address: str, texts: dict[type[Any], tuple[str, ...]] = TEXTS
) -> Iterator[tuple[Any, list[str]]]:
    """What the address stands in as it is now, and the names of the columns."""
    whole = alone(address)
    for model, names in texts.items():
        anywhere = Q(*((f"{name}__icontains", address) for name in names), _connector=Q.OR)
        for thing in model._default_manager.filter(anywhere).order_by("pk"):
            if found := [name for name in names if whole.search(getattr(thing, name))]:
                yield thing, found


def meetups_of(thing: Any) -> Iterable[Event]:
    """The meetups in which what `texts_that_mention` found is read."""
    match thing:
        case Event():
            return [thing]
        case Series():
            return thing.events.all()
    return [thing.event]


def erase_contact_of_meetups(address: str) -> None:
    """Take a contact person out of meetups, of what stands beside them, of their drafts and of their history."""
    emptied: dict[str, Any] = {"contact_name": "", "contact_email": ""}
    contacts = Event.objects.filter(contact_email__iexact=address)
    touched = set(contacts.values_list("pk", flat=True))
    contacts.update(**emptied)
    for thing, names in texts_that_mention(address, TEXTS | TOLD):
        take_out(thing, names, address)
        touched |= {event.pk for event in meetups_of(thing)}
    for version in versions_that_mention(address):
        own = emptied if is_same(version.content.get("contact_email"), address) else {}
        # Past `save`, which would mark this as the newest version.
        Revision.objects.filter(pk=version.pk).update(content=without({**version.content, **own}, address))
    search.publish_many(Event.objects.filter(pk__in=touched))


def take_out(thing: Model, names: list[str], address: str) -> None:
    """Leave nothing of `address` in those columns of `thing`."""
    rows = type(thing)._default_manager.filter(pk=thing.pk)
    # As an editor may have published it since; past `save`, which would write the rest too.
    for now in rows.select_for_update(no_key=True):
        rows.update(**{name: without(getattr(now, name), address) for name in names})
