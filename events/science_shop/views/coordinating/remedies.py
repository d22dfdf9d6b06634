"""What is tried to answer a question, in order, and what came of it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.science_shop.models import Question
from events.science_shop.remedy_forms import AttemptForm
from events.science_shop.remedy_queries import ladder
from events.science_shop.services import remedies
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, questions_page
from events.science_shop.vocabulary import Attempt


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def tried(request: HttpRequest, question: Question) -> HttpResponse:
    """The ladder, and the form by which an attempt is written down."""
    rungs = ladder(question)
    suggested = next((rung.remedy for rung in rungs if rung.is_next), None)
    form = AttemptForm(request.POST if request.method == "POST" else None, initial={"remedy": suggested})
    if form.is_valid():
        try:
            remedies.attempt(question, **form.cleaned_data, actor=as_coordinator(request))
        except NotAllowed:
            form.add_error(None, _("The question has ended: nothing more is done about it."))
        else:
            messages.success(request, _("It is written down. Say here what came of it."))
            return redirect("science_shop:coordinate_remedies", slug=question.slug)
    context = {
        "question": question,
        "rungs": rungs,
        "suggested": suggested,
        "has_helped": any(rung.helped for rung in rungs),
        "form": form,
        "results": Attempt.choices,
        "crumbs": coordinating_crumbs(question),
    }
    return render(request, "science_shop/coordinating/remedies.html", context, status=422 if form.errors else 200)


@require_POST
@questions_page
def came_to(request: HttpRequest, question: Question, pk: int) -> HttpResponse:
    """Say what came of an attempt."""
    attempt, result = get_object_or_404(question.attempts, pk=pk), request.POST.get("result", "")
    if result not in Attempt.values:
        raise Http404
    shown = request.POST.get("shown", "")
    try:
        remedies.came_to(attempt, Attempt(result), shown=shown, actor=as_coordinator(request))
    except MovedMeanwhile as meanwhile:
        messages.error(request, str(meanwhile))
    else:
        messages.success(request, _("What came of it is written down."))
    return redirect("science_shop:coordinate_remedies", slug=question.slug)
