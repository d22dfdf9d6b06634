"""Every write around meetups: one function for each thing that a person does, one transaction each."""

import secrets
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from events.models import Event, Registration, RegistrationQuerySet, SeatPool, Way
from portal.plugins import search
from portal.plugins.locks import one_at_a_time

HOLD = timedelta(minutes=30)
DOUBLE_CLICK = timedelta(minutes=1)
UNCONFIRMED_PER_HOUR = 3
DAYS_KEPT = 30
Status = Registration.Status


class RegistrationClosed(Exception):
    """One cannot register for this meetup now, or not in this way."""


class NoSeatLeft(Exception):
    """Every seat is taken."""


def normalised(text: str) -> str:
    """`text` in one form of Unicode and with single spaces. Raises ValueError for control characters."""
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(character) in {"Cc", "Cs", "Cf"} for character in text):
        raise ValueError("control character")
    return " ".join(text.split())


def token_hash(token: str) -> str:
    """What is stored of a link. The token has 128 random bits, so a plain digest is enough; the prefix binds it."""
    return sha256(f"events.registration:{token}".encode("utf-8", "replace")).hexdigest()


def find(token: str) -> Registration | None:
    """The registration that a mailed link leads to."""
    return Registration.objects.select_related("event", "pool").filter(token_hash=token_hash(token)).first()


@transaction.atomic
def follow(event: Event) -> None:
    """Bring the seats and the search in step with what was published, changed or withdrawn."""
    if event.live:
        for way in Way:
            pool, _ = SeatPool.objects.get_or_create(event=event, way=way)
            SeatPool.objects.filter(pk=pool.pk).resize(event.wished_seats(way))
    search.publish(event)


def release_expired(event: Event | None = None, now: datetime | None = None) -> int:
    """Give back the seats of those who never confirmed, of one event or of all; returns how many.

    A transaction for each pool: whoever takes or gives back seats holds one pool's lock at most, so
    that two never wait for each other.
    """
    late = Registration.objects.filter(status=Status.HELD, held_until__lt=now or timezone.now())
    if event:
        late = late.filter(event=event)
    released = 0
    for pool in late.order_by("pool").values_list("pool", flat=True).distinct():
        with transaction.atomic():
            # The count of rows that this very statement changed: two sweeps never give back one seat twice.
            if number := late.filter(pool=pool).update(status=Status.EXPIRED):
                SeatPool.objects.filter(pk=pool).give_back(number)
                released += number
    return released


def register(event: Event, *, name: str, email: str, way: str, language: str = "sv", purpose: str = "") -> None:
    """Hold a seat for half an hour and mail the link that confirms it.

    Says nothing of who is registered: a repetition, or an address with too many unconfirmed
    registrations, passes in silence. Raises RegistrationClosed, NoSeatLeft, ValueError.
    """
    now = timezone.now()
    name, email = normalised(name), normalised(email)
    if not event.takes_registrations(now) or way not in event.ways:
        raise RegistrationClosed
    release_expired(event, now)
    _hold(event, now=now, name=name, email=email, way=way, language=language, purpose=purpose)


@transaction.atomic
def _hold(event: Event, *, now: datetime, name: str, email: str, way: str, language: str, purpose: str) -> None:
    name_key, email_key = name.casefold(), email.casefold()
    one_at_a_time("events.register", email_key)
    same = event.registrations.active().filter(email_key=email_key, name_key=name_key).first()
    pool = SeatPool.objects.filter(event=event, way=way)
    if same and now - same.created_at < DOUBLE_CLICK:
        return
    unconfirmed = Registration.objects.filter(
        email_key=email_key, confirmed_at=None, created_at__gt=now - timedelta(hours=1)
    )
    if same or unconfirmed.count() >= UNCONFIRMED_PER_HOUR:
        # The same answer as to a stranger, in a full meetup too.
        if not pool.filter(taken__lt=F("capacity")).exists():
            raise NoSeatLeft
        return
    if not pool.take():
        raise NoSeatLeft
    token = secrets.token_urlsafe(16)
    registration = Registration.objects.create(
        event=event,
        pool=pool.get(),
        name=name,
        email=email,
        name_key=name_key,
        email_key=email_key,
        language=language,
        token_hash=token_hash(token),
        purpose=purpose,
        created_at=now,
        held_until=now + HOLD,
    )
    _mail(registration, token, "confirm")


@transaction.atomic
def confirm(token: str) -> Registration | None:
    """Keep the seat that is held; the mail with all that is needed goes out once."""
    registration = find(token)
    if registration is None:
        return None
    now = timezone.now()
    if Registration.objects.filter(pk=registration.pk, status=Status.HELD).update(
        status=Status.CONFIRMED, confirmed_at=now
    ):
        registration.refresh_from_db()
        _mail(registration, token, "confirmed")
    return registration


@transaction.atomic
def cancel(token: str) -> Registration | None:
    """Give the seat back; a second time changes nothing."""
    registration = find(token)
    if registration is not None:
        withdraw(registration)
    return registration


@transaction.atomic
def withdraw(registration: Registration) -> None:
    """Give the seat of `registration` back."""
    active = Registration.objects.filter(pk=registration.pk).active()
    if active.update(status=Status.CANCELLED, cancelled_at=timezone.now()):
        SeatPool.objects.filter(pk=registration.pool_id).give_back()
    registration.refresh_from_db()


@transaction.atomic
def disown(token: str) -> Registration | None:
    """Give back a seat that somebody else asked for in this address, and erase who it was."""
    if registration := cancel(token):
        _erase(Registration.objects.filter(pk=registration.pk), timezone.now())
        registration.refresh_from_db()
    return registration


@transaction.atomic
def erase_old_registrations(days: int = DAYS_KEPT, now: datetime | None = None) -> int:
    """Erase who was registered: `days` after the meetup, or a day after a seat was not confirmed. Counts stay."""
    now = now or timezone.now()
    kept = Registration.objects.filter(erased_at=None)
    erased = _erase(kept.filter(event__ends_at__lt=now - timedelta(days=days)), now)
    return erased + _erase(kept.filter(status=Status.EXPIRED, held_until__lt=now - timedelta(days=1)), now)


def _erase(registrations: RegistrationQuerySet, now: datetime) -> int:
    return registrations.update(name="", email="", name_key="", email_key="", erased_at=now)


def _mail(registration: Registration, token: str, template: str) -> None:
    """Put a mail into the outbox, in this transaction and in the language of the page."""
    event = registration.event
    with override(registration.language):
        link, calendar = (
            settings.WAGTAILADMIN_BASE_URL + reverse(name, args=[key])
            for name, key in (("events:registration", token), ("events:calendar", event.slug))
        )
        subjects = {
            "confirm": gettext("Confirm your seat: %(title)s"),
            "confirmed": gettext("You have a seat: %(title)s"),
        }
        EmailMessage(
            subject=" ".join((subjects[template] % {"title": event.title}).split()),
            body=render_to_string(
                f"events/mail/{template}.txt",
                {"event": event, "registration": registration, "link": link, "calendar": calendar},
            ),
            to=[registration.email],
            reply_to=[event.contact_email] if event.contact_email else None,
        ).send()
