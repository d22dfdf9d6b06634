"""The directory's public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory import queries
from directory.models import Initiative, Organisation
from directory.queries import FACET_LABELS, Filters
from directory.structured_data import json_ld

OPEN_FACETS = {"type", "municipality"}


def entries(request: HttpRequest) -> HttpResponse:
    filters = Filters.of(request.GET)
    found = queries.find(filters, request.GET.get("page"))
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
        ],
        "region": queries.region({place.value: place.count for place in found.facets["municipality"]}, filters)
        if request.GET.get("view") == "map"
        else None,
        "chosen": sum(map(len, filters.facets.values())),
        "hidden": [
            {"name": name, "value": value}
            for name, value in (("q", filters.text), ("view", "map" if request.GET.get("view") == "map" else ""))
            if value
        ],
        "crumbs": [_start()],
    }
    return render(request, "directory/list.html", context)


def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Organisation.objects.visible_to(request.user)
        .select_related("municipality", "standing", "logo")
        .prefetch_related("logo__renditions", "tagged__tag", "links"),
        slug=slug,
    )
    context = {
        "object": found,
        "similar": queries.similar(found),
        "structured_data": json_ld(found, request),
        "is_kept": request.user.is_authenticated
        and Organisation.objects.changeable_by(request.user).filter(pk=found.pk).exists(),
        "crumbs": [_start(), _list()],
    }
    return render(request, "directory/organisation.html", context)


def initiative(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(
        Initiative.objects.visible_to(request.user)
        .select_related("municipality", "standing")
        .prefetch_related("tagged__tag"),
        slug=slug,
    )
    context = {"object": found, "similar": queries.similar(found), "crumbs": [_start(), _list()]}
    return render(request, "directory/initiative.html", context)


def _start() -> dict[str, str]:
    return {"label": _("Start"), "url": reverse("wagtail_serve", args=[""])}


def _list() -> dict[str, str]:
    return {"label": _("Find"), "url": reverse("directory:list")}
