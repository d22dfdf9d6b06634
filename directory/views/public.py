"""The directory's public pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import feeds, queries
from directory.exchange.writing import FORMATS
from directory.facets import FACET_LABELS
from directory.keyset import Asked
from directory.merge_queries import leads_to
from directory.models import Initiative, Organisation
from directory.queries import Filters
from directory.services.withdrawing import gone_at
from directory.structured_data import initiative_json_ld, json_ld
from directory.views.exchange import fits
from directory.views.map import map_context, sort_context
from directory.views.withdrawing import gone
from portal.plugins.http import led_on_to

OPEN_FACETS = {"type", "municipality"}


def entries(request: HttpRequest) -> HttpResponse:
    asked = Filters.of(request.GET)
    filters, unknown = queries.recognised(asked)
    view = "&view=map" if request.GET.get("view") == "map" else ""
    if not unknown and filters.tag != asked.tag:
        return redirect(f"{request.path}?{filters.query}{view}", permanent=True)
    if "sort" in request.GET and request.GET["sort"] != filters.sort:
        # The form's way of saying it: what is shared says it in one way.
        return redirect(f"{request.path}?{filters.query}{view}".rstrip("?"))
    part = Asked(request.GET.get("page"), request.GET.get("after", ""), request.GET.get("before", ""))
    found = queries.find(filters, part)
    context = {
        "filters": filters,
        "found": found,
        "heading": queries.heading(filters, found),
        "groups": [
            {"label": label, "name": name, "open": name in OPEN_FACETS or filters.facets[name], "options": options}
            for name, label in FACET_LABELS.items()
            if (options := found.facets[name])
        ],
        "chips": [
            {"label": label, "query": filters.without(facet, value).query}
            for (facet, value), label in found.labels.items()
        ]
        + ([{"label": _("Part of the map"), "query": filters.without_box().query}] if filters.box else []),
        **map_context(request, filters, found),
        "sort": sort_context(filters, bool(view)),
        "view": view,
        "formats": [form for form in FORMATS if fits(found.total, form)],
        "chosen": sum(map(len, filters.facets.values())),
        "hidden": [
            {"name": name, "value": value}
            for name, value in (
                ("q", filters.text),
                ("view", "map" if view else ""),
                ("near", filters.near),
                ("sort", filters.sort),
                ("box", str(filters.box or "")),
            )
            if value
        ],
        "unknown": unknown,
        "canonical": "&".join(filter(None, (filters.query, part.query(found.page)))),
        "feeds": feeds.of_choice(found.labels),
        "crumbs": [start_crumb()],
    }
    return render(request, "directory/list.html", context)


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = Organisation.objects.visible_to(request.user).get_in_full(slug)
    except Organisation.DoesNotExist:
        if kept := leads_to(slug, request.user):
            return led_on_to(kept.get_absolute_url())
        if day := gone_at(slug):
            return gone(request, day)
        raise Http404 from None
    context = {
        "object": found,
        "similar": queries.similar(found),
        "structured_data": json_ld(found, request),
        "is_kept": request.user.is_authenticated
        and Organisation.objects.changeable_by(request.user).filter(pk=found.pk).exists(),
        "crumbs": [start_crumb(), list_crumb()],
    }
    return render(request, "directory/organisation.html", context)


def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Initiative.objects.visible_to(request.user).in_full(),
        slug=slug,
    )
    context = {
        "object": found,
        "similar": queries.similar(found),
        "structured_data": initiative_json_ld(found, request),
        "crumbs": [start_crumb(), list_crumb()],
    }
    return render(request, "directory/initiative.html", context)


def start_crumb() -> dict[str, str]:
    return {"label": _("Start"), "url": reverse("wagtail_serve", args=[""])}


def list_crumb() -> dict[str, str]:
    return {"label": _("Find"), "url": reverse("directory:list")}
