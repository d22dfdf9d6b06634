"""What the list's page says about its map and its order."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.mapping.areas import region
from directory.mapping.grid import MOST_ZOOM
from directory.models import Municipality
from directory.queries import NEAR, SORT_LABELS, Filters, Found, listed

SEVERAL = {
    ("organisation",): gettext_lazy("{count} organisations"),
    ("initiative",): gettext_lazy("{count} initiatives"),
}


def map_context(request: HttpRequest, filters: Filters, found: Found) -> dict[str, Any]:
    """The map of the same result, when it is asked for."""
    if request.GET.get("view") != "map":
        return {"region": None}
    counts = {place.value: place.count for place in found.facets["municipality"]}
    return {
        "region": region(counts, filters),
        # With a municipality chosen, nothing of the whole region is in the result; what is in a box is on the map.
        "everywhere": 0 if filters.municipality else found.total - sum(counts.values()),
        "off_the_map": 0 if filters.box else listed(filters).filter(is_on_map=False).count(),
        "map_options": {
            "api": reverse("api:map_clusters"),
            "list": reverse("directory:list"),
            "filters": filters.without_box().query,
            "municipalities": filters.municipality,
            "box": filters.box.sides if filters.box else None,
            "mostZoom": MOST_ZOOM,
            "texts": _texts(filters),
        },
    }


def _texts(filters: Filters) -> dict[str, str]:
    """What the script says; the names in braces are its own."""
    return {
        "several": str(SEVERAL.get(filters.type, _("{count} organisations and initiatives"))),
        "one": _("1 entry"),
        "at": _("{what}, {place}"),
        "near": _("{what} near {place}, zoom in"),
        "all": _("See all {count} in the list"),
        "close": _("Close"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "whole": _("All of Skåne"),
        "shown": _("{count} places on the map."),
        "many": _("{count} places on the map: too many to step through. The list shows what the map shows."),
        "failed": _("The map could not be fetched just now. The list stands."),
    }


def sort_context(filters: Filters, is_map: bool) -> dict[str, Any]:
    """The orders that the list can be had in, and what the form keeps of the address."""
    kept = QueryDict(replace(filters, near="", sort="").query, mutable=True)
    if is_map:
        kept["view"] = "map"
    return {
        "orders": [
            {"value": value, "label": label, "chosen": value == filters.sort}
            for value, label in (({"": _("Best hit first")} if filters.text else {}) | SORT_LABELS).items()
        ],
        "places": [
            {"value": f"{NEAR}{place.slug}", "label": place.name, "chosen": place.slug == filters.near}
            for place in Municipality.objects.all()
        ],
        "hidden": [{"name": name, "value": value} for name, values in kept.lists() for value in values],
    }
