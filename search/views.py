"""The one page of the search."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.promotions import promoted
from search.queries import Found, narrowed, search
from search.query import LAST_HIT, Query

PER_PAGE = 10
FIRST_PAGE = "1"


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What is found. Another way of writing the same question is led to the one address that it has."""
    number = _page_number(request.GET.get("page", FIRST_PAGE))
    query = narrowed(
        Query(
            request.GET.get("q", ""),
            language=get_language() or "sv",
            kinds=tuple(request.GET.getlist("kind")),
            municipalities=tuple(request.GET.getlist("municipality")),
            limit=PER_PAGE,
            offset=(number - 1) * PER_PAGE,
            exact=request.GET.get("exact") == "1",
        )
    )
    found = search(query)
    page = Paginator(range(min(found.total, LAST_HIT)), PER_PAGE).get_page(number)
    parameters = _parameters(query, page.number)
    address = reverse("search:search")
    if list(request.GET.lists()) != list(parameters.lists()):
        return redirect(_with(address, parameters))
    complete = max(found.complete - query.offset, 0)
    context = {
        "query": query,
        "found": found,
        "page": page,
        "complete": found.hits[:complete],
        "near": found.hits[complete:],
        "exactly": _with(address, _parameters(replace(query, exact=True))),
        "corrected": _with(address, _parameters(Query(found.correction))),
        "promotions": promoted(query.text) if query.text and page.number == 1 else [],
        "groups": _groups(found),
        "chips": _chips(query, found, address),
        "unfiltered": _with(address, _parameters(Query(query.text))),
        "hidden": [{"name": "q", "value": query.text}, *([{"name": "exact", "value": "1"}] if query.exact else [])],
        "crumbs": [{"label": _("Start"), "url": reverse("wagtail_serve", args=[""])}],
        "other_language": _in_the_other_language(request, query),
    }
    return render(request, "search/results.html", context)


def _page_number(text: str) -> int:
    """A number of at most a few digits; the paginator brings it to a page that exists."""
    return min(int(text), LAST_HIT // PER_PAGE) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _parameters(query: Query, page: int = 1) -> QueryDict:
    """`query` as an address has it: always in the same order, and nothing that goes without saying."""
    parameters = QueryDict(mutable=True)
    if query.text:
        parameters["q"] = query.text
        if query.exact:
            parameters["exact"] = "1"
        for name, values in (("kind", query.kinds), ("municipality", query.municipalities)):
            if values:
                parameters.setlist(name, list(values))
        if page > 1:
            parameters["page"] = str(page)
    return parameters


def _with(address: str, parameters: QueryDict) -> str:
    return f"{address}?{parameters.urlencode()}" if parameters else address


def _groups(found: Found) -> list[dict[str, Any]]:
    facets: list[tuple[str | Promise, str, Any]] = [
        (_("Content"), "kind", found.kinds),
        (_("Municipality"), "municipality", found.municipalities),
    ]
    return [
        {"label": label, "name": name, "open": True, "options": options} for label, name, options in facets if options
    ]


def _chips(query: Query, found: Found, address: str) -> list[dict[str, Any]]:
    """The choices made, each with the address without it."""
    chips = []
    for name, options in (("kind", found.kinds), ("municipality", found.municipalities)):
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
