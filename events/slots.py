"""What the calendar shows on pages that others own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from directory.models import Organisation
from events.models import Event
from events.permissions import own_registrations
from events.queries import for_lists

SHOWN_AT_HOME = 4
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
    """A member's coming registrations, and the meetups that they host."""
    coming = Event.objects.coming().filter(live=True)
    registrations = own_registrations(request.user).active().filter(event__in=coming)
    context = {
        "registrations": registrations.select_related("event__municipality").order_by("event__starts_at"),
        "hosted": for_lists(Event.objects.hosted_by(request.user).order_by("-starts_at"))[:20],
    }
    if not (context["registrations"] or context["hosted"]):
        return None
    return render_to_string("events/slots/my_pages.html", context, request)


def admin_home(request: HttpRequest, subject: Any) -> str | None:
    """What editors look after next: the coming meetups with their seats."""
    if not request.user.has_perm("events.change_event"):
        return None
    events = for_lists(Event.objects.visible_to(request.user).coming())[:SHOWN_AT_HOME]
    return render_to_string("events/slots/admin_home.html", {"events": events}, request) if events else None


slots = {"home": home, "organisation": organisation, "my-pages": my_pages, "admin-home": admin_home}
