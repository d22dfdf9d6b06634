"""Checking in at the door: buttons that work everywhere, and what a phone needs to go on without a network."""

import json
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.alphabet import sort_key
from events import check_in_codes as codes
from events import hosting_queries as queries
from events.hosting_forms import WalkInForm
from events.models import Attendee, Event
from events.services import checking_in
from events.services.checking_in import Said
from events.services.hosting import HostRefused
from events.views.hosting import crumbs, hosts_page, lacks_second_factor, managed
from portal.accounts.models import User

MOST_SAID = 500
LONGEST_SAID = 100_000


@require_http_methods(["GET", "HEAD", "POST"])
@hosts_page
def check_in(request: HttpRequest, event: Event) -> HttpResponse:
    """Everybody who has a seat, with a button each. Reading shows, also by a scanned code; only a button acts."""
    words = request.GET.get("q", "").strip()[:200]
    if request.method == "POST":
        return _pressed(request, event, words)
    people = queries.attendees(event)
    context = _context(event, people, words) | {"form": WalkInForm(event)}
    return render(request, "events/check_in.html", context)


def _context(event: Event, people: list[Attendee], words: str = "") -> dict[str, Any]:
    rows = [_row(person, words) for person in people]
    return {
        "event": event,
        "rows": rows,
        "is_empty": not any(row["is_meant"] for row in rows),
        "words": words,
        "number": len(people),
        "here": sum(person.checked_in_at is not None for person in people),
        "now": timezone.now(),
        "crumbs": crumbs(event),
    }


def _row(person: Attendee, words: str) -> dict[str, Any]:
    """What the list says of one person; those who are not meant by `words` stay in it, unseen, for a phone to keep."""
    code = codes.code_of(person.registration)
    is_meant = not words or codes.read(words) == code or sort_key(words) in sort_key(person.name)
    return {"person": person, "mark": f"{code}.{person.seat}", "is_meant": is_meant}


def _pressed(request: HttpRequest, event: Event, words: str) -> HttpResponse:
    is_here = "here" in request.POST
    said = _read({"person": request.POST.get("here") or request.POST.get("gone"), "here": is_here})
    if said is None:
        raise Http404
    if checking_in.keep(event, [said], by=cast("User", request.user)):
        messages.error(request, _("Whoever it was has no seat any more: look at the list."))
    return redirect(f"{request.path}?{urlencode({'q': words})}" if words else request.path)


def _read(item: Any) -> Said | None:
    """What a button or a phone says, or None for what says nothing."""
    if not isinstance(item, dict) or not isinstance(item.get("person"), str) or not isinstance(item.get("here"), bool):
        return None
    code, _dot, seat = item["person"].partition(".")
    if not (seat.isascii() and seat.isdigit() and len(seat) < 4 and len(code) == codes.LENGTH):
        return None
    return Said(code, int(seat), item["here"], _moment(item.get("at")))


def _moment(text: Any) -> datetime:
    try:
        at = parse_datetime(text) if isinstance(text, str) else None
    except ValueError:
        at = None
    return at if at and timezone.is_aware(at) else timezone.now()


@never_cache
@require_POST
def sync(request: HttpRequest, slug: str) -> HttpResponse:
    """Take what a phone has kept, and say who is here: marks without names. What comes twice counts once."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    event = managed(request, slug)
    if lacks_second_factor(request, event):
        return JsonResponse({}, status=401)
    if len(request.body) > LONGEST_SAID:
        return HttpResponseBadRequest()
    try:
        items = json.loads(request.body)["said"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return HttpResponseBadRequest()
    all_said = [_read(item) for item in items] if isinstance(items, list) and len(items) <= MOST_SAID else [None]
    if None in all_said:
        return HttpResponseBadRequest()
    refused = checking_in.keep(event, cast("list[Said]", all_said), by=cast("User", request.user))
    rows = _context(event, queries.attendees(event))["rows"]
    return JsonResponse(
        {
            "here": {
                row["mark"]: f"{localtime(at):%H:%M}" for row in rows if (at := row["person"].checked_in_at) is not None
            },
            "now": int(timezone.now().timestamp() * 1000),
            "refused": [f"{said.code}.{said.seat}" for said in refused],
        }
    )


@require_POST
@hosts_page
def walk_in(request: HttpRequest, event: Event) -> HttpResponse:
    """Let in somebody who is not in the list."""
    form = WalkInForm(event, request.POST)
    if form.is_valid():
        try:
            added = checking_in.walk_in(event, by=cast("User", request.user), **form.cleaned_data)
        except HostRefused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("%(name)s has a seat and is checked in.") % {"name": added.name})
            return redirect("events:check_in", slug=event.slug)
    context = _context(event, queries.attendees(event)) | {"form": form}
    return render(request, "events/check_in.html", context, status=422)


@never_cache
@require_safe
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The script by which a browser shows the page without a network. It lies below the page: it rules nothing else."""
    scope = reverse("events:check_in", args=[slug])
    return render(request, "events/check_in_worker.js", {"scope": scope}, content_type="text/javascript")
