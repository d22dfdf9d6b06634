"""The public pages of the support offers, and of the landscape that they make up."""

from datetime import date
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory import feeds, offer_queries
from directory import landscape as support
from directory.models import Edition, SupportOffer
from directory.offer_queries import WHOLE_REGION, OfferFilters
from directory.queries import with_current_tags
from directory.structured_data import offer_json_ld

OPEN_FACETS = {"kind", "municipality", "open"}


def offers(request: HttpRequest) -> HttpResponse:
    filters = OfferFilters.of(request.GET)
    if filters.tag and (current := with_current_tags(filters)) != filters:
        return redirect(f"{request.path}?{current.query}", permanent=True)
    found = offer_queries.find(filters, request.GET.get("page"))
    context = {
        "filters": filters,
        "found": found,
        "heading": offer_queries.heading(filters, found),
        "groups": [
            {"label": label, "name": name, "open": name in OPEN_FACETS or filters.facets[name], "options": options}
            for name, label in OfferFilters.FACETS.items()
            if (options := found.facets[name])
        ],
        "chips": [
            {"label": label, "query": filters.without(facet, value).query}
            for (facet, value), label in found.labels.items()
        ],
        "chosen": sum(map(len, filters.facets.values())),
        "hidden": [{"name": "q", "value": filters.text}] if filters.text else [],
        "for_the_region": _for_the_region(filters, found),
        "feeds": feeds.of_choice(found.labels),
        "crumbs": _crumbs(),
    }
    return render(request, "directory/offers.html", context)


def _for_the_region(filters: OfferFilters, found: offer_queries.Found) -> dict | None:
    """Where municipalities are chosen: what is offered in all of them besides, and the list with it."""
    if not filters.municipality or WHOLE_REGION in filters.municipality:
        return None
    count = next((option.count for option in found.facets["municipality"] if option.value == WHOLE_REGION), 0)
    return {"count": count, "query": filters.with_also("municipality", WHOLE_REGION).query} if count else None


def offer(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        SupportOffer.objects.visible_to(request.user)
        .select_related("organisation__municipality", "organisation__logo", "standing")
        .prefetch_related("organisation__logo__renditions", "tagged__tag", "municipalities"),
        slug=slug,
    )
    context = {
        "object": found,
        "similar": offer_queries.similar(found),
        "structured_data": offer_json_ld(found, request),
        "crumbs": [*_crumbs(), {"label": _("Support"), "url": reverse("directory:offers")}],
    }
    return render(request, "directory/offer.html", context)


def landscape(request: HttpRequest) -> HttpResponse:
    body = _landscape_body(Edition.current(), timezone.localdate(), get_language() or "sv")
    context = {
        "body": body,
        "crumbs": [*_crumbs(), {"label": _("Support"), "url": reverse("directory:offers")}],
    }
    return render(request, "directory/landscape.html", context)


@lru_cache(maxsize=8)
def _landscape_body(edition: str, today: date, language: str) -> SafeString:
    """Hundreds of cells, drawn twice and written once: remembered while edition and day last."""
    found = support.landscape()
    context = {"landscape": found, "pictures": support.pictures(found), "today": today}
    return render_to_string("directory/landscape_body.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Start"), "url": reverse("wagtail_serve", args=[""])},
        {"label": _("Find"), "url": reverse("directory:list")},
    ]
