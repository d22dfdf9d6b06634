"""The board, and what is overdue on it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.science_shop import board_queries as queries
from events.science_shop.models.rounds import COORDINATES_ALL
from events.science_shop.views.coordinating.access import coordinating_crumbs, coordinators_page
from events.science_shop.vocabulary import Side


@require_safe
@coordinators_page
def board(request: HttpRequest) -> HttpResponse:
    """Questions in the columns of their stages; of one column all, when it is asked for."""
    chosen = queries.Chosen.of(request.GET)
    context: dict[str, Any] = {
        "chosen": chosen,
        "rounds": queries.rounds_of(request.user),
        "sides": Side.choices,
        "without_round": queries.WITHOUT_ROUND,
        "own_round": queries.rounds_of(request.user).filter(slug=chosen.round).first() if chosen.round else None,
        "coordinates_all": request.user.has_perm(COORDINATES_ALL),
        "back": request.get_full_path(),
        "crumbs": coordinating_crumbs()[:1],
    }
    if chosen.column:
        context["page"] = queries.one_column(request.user, chosen, request.GET.get("page"))
        context["crumbs"] = coordinating_crumbs()
        return render(request, "science_shop/coordinating/column.html", context)
    context["columns"], context["closed"] = queries.board(request.user, chosen)
    context["overdue"] = queries.overdue(request.user).count()
    return render(request, "science_shop/coordinating/board.html", context)


@require_safe
@coordinators_page
def overdue(request: HttpRequest) -> HttpResponse:
    """Every question of which somebody should have done something by now."""
    page = queries.page_of(queries.overdue(request.user), request.GET.get("page"))
    context = {"page": page, "back": request.get_full_path(), "crumbs": coordinating_crumbs()}
    return render(request, "science_shop/coordinating/overdue.html", context)
