"""What the directory puts into places of pages that others own."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from directory import keeping_queries, landscape, offer_queries
from directory.mapping import areas
from directory.models import Application, Claim, ErrorReport, FreshnessCheck, Membership, Organisation
from directory.models.claims import State
from directory.permissions import is_editor
from directory.views.requests import waiting

# On one's first page; the others stand at each profile.
MOST_REPORTS = 10


def kept_organisations(request: HttpRequest, subject: Any) -> SafeString | None:
    kept = keeping_queries.kept_by(request.user)
    return render_to_string("directory/my_organisations.html", {"kept": kept}, request) if kept else None


def my_pages(request: HttpRequest, subject: Any) -> SafeString:
    """What the reader keeps, is asked, and has asked for."""
    user = request.user
    asking = Organisation.objects.filter(memberships__in=Membership.objects.owners().filter(user=user))
    asked = Q(claims__state=State.WAITING) & ~Q(claims__user=user)
    context = {
        "claims": Claim.objects.filter(user=user).exclude(state=State.APPROVED).select_related("organisation"),
        "applications": Application.objects.filter(user=user)
        .exclude(state=State.APPROVED)
        .select_related("organisation"),
        "to_answer": asking.annotate(asking=Count("claims", filter=asked, distinct=True)).filter(asking__gt=0),
        "reports": ErrorReport.objects.kept_by(user).open().with_entries()[:MOST_REPORTS],
        "keeps_any": Organisation.objects.kept_by(user).exists(),
    }
    requests = render_to_string("directory/my_requests.html", context, request)
    return mark_safe(requests + (kept_organisations(request, subject) or ""))


def waiting_for_editors(request: HttpRequest, subject: Any) -> SafeString | None:
    """On the admin's first page: who asks for what."""
    if not is_editor(request.user):  # ty: ignore[invalid-argument-type]
        return None
    context = waiting(limit=10)
    context["reports"] = ErrorReport.objects.open().count()
    context["stale"] = FreshnessCheck.objects.for_editors().count()
    if not any(context.values()):
        return None
    return render_to_string("directory/admin/waiting.html", context, request)


def for_an_organisation(request: HttpRequest, subject: Any) -> SafeString:
    """On the page that opens an account: the way for an organisation."""
    chosen = request.POST.get("next") or request.GET.get("next")
    context = {"for_organisation": chosen == reverse("directory:apply")}
    return render_to_string("directory/sign_up.html", context, request)


def from_north_to_south(request: HttpRequest, subject: Any) -> SafeString:
    context = {"figures": areas.figures(), "offers": landscape.open_offers()}
    return render_to_string("directory/home_band.html", context, request)


def offers_of_organisation(request: HttpRequest, subject: Organisation) -> SafeString | None:
    offers = offer_queries.of_organisation(subject)
    return render_to_string("directory/organisation_offers.html", {"offers": offers}, request) if offers else None


def when_nothing_is_found(request: HttpRequest, subject: Any) -> SafeString:
    return render_to_string("directory/idea_way.html", {}, request)


slots = {
    "search-nothing": when_nothing_is_found,
    "my-pages": my_pages,
    "home-end": from_north_to_south,
    "organisation": offers_of_organisation,
    "admin-home": waiting_for_editors,
    "sign-up": for_an_organisation,
}
