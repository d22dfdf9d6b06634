"""Moving a question, as whoever coordinates it does."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.science_shop.coordinating_forms import MoveForm
from events.science_shop.models import Question
from events.science_shop.offered_moves import what_is_missing
from events.science_shop.services import moving
from events.science_shop.services.moving import MovedMeanwhile, NotReady
from events.science_shop.stages import MOVES, STAGES, Move
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, questions_page, way_back
from events.science_shop.vocabulary import Side, Stage


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def move(request: HttpRequest, question: Question, name: str) -> HttpResponse:
    """The form of one move: what it asks, what is missing before it, and the move itself."""
    made = MOVES.get(name)
    if made is None or Side.COORDINATOR not in made.sides:
        raise Http404
    back = way_back(request, question)
    told = {
        "is_shown": question.may_be_shown and STAGES[made.target].is_shown,
        "initial": {"version": question.version, "criteria": _judged(question)},
    }
    if request.method == "POST":
        form = MoveForm(made, request.POST.copy(), **told)
        if form.is_valid() and (moved := _moved(request, question, made, form)):
            said = _("“%(title)s” says “%(stage)s” now.")
            messages.success(request, said % {"title": moved.title, "stage": moved.stage_in_words})
            return redirect(f"{back.partition('#')[0]}#{question.slug}")
        question.refresh_from_db()
        return _shown(request, question, made, form, back, status=422)
    if question.stage not in made.sources:
        messages.info(request, _meanwhile(question))
        return redirect("science_shop:coordinate", slug=question.slug)
    form = MoveForm(made, **told)
    return _shown(request, question, made, form, back)


def _moved(request: HttpRequest, question: Question, made: Move, form: MoveForm) -> Question | None:
    """The moved question; None when it was not, and then the form says why."""
    shown = form.cleaned_data["version"]
    try:
        return moving.move(question, made.name, actor=as_coordinator(request), shown=shown, **form.said)
    except MovedMeanwhile as meanwhile:
        form.add_error(None, str(meanwhile))
        # Whoever has read where it is now may go on from there.
        form.data["version"] = Question.objects.values_list("version", flat=True).get(pk=question.pk)
    except moving.NotAllowed:
        form.add_error(None, _meanwhile(question))
    except NotReady as refused:
        for name, why in refused.said.items():
            form.add_error(name if name in form.fields else None, why)
        if refused.needs:
            form.add_error(None, _("Something is missing before this can be said: see below."))
    return None


def _shown(
    request: HttpRequest, question: Question, made: Move, form: MoveForm, back: str, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "question": question,
        "move": made,
        "becomes": Stage(made.target).label,
        "is_possible": question.stage in made.sources,
        "missing": what_is_missing(question, made),
        "form": form,
        "back": back,
        "crumbs": coordinating_crumbs(question),
    }
    return render(request, "science_shop/coordinating/move.html", context, status=status)


def _meanwhile(question: Question) -> str:
    return _("The question says “%(stage)s” now: this cannot be done from there.") % {"stage": question.stage_in_words}


def _judged(question: Question) -> list[str]:
    """What it met when it was judged last."""
    judged = question.changes.exclude(criteria=[]).order_by("-at", "-pk").values_list("criteria", flat=True)
    return judged.first() or []
