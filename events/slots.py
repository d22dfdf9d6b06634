"""What the calendar shows on pages that others own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from directory.models import Organisation
from events.models import Event, Registration
from events.permissions import own_registrations
from events.queries import for_lists
from events.sections import STATUS
from events.standing import standing_of

EXPIRED = Registration.Status.EXPIRED
SHOWN_AT_HOME = 4
SHOWN_TO_A_MEMBER = 50
SHOWN_OF_AN_ORGANISATION = 6
SHOWN_OF_OURS = 20


def home(request: HttpRequest, subject: Any) -> str | None:
    """What is on."""
    events = for_lists(Event.objects.visible_to(request.user).coming())[:SHOWN_AT_HOME]
    return render_to_string("events/slots/home.html", {"events": events}, request) if events else None


def organisation(request: HttpRequest, subject: Organisation) -> str | None:
    """The coming meetups of `subject`."""
    coming = Event.objects.visible_to(request.user).coming().filter(organisers__organisation=subject)
    events = for_lists(coming)[:SHOWN_OF_AN_ORGANISATION]
    return render_to_string("events/slots/organisation.html", {"events": events}, request) if events else None


def my_pages(request: HttpRequest, subject: Any) -> SafeString:
    """A member's registrations while we keep them, the meetups that they host, and their organisations' own."""
    # What was never confirmed, and who knows by whom it was made, is told while it can still be.
    kept = own_registrations(request.user).filter(erased_at=None).exclude(status=EXPIRED, confirmed_at=None)
    registrations = kept.select_related("event__municipality", "pool")
    now = timezone.now()
    coming = registrations.filter(event__ends_at__gte=now).order_by("event__starts_at", "pk")[:SHOWN_TO_A_MEMBER]
    past = registrations.filter(event__ends_at__lt=now).order_by("-event__starts_at", "pk")[:SHOWN_TO_A_MEMBER]
    context = {
        "coming": [(registration, standing_of(registration)) for registration in coming],
        "past": [(registration, standing_of(registration)) for registration in past],
        "hosted": for_lists(Event.objects.filter(host=request.user).order_by("-starts_at"))[:20],
    }
    own = our_meetups(request)
    if not any(context.values()):
        return own
    return mark_safe(render_to_string("events/slots/my_pages.html", context, request) + own)


def our_meetups(request: HttpRequest) -> SafeString:
    """The meetups of the organisations that a member keeps: drafts and the coming ones first, then the latest."""
    kept = Organisation.objects.kept_by(request.user)
    if not kept:
        return SafeString()
    own = Event.objects.kept_by(request.user).with_states().distinct().select_related("municipality")
    coming = own.coming()[:SHOWN_OF_OURS]
    context = {
        "organisations": [organisation for organisation in kept if organisation.live],
        "meetups": [*coming, *own.past()[: SHOWN_OF_OURS - len(coming)]],
        "changed": STATUS,
    }
    return render_to_string("events/slots/our_meetups.html", context, request)


def admin_home(request: HttpRequest, subject: Any) -> str | None:
    """What editors look after next: the coming meetups with their seats."""
    if not request.user.has_perm("events.change_event"):
        return None
    events = for_lists(Event.objects.visible_to(request.user).coming())[:SHOWN_AT_HOME]
    return render_to_string("events/slots/admin_home.html", {"events": events}, request) if events else None


slots = {"home": home, "organisation": organisation, "my-pages": my_pages, "admin-home": admin_home}
