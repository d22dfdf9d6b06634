"""A registration for the one who made it, and all of a meetup's for its host."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.csv_file import csv_file
from events.models import Event, Registration, RegistrationQuerySet
from events.permissions import own_registrations
from events.services import registering
from events.services.links import find
from portal.plugins.http import same_origin_required

ACTIONS = {"confirm": registering.confirm, "cancel": registering.cancel, "disown": registering.disown}


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mailed link leads: reading shows, only a pressed button acts."""
    if request.method == "POST":
        if action := ACTIONS.get(request.POST.get("action", "")):
            action(token)
        return _private(redirect("events:registration", token=token))
    if (registration := find(token)) is None:
        raise Http404
    return _private(render(request, "events/registration.html", {"registration": registration}))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the link in the address from those that the page leads to, and from search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _managed(request: HttpRequest, slug: str) -> tuple[Event, RegistrationQuerySet, str]:
    """The meetup, those registered with the status asked for, and that status."""
    event = get_object_or_404(Event.objects.managed_by(request.user).prefetch_related("pools"), slug=slug)
    registrations = event.registrations.filter(erased_at=None).with_people()
    status = request.GET.get("status", "")
    if status in Registration.Status.values:
        return event, registrations.filter(status=status), status
    return event, registrations, ""


@never_cache
@login_required
@require_safe
def registrations(request: HttpRequest, slug: str) -> HttpResponse:
    """Those registered, for editors and the meetup's host."""
    event, chosen, status = _managed(request, slug)
    context = {
        "event": event,
        "registrations": chosen,
        "status": status,
        "statuses": Registration.Status.choices,
        "crumbs": [{"label": _("My pages"), "url": reverse("accounts:my_pages")}],
    }
    return render(request, "events/registrations.html", context)


@never_cache
@login_required
@require_safe
def registrations_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a file."""
    event, chosen, _status = _managed(request, slug)
    disposition = {"Content-Disposition": f'attachment; filename="{event.slug}.csv"'}
    return HttpResponse(csv_file(chosen), content_type="text/csv; charset=utf-8", headers=disposition)


@never_cache
@login_required
@require_POST
def cancel_own(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a registration that was made in one of the member's addresses."""
    registering.withdraw(get_object_or_404(own_registrations(request.user), event__slug=slug, pk=pk))
    return redirect("accounts:my_pages")
