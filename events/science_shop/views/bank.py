"""The idea bank: all questions that may be shown, and the page of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from events.science_shop import feeds
from events.science_shop.bank_queries import ORDERS, BankFilters, find, known
from events.science_shop.models import Question
from events.science_shop.queries import (
    for_lists,
    for_page,
    history_of,
    path_of,
    people_of,
    similar_to,
)
from events.science_shop.round_queries import for_rows
from events.science_shop.structured_data import question_json_ld
from events.science_shop.views import reading
from events.science_shop.views.crumbs import bank_crumbs, science_shop_crumbs

OPEN_FACETS = {"stage", "field"}
AT_START = 6


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the science shop is, its rounds, and the latest questions."""
    context = {
        "rounds": for_rows(reading.rounds(request))[:AT_START],
        "questions": for_lists(Question.objects.public()).order_by("-stage_since", "-pk")[:AT_START],
        "crumbs": science_shop_crumbs()[:1],
    }
    return render(request, "science_shop/start.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All questions that may be shown; each choice has one address."""
    asked = BankFilters.of(request.GET)
    filters, unknown = known(asked)
    if not unknown and filters.tag != asked.tag:
        return redirect(f"{request.path}?{filters.query}", permanent=True)
    found = find(filters, request.GET.get("page"))
    page = f"page={found.page.number}" if found.page.number > 1 else ""
    context = {
        "filters": filters,
        "found": found,
        "groups": [
            {"label": label, "name": name, "open": name in OPEN_FACETS or filters.facets[name], "options": options}
            for name, label in BankFilters.FACETS.items()
            if (options := found.facets[name])
        ],
        "chips": [
            {"label": label, "query": filters.without(facet, value).query}
            for (facet, value), label in found.labels.items()
        ],
        "chosen": sum(map(len, filters.facets.values())),
        "hidden": [
            {"name": name, "value": value} for name, value in (("q", filters.text), ("sort", filters.sort)) if value
        ],
        "orders": [
            {"label": label, "query": filters.sorted_by(sort).query, "chosen": sort == filters.sort}
            for sort, label in ORDERS.items()
        ],
        "unknown": unknown,
        "canonical": "&".join(filter(None, (filters.query, page))),
        "feeds": feeds.of_choice(found.labels),
        "crumbs": science_shop_crumbs(),
    }
    return render(request, "science_shop/questions.html", context)


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(for_page(reading.questions(request)), slug=slug)
    context = {
        "question": found,
        "path": path_of(found),
        "history": history_of(found),
        "people": people_of(found),
        "similar": similar_to(found) if found.is_public else [],
        "actor": reading.actor(request, found),
        "structured_data": question_json_ld(found, request) if found.is_public else "",
        "crumbs": bank_crumbs(),
    }
    return render(request, "science_shop/question.html", context)


@require_safe
def atom(request: HttpRequest, facet: str = "", slug: str = "") -> HttpResponse:
    subject = feeds.subject_of(facet, slug)
    if subject.slug != slug:
        # The address of a merged tag leads on.
        return redirect(subject.url, permanent=True)
    return feeds.bank(request, subject=subject)


@require_safe
def question_atom(request: HttpRequest, slug: str) -> HttpResponse:
    return feeds.one(request, slug=slug)
