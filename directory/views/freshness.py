"""Is this still right? By a mailed link without signing in, and on the profile's own page under My pages."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from directory.completeness import what_is_missing
from directory.history import history
from directory.models import ErrorReport, FreshnessCheck, Organisation
from directory.permissions import role_of
from directory.services import freshness
from portal.accounts.models import User
from portal.accounts.views import members_page
from portal.plugins.http import same_origin_required


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing, since mail scanners look; the button confirms. The address's token is the secret."""
    context, status = {}, 200
    try:
        if request.method == "POST":
            try:
                freshness.confirm_by_link(token)
                return _guarded(redirect(request.path))
            except freshness.NothingAsked:
                status = 410
        membership, check = freshness.read(token)
        found = Organisation.objects.visible_to(None).get_in_full(membership.organisation.slug)
        context = {
            "object": found,
            "is_asked": FreshnessCheck.objects.filter(pk=check, organisation=found).exists(),
        }
    except freshness.NoSuchLink:
        raise Http404 from None
    except (freshness.LinkEnded, Organisation.DoesNotExist):
        status = 410
    return _guarded(render(request, "directory/still_right.html", context, status=status))


def _guarded(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


def kept_or_404(request: HttpRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.changeable_by(request.user), slug=slug)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """How a profile that the reader keeps is: fresh, complete, with errors reported; the button confirms it."""
    organisation, person = kept_or_404(request, slug), cast("User", request.user)
    if request.method == "POST":
        try:
            freshness.confirm(organisation, by=person)
        except freshness.NotAllowed:
            raise Http404 from None
        messages.success(request, _("Thank you! The profile now says that its facts were confirmed today."))
        return redirect(request.path)
    mine = role_of(person, organisation)
    context = {
        "organisation": organisation,
        "is_owner": bool(mine and mine.is_owner),
        "missing": what_is_missing(organisation),
        "reports": ErrorReport.objects.kept_by(person).open().filter(organisation=organisation),
    }
    return render(request, "directory/overview.html", context)


@require_safe
@members_page
def past(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has changed what, and when."""
    organisation = kept_or_404(request, slug)
    page = history(organisation, request.GET.get("page"))
    return render(request, "directory/history.html", {"organisation": organisation, "page": page})
