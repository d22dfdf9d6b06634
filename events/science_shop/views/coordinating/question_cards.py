"""Questions as cards of paper, to lay on a table or hang on a wall."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.qr_codes import qr_code
from events.science_shop.models import Question, QuestionQuerySet, Round
from events.science_shop.views.coordinating.access import coordinating_crumbs, coordinators_page
from events.science_shop.vocabulary import Stage

MOST_CARDS = 200
# At the first meetup the questions on the tables are sharpened: nobody else can open their pages yet.
PRINTED = QuestionQuerySet.PUBLIC | Q(may_be_shown=True, stage=Stage.INTAKE)
# What fits on a sheet of A4: four, or two.
SIZES = {"a6": gettext_lazy("Small: four on a sheet (A6)"), "a5": gettext_lazy("Large: two on a sheet (A5)")}


@require_safe
@coordinators_page
def question_cards(request: HttpRequest) -> HttpResponse:
    """The cards of a round, or of chosen questions; without either, what to choose from.

    On a card stands only what everybody may read, or will once it is formulated: it lies on a table for all to see.
    """
    own = Question.objects.coordinated_by(request.user)
    rounds = Round.objects.coordinated_by(request.user)
    slugs, size = request.GET.getlist("question")[:MOST_CARDS], request.GET.get("size", "")
    chosen, round_ = None, None
    if slug := request.GET.get("round"):
        round_ = get_object_or_404(rounds, slug=slug)
        chosen = own.filter(round=round_)
    elif slugs:
        chosen = own.filter(slug__in=slugs)
    context = {
        "round": round_,
        "is_chosen": chosen is not None,
        "cards": _cards(chosen) if chosen is not None else [],
        "left_out": chosen.count() - chosen.filter(PRINTED).count() if chosen is not None else 0,
        "rounds": rounds,
        "questions": own.filter(PRINTED).open()[:MOST_CARDS] if chosen is None else (),
        "size": size if size in SIZES else "a6",
        "sizes": SIZES.items(),
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/coordinating/question_cards.html", context)


def _cards(chosen: QuestionQuerySet) -> list[dict[str, object]]:
    shown = chosen.filter(PRINTED).order_by("created_at", "pk").select_related("organisation", "municipality")
    return [
        {
            "question": question,
            "address": (address := f"{settings.BASE_URL}{question.get_absolute_url()}"),
            "shown": address.partition("://")[2],
            # Made of squares and our own address alone.
            "code": mark_safe(qr_code(address)) if question.is_public else "",
        }
        for question in shown.prefetch_related("fields")[:MOST_CARDS]
    ]
