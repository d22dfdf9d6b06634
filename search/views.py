"""The one page of the search."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.plugins.http import visitor_mark
from search import unanswered
from search.facets import LABELS, narrowed
from search.promotions import promoted
from search.queries import Found, nearest, newest, search
from search.query import FACETS, LAST_HIT, SORTS, Query

PER_PAGE = 10
FIRST_PAGE = "1"
# As long as the standard lets a name be.
SHORT_NAME = 16
OPEN = ("kind", "when", "municipality")
SORT_LABELS = {
    "relevance": gettext_lazy("Best hits"),
    "newest": gettext_lazy("Newest"),
    "soonest": gettext_lazy("Soonest"),
}


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What is found. Another way of writing the same question is led to the one address that it has."""
    number = _page_number(request.GET.get("page", FIRST_PAGE))
    query = narrowed(
        Query(
            request.GET.get("q", ""),
            language=get_language() or "sv",
            choices={name: tuple(request.GET.getlist(name)) for name in FACETS},
            limit=PER_PAGE,
            offset=(number - 1) * PER_PAGE,
            sort=request.GET.get("sort", ""),
            exact=request.GET.get("exact") == "1",
        )
    )
    found = search(query)
    page = Paginator(range(min(found.total, LAST_HIT)), PER_PAGE).get_page(number)
    parameters = _parameters(query, page.number)
    address = reverse("search:search")
    if list(request.GET.lists()) != list(parameters.lists()):
        return redirect(_with(address, parameters))
    if query.text and not query.choices and not found.complete:
        unanswered.note(query.text, visitor_mark(request))
    complete = max(found.complete - query.offset, 0)
    context = {
        "query": query,
        "found": found,
        "page": page,
        "complete": found.hits[:complete],
        "near": found.hits[complete:],
        "exactly": _with(address, _parameters(replace(query, exact=True))),
        "corrected": _with(address, _parameters(Query(found.correction))),
        "promotions": promoted(query.text) if query.text and page.number == 1 and not query.choices else [],
        "groups": _groups(found),
        "chips": _chips(query, found, address),
        "unfiltered": _with(address, _parameters(replace(query, choices={}))),
        "hidden": [{"name": name, "value": value} for name, value in _parameters(replace(query, choices={})).items()],
        "sorts": _sorts(query, found, address),
        "crumbs": [{"label": _("Start"), "url": reverse("wagtail_serve", args=[""])}],
        "other_language": _in_the_other_language(request, query),
    }
    if query.text and not found.total:
        context |= _instead(query, address)
    return render(request, "search/results.html", context)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """What a browser needs to offer the portal's search in its own field (an OpenSearch description)."""
    name = settings.WAGTAIL_SITE_NAME
    words = name.split()
    short = next((tail for tail in (" ".join(words[at:]) for at in range(len(words))) if len(tail) <= SHORT_NAME), "")
    context = {"name": name, "short_name": short or name[:SHORT_NAME], "language": get_language() or "sv"}
    xml = render_to_string("search/description.xml", context, request)
    return HttpResponse(xml, content_type="application/opensearchdescription+xml; charset=utf-8")


def _page_number(text: str) -> int:
    """A number of at most a few digits; the paginator brings it to a page that exists."""
    return max(1, min(int(text), LAST_HIT // PER_PAGE)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _parameters(query: Query, page: int = 1) -> QueryDict:
    """`query` as an address has it: always in the same order, and nothing that goes without saying."""
    parameters = QueryDict(mutable=True)
    if query.text:
        parameters["q"] = query.text
        if query.exact:
            parameters["exact"] = "1"
        for name, values in query.choices.items():
            parameters.setlist(name, list(values))
        if query.sort != SORTS[0]:
            parameters["sort"] = query.sort
        if page > 1:
            parameters["page"] = str(page)
    return parameters


def _with(address: str, parameters: QueryDict) -> str:
    return f"{address}?{parameters.urlencode()}" if parameters else address


def _groups(found: Found) -> list[dict[str, Any]]:
    """The facets that have something to choose; the less common ones are folded until they are used."""
    return [
        {
            "label": LABELS[name],
            "name": name,
            "open": name in OPEN or any(option.checked for option in options),
            "options": options,
        }
        for name, options in found.facets.items()
        if options
    ]


def _instead(query: Query, address: str) -> dict[str, Any]:
    """What is shown where nothing is found: what a wider question finds, else what is new."""
    wider, found = nearest(query)
    return {
        "nearest": found,
        "nearest_url": _with(address, _parameters(wider)),
        "only_choices": bool(found.total and wider.text == query.text and wider.exact == query.exact),
        "newest": [] if found.total else newest(query.language),
    }


def _sorts(query: Query, found: Found, address: str) -> list[dict[str, Any]]:
    """The orders that make a difference, each with its address; the present one has none."""
    offered = [name for name in SORTS if name != "soonest" or found.facets["when"] or query.sort == name]
    return [
        {
            "label": SORT_LABELS[name],
            "url": "" if name == query.sort else _with(address, _parameters(replace(query, sort=name))),
        }
        for name in offered
    ]


def _chips(query: Query, found: Found, address: str) -> list[dict[str, Any]]:
    """The choices made, each with the address without it."""
    chips = []
    for name, options in found.facets.items():
        for option in options:
            if option.checked:
                parameters = _parameters(query)
                parameters.setlist(name, [value for value in parameters.getlist(name) if value != option.value])
                if not parameters.getlist(name):
                    del parameters[name]
                chips.append({"label": option.label, "url": _with(address, parameters)})
    return chips


def _in_the_other_language(request: HttpRequest, query: Query) -> str:
    """The same question on the site in the other language."""
    other = "sv" if query.language == "en" else "en"
    return _with(translate_url(request.path, other), _parameters(Query(query.text)))
