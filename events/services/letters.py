"""Mail to those registered: each a text in `templates/events/mail/`, in the language of the page they registered on."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, override

from events import calendar_files
from events.models import Announcement, Registration
from events.services.links import link_of
from events.standing import rule_of, standing_of

SUBJECTS = {
    "confirm": gettext_noop("Confirm your registration: %(title)s"),
    "again": gettext_noop("You are registered already: %(title)s"),
    "confirmed": gettext_noop("You have a seat: %(title)s"),
    "waiting": gettext_noop("You are on the waiting list: %(title)s"),
    "applied": gettext_noop("We have your application: %(title)s"),
    "offered": gettext_noop("There is a seat for you: %(title)s"),
    "lapsed": gettext_noop("The seat has gone to the next: %(title)s"),
    "declined": gettext_noop("No seat this time: %(title)s"),
    "cancelled": gettext_noop("Your registration is cancelled: %(title)s"),
    "changed": gettext_noop("This has changed: %(title)s"),
    "altered": gettext_noop("Your registration is changed: %(title)s"),
    "reminder": gettext_noop("Soon: %(title)s"),
    "thanks": gettext_noop("Thank you: %(title)s"),
    "added": gettext_noop("The host has registered you: %(title)s"),
    "invited": gettext_noop("You are invited: %(title)s"),
    "message": "%(subject)s",
}
# Those by which a person learns when and where.
TELLING = {"confirmed", "waiting", "applied", "offered", "added", "invited"}


def write(registration: Registration, letter: str, calendar: str = "", **values: Any) -> None:
    """Put a letter into the outbox, in the caller's transaction; nothing to one that is erased.

    `calendar` says what goes with it for the calendar program: REQUEST puts the meetup in, or changes it there;
    CANCEL takes it out.
    """
    if not registration.email:
        return
    event = registration.event
    if letter in TELLING and registration.told_sequence is None:
        latest = Announcement.objects.latest_of(event)
        registration.told_sequence = latest.sequence if latest else None
        registration.save(update_fields=["told_sequence"])
    with override(registration.language):
        context = {
            "event": event,
            "registration": registration,
            "link": link_of(registration),
            "page": settings.BASE_URL + event.get_absolute_url(),
            "coming": settings.BASE_URL + reverse("events:coming"),
            # Looked up by the letters that say it.
            "rule": partial(rule_of, event),
            "standing": partial(standing_of, registration),
            "calendar": settings.BASE_URL + reverse("events:calendar", args=[event.slug]),
            **values,
        }
        mail = EmailMultiAlternatives(
            subject=" ".join((gettext(SUBJECTS[letter]) % {"title": event.title, **values}).split()),
            body=render_to_string(f"events/mail/{letter}.txt", context),
            to=[registration.email],
            reply_to=[event.contact_email] if event.contact_email else None,
        )
        if calendar:
            _attach(mail, registration, calendar)
        mail.send()


def _attach(mail: EmailMultiAlternatives, registration: Registration, method: str) -> None:
    """As an alternative to the text, whose `method` is the file's own (RFC 6047, 2.4)."""
    write_file = calendar_files.withdrawal if method == calendar_files.CANCEL else calendar_files.invitation
    mail.attach_alternative(write_file(registration).decode(), f"text/calendar; method={method}")
