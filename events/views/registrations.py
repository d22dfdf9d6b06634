"""A registration for the one who made it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

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


@never_cache
@login_required
@require_POST
def cancel_own(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Cancel a registration that was made in one of the member's addresses."""
    registering.withdraw(get_object_or_404(own_registrations(request.user), event__slug=slug, pk=pk))
    return redirect("accounts:my_pages")
