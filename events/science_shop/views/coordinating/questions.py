"""A question in full, for whoever coordinates it, and its wordings and steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.views.numbers import number
from events.science_shop import coordinating_queries as queries
from events.science_shop.coordinating_forms import RewordForm, StepForm
from events.science_shop.models import Question, Side
from events.science_shop.offered_moves import with_moves
from events.science_shop.queries import path_of
from events.science_shop.services import asking, steps, wording
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, questions_page


@require_safe
@questions_page
def question(request: HttpRequest, question: Question) -> HttpResponse:
    (found,) = with_moves([queries.in_full(question)])
    context = {
        "question": found,
        "path": path_of(found),
        "judged": queries.judged(found),
        "history": queries.history_with_who(found),
        "wordings": queries.wordings_of(found),
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/coordinating/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def reword(request: HttpRequest, question: Question) -> HttpResponse:
    """Put it in other words, and say why."""
    latest = question.wordings.last()
    initial = {"shown": latest.number if latest else 0, "text": question.title}
    proposals = question.wordings.filter(is_proposal=True)
    if proposed := proposals.filter(number=number(request.GET.get("proposal", ""))).first():
        initial |= {"text": proposed.text, "reason": proposed.reason}
    form = RewordForm(request.POST.copy() if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            wording.reword(
                question, said["text"], actor=as_coordinator(request), shown=said["shown"], reason=said["reason"]
            )
        except MovedMeanwhile:
            form.data["shown"] = initial["shown"]
            why = _("Somebody else has put it in other words meanwhile: “%(title)s” Yours stand below, not saved yet.")
            form.add_error(None, why % {"title": latest.text if latest else question.title})
        except NotAllowed:
            form.add_error(None, _("The question has ended: its words stay."))
        else:
            messages.success(request, _("It is put so from now on. The old words are kept."))
            return redirect("science_shop:coordinate", slug=question.slug)
    return _form_page(request, question, form, _("Put it in other words"), _("Save the words"))


@require_http_methods(["GET", "HEAD", "POST"])
@questions_page
def agree(request: HttpRequest, question: Question) -> HttpResponse:
    """Keep a step that somebody has agreed to take."""
    form = StepForm(request.POST if request.method == "POST" else None, initial={"side": Side.COORDINATOR})
    if form.is_valid():
        said = form.cleaned_data
        try:
            steps.agree(question, said["text"], side=said["side"], due_on=said["due_on"], actor=as_coordinator(request))
        except NotAllowed:
            form.add_error(None, _("The question has ended: nothing more is done about it."))
        else:
            messages.success(request, _("The step is kept. Whoever has it is reminded in time."))
            return redirect("science_shop:coordinate", slug=question.slug)
    return _form_page(request, question, form, _("Agree on a step"), _("Keep the step"))


@require_POST
@questions_page
def finish(request: HttpRequest, question: Question, pk: int) -> HttpResponse:
    """Say that a step is done."""
    step = get_object_or_404(question.steps.filter(stage=""), pk=pk)
    is_done = steps.finish(step, actor=as_coordinator(request))
    if not is_done and step.review and question.steps.open().filter(review=step.review).exists():
        messages.error(request, _("Those who ask have changed it again meanwhile: look at it once more."))
    else:
        messages.success(request, _("The step is done."))
    return redirect("science_shop:coordinate", slug=question.slug)


@require_POST
@questions_page
def show_no_name(request: HttpRequest, question: Question) -> HttpResponse:
    """Take a name away that everybody reads."""
    asking.show_no_name(question, actor=as_coordinator(request))
    messages.success(request, _("No name is shown. Whoever asks sees it on their page."))
    return redirect("science_shop:coordinate", slug=question.slug)


def _form_page(request: HttpRequest, question: Question, form: Any, heading: str, button: str) -> HttpResponse:
    context = {
        "question": question,
        "form": form,
        "heading": heading,
        "button": button,
        "crumbs": coordinating_crumbs(question),
    }
    status = 422 if form.errors else 200
    return render(request, "science_shop/coordinating/form.html", context, status=status)
