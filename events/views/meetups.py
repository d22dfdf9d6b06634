"""Each meetup's page, with its registration form."""

import logging
from typing import Any

from allauth.core.ratelimit import consume
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.calendar_files import published
from events.forms import RegistrationForm
from events.models import Event
from events.queries import for_page
from events.services.registering import register
from events.services.seats import NoSeatLeft, RegistrationClosed
from events.standing import moment_in_words, rule_of
from events.structured_data import json_ld
from portal.plugins.http import same_origin_required

logger = logging.getLogger("portal.events")

REGISTERED = 302


def start_crumb() -> dict[str, str]:
    return {"label": _("Start"), "url": reverse("wagtail_serve", args=[""])}


def calendar_crumb() -> dict[str, str]:
    return {"label": _("Calendar"), "url": reverse("events:coming")}


def _visible(request: HttpRequest, slug: str) -> Event:
    return get_object_or_404(for_page(Event.objects.visible_to(request.user)), slug=slug)


@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetup, with its registration form."""
    event = _visible(request, slug)
    form, status = RegistrationForm(event, request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        if form.is_by_a_robot:
            logger.info("A robot's registration was dropped.")
            return redirect("events:mailed", slug=slug)
        form, status = _registered(request, form)
        if status == REGISTERED:
            return redirect("events:mailed", slug=slug)
        event = form.event
    return render(request, "events/event.html", event_context(request, event, form), status=status)


def _registered(request: HttpRequest, form: RegistrationForm) -> tuple[RegistrationForm, int]:
    """Register whoever filled in `form`; the form to show again, if need be, and the status of the answer."""
    if not form.is_valid():
        return form, 422
    # Networks are only slowed: a library shares one address.
    if not consume(request, action="registration"):
        form.add_error(None, _("Very many register from your network just now. Send it again in a minute."))
        return form, 429
    try:
        register(form.event, **form.registration, language=get_language() or "sv")
    except (NoSeatLeft, RegistrationClosed) as refusal:
        form.event = _visible(request, form.event.slug)
        if isinstance(refusal, NoSeatLeft):
            form.refuse_for_want_of_seats()
        else:
            form.add_error(None, _("The registration has changed meanwhile. Look it through and send it again."))
        return form, 409
    return form, REGISTERED


def event_context(request: HttpRequest, event: Event, form: RegistrationForm) -> dict[str, Any]:
    return {
        "event": event,
        "form": form,
        "is_open": event.takes_registrations(),
        "is_refused": form.is_bound and event.is_full and not event.has_waiting_list,
        "rule": rule_of(event) if event.has_waiting_list and not all(pool.is_open for pool in event.open_pools) else "",
        "opens": moment_in_words(event.opens_at) if event.opens_at else "",
        "closes": moment_in_words(event.registration_ends_at),
        "structured_data": json_ld(event, request.build_absolute_uri(event.get_absolute_url())),
        "crumbs": [start_crumb(), calendar_crumb()],
    }


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetup for a calendar program."""
    event = _visible(request, slug)
    disposition = {"Content-Disposition": f'attachment; filename="{event.slug}.ics"'}
    return HttpResponse(published(event), content_type="text/calendar; charset=utf-8", headers=disposition)


@require_safe
def mailed(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do now; the same for everybody."""
    event = _visible(request, slug)
    crumbs = [start_crumb(), calendar_crumb(), {"label": event.title, "url": event.get_absolute_url()}]
    return render(request, "events/mailed.html", {"event": event, "crumbs": crumbs})
