"""The idea bank: all questions that may be shown, and the page of each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.science_shop.models import Question, Round
from events.science_shop.permissions import actor_of
from events.science_shop.queries import for_lists, for_page, history_of, path_of
from events.science_shop.round_queries import for_rows
from events.science_shop.views.crumbs import bank_crumbs, science_shop_crumbs

PER_PAGE = 24
AT_START = 6


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the science shop is, its rounds, and the latest questions."""
    context = {
        "rounds": for_rows(Round.objects.visible_to(request.user))[:AT_START],
        "questions": for_lists(Question.objects.public()).order_by("-stage_since", "-pk")[:AT_START],
        "crumbs": science_shop_crumbs()[:1],
    }
    return render(request, "science_shop/start.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    found = for_lists(Question.objects.public()).order_by("-stage_since", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "science_shop/questions.html", {"page": page, "crumbs": science_shop_crumbs()})


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(for_page(Question.objects.visible_to(request.user)), slug=slug)
    context = {
        "question": found,
        "path": path_of(found),
        "history": history_of(found),
        "actor": actor_of(request.user, found),
        "crumbs": bank_crumbs(),
    }
    return render(request, "science_shop/question.html", context)
