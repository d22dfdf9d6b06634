"""Who and what fits a question: researchers to ask, and what there is already."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.views.numbers import number
from events.science_shop import matching_queries as queries
from events.science_shop.models import Question, Researcher
from events.science_shop.services import matching
from events.science_shop.services.matching import NotPossible
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, questions_page


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def matchmaking(request: HttpRequest, question: Question) -> HttpResponse:
    """What fits, with what it shares with the question; one click asks a researcher."""
    if request.method == "POST":
        return _invite(request, question)
    found = queries.with_what_it_is_about(Question.objects.filter(pk=question.pk)).get()
    fits = queries.fitting_researchers(found)
    context = {
        "question": found,
        "matches": queries.matches_of(found, request.user),
        "researchers": [(fit, queries.called(fit.thing, request.user)) for fit in fits],
        "why_not": matching.why_not(found),
        "answers": queries.fitting_answers(found),
        "groups": queries.fitting_beside(found),
        "crumbs": coordinating_crumbs(question),
    }
    return render(request, "science_shop/coordinating/matchmaking.html", context)


def _invite(request: HttpRequest, question: Question) -> HttpResponse:
    researcher = get_object_or_404(Researcher.objects.to_be_met(), pk=number(request.POST.get("researcher", "")))
    try:
        is_new = matching.invite(question, researcher, actor=as_coordinator(request))
    except NotPossible as refused:
        messages.error(request, str(refused))
    else:
        said = _("Asked, by mail. The answer stands here.") if is_new else _("That one has been asked already.")
        messages.success(request, said)
    return redirect("science_shop:coordinate_matching", slug=question.slug)
