"""What the calendar shows on pages that others own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from directory.models import Organisation
from events.models import Event, Registration
from events.permissions import own_registrations
from events.queries import for_lists
from events.standing import standing_of

EXPIRED = Registration.Status.EXPIRED
SHOWN_AT_HOME = 4
SHOWN_TO_A_MEMBER = 50
SHOWN_OF_AN_ORGANISATION = 6


def home(request: HttpRequest, subject: Any) -> str | None:
    """What is on."""
    events = for_lists(Event.objects.visible_to(request.user).coming())[:SHOWN_AT_HOME]
    return render_to_string("events/slots/home.html", {"events": events}, request) if events else None


def organisation(request: HttpRequest, subject: Organisation) -> str | None:
    """The coming meetups of `subject`."""
    coming = Event.objects.visible_to(request.user).coming().filter(organisers__organisation=subject)
    events = for_lists(coming)[:SHOWN_OF_AN_ORGANISATION]
    return render_to_string("events/slots/organisation.html", {"events": events}, request) if events else None


def my_pages(request: HttpRequest, subject: Any) -> str | None:
    """A member's registrations while we keep them, and the meetups that they host."""
    # What was never confirmed, and who knows by whom it was made, is told while it can still be.
    kept = own_registrations(request.user).filter(erased_at=None).exclude(status=EXPIRED, confirmed_at=None)
    registrations = kept.select_related("event__municipality", "pool")
    now = timezone.now()
    coming = registrations.filter(event__ends_at__gte=now).order_by("event__starts_at", "pk")[:SHOWN_TO_A_MEMBER]
    past = registrations.filter(event__ends_at__lt=now).order_by("-event__starts_at", "pk")[:SHOWN_TO_A_MEMBER]
    context = {
        "coming": [(registration, standing_of(registration)) for registration in coming],
        "past": [(registration, standing_of(registration)) for registration in past],
        "hosted": for_lists(Event.objects.hosted_by(request.user).order_by("-starts_at"))[:20],
    }
    if not any(context.values()):
        return None
    return render_to_string("events/slots/my_pages.html", context, request)


def admin_home(request: HttpRequest, subject: Any) -> str | None:
    """What editors look after next: the coming meetups with their seats."""
    if not request.user.has_perm("events.change_event"):
        return None
    events = for_lists(Event.objects.visible_to(request.user).coming())[:SHOWN_AT_HOME]
    return render_to_string("events/slots/admin_home.html", {"events": events}, request) if events else None


slots = {"home": home, "organisation": organisation, "my-pages": my_pages, "admin-home": admin_home}
