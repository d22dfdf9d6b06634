"""The page of a round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from events.science_shop.models import Question, Round
from events.science_shop.queries import for_lists
from events.science_shop.views.crumbs import science_shop_crumbs


@require_safe
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    rounds = Round.objects.visible_to(request.user).prefetch_related("partners__organisation", "meetups__event")
    found = get_object_or_404(rounds, slug=slug)
    context = {
        "round": found,
        "questions": for_lists(Question.objects.public().filter(round=found)),
        "crumbs": science_shop_crumbs(),
    }
    return render(request, "science_shop/round.html", context)
