"""Writing what a question came to: its answer, and the research project that it became."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.science_shop import knowledge_queries as queries
from events.science_shop.models import KnowledgeItem, Question
from events.science_shop.permissions import Actor
from events.science_shop.results_forms import AnswerForm, ProjectForm
from events.science_shop.services import results
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, NotReady
from events.science_shop.stages import IN_WORK
from events.science_shop.views import reading
from events.science_shop.views.coordinating.access import coordinating_crumbs
from events.science_shop.views.crumbs import Crumb, bank_crumbs
from events.science_shop.vocabulary import Side, Stage
from portal.accounts import second_factor
from portal.accounts.models import User
from portal.accounts.views import members_page

METHODS = require_http_methods(["GET", "HEAD", "POST"])


def _of_those_who_write(user: User) -> Any:
    """Questions that `user` coordinates, or works on as a researcher."""
    every = Question.objects
    own = Q(pk__in=every.coordinated_by(user).values("pk")) | Q(pk__in=every.taken_by(user).values("pk"))
    return every.filter(own).select_related("round", "organisation", "knowledge", "project")


def writers_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who coordinate the question or work on it, which the view is given with what they may.

    Whoever coordinates all questions is led to their second factor first.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        question = get_object_or_404(_of_those_who_write(cast("User", request.user)), slug=slug)
        if reading.lacks_second_factor(request):
            why = _("Set up a second step of signing in first: who sees everybody's questions needs it.")
            return second_factor.led_to(request, back=request.path, why=why)
        return view(request, question, reading.actor(request, question))

    return members_page(guarded)


@METHODS
@writers_page
def answer(request: HttpRequest, question: Question, actor: Actor) -> HttpResponse:
    """The answer in plain language: kept as a draft, shown as it will be, and at last given."""
    if not results.may_write(question, actor) and request.method != "POST":
        raise Http404
    decides = actor.may(Side.COORDINATOR) and question.stage == Stage.PRESENTED
    form = _answer_form(request, question, decides)
    action, status = request.POST.get("action", ""), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if action == "preview":
                status = 200
            elif done := _act(form, lambda: _answer(form, question, actor, action)):
                messages.success(request, done)
                if not (decides and action == "save"):
                    return redirect(_back(question, actor))
                # Said with the answer alone: until then it stands in the form.
                request.session[_comment_on(question)] = form.cleaned_data["comment"]
                return redirect(request.path)
    context = {
        "question": question,
        "form": form,
        "preview": _preview(question, form) if action == "preview" and form.is_bound and form.is_valid() else None,
        "decides": decides,
        "is_ended": bool(question.outcome),
        "crumbs": _crumbs(question, actor),
    }
    return render(request, "science_shop/answer.html", context, status=status)


def _comment_on(question: Question) -> str:
    return f"science_shop.comment.{question.pk}"


def _answer_form(request: HttpRequest, question: Question, decides: bool) -> AnswerForm:
    item = getattr(question, "knowledge", None)
    shown = {
        "version": question.version,
        "written": item.changed_at.isoformat() if item else "",
        "comment": request.session.get(_comment_on(question), ""),
    }
    data = request.POST if request.method == "POST" else None
    return AnswerForm(data, instance=_copy(item), initial=shown, decides=decides)


def _copy(item: KnowledgeItem | None) -> KnowledgeItem | None:
    """For a form to write on: what stands stays as it is until the service has written."""
    return KnowledgeItem.objects.get(pk=item.pk) if item else None


def _answer(form: AnswerForm, question: Question, actor: Actor, action: str) -> str:
    written = form.cleaned_data["written"]
    if action == "save":
        results.write_answer(question, form.texts, actor=actor, written=written)
        return _("The answer is saved.")
    said = {"comment": form.cleaned_data.get("comment", ""), "shown": form.cleaned_data["version"], "written": written}
    results.answer(question, action, form.texts, actor=actor, **said)
    return _("The answer is given, and whoever asked is told.")


def _act(form: Any, write: Callable[[], str]) -> str:
    """What was done, in a sentence; empty where nothing was, which the form then says."""
    try:
        return write()
    except NotAllowed:
        raise Http404 from None
    except MovedMeanwhile as moved:
        said = _(
            "Somebody else has written here meanwhile. What you wrote stands below: copy it, and load the page anew."
        )
        form.add_error(None, " ".join(filter(None, [str(moved), said])))
    except NotReady as lacking:
        for name, sentence in lacking.said.items():
            form.add_error(name if name in form.fields else None, sentence)
        for sentence in lacking.needs:
            form.add_error(None, sentence)
    return ""


def _preview(question: Question, form: AnswerForm) -> dict[str, Any]:
    """The public page's content as it will be."""
    found = queries.for_questions(Question.objects.filter(pk=question.pk)).get()
    return queries.shown(KnowledgeItem(question=found, **form.texts))


@METHODS
@writers_page
def project(request: HttpRequest, question: Question, actor: Actor) -> HttpResponse:
    """The research project that a question becomes, or became."""
    is_project = question.outcome == Stage.PROJECT
    if not actor.may(Side.COORDINATOR) or not (is_project or question.stage in IN_WORK):
        raise Http404
    found = getattr(question, "project", None)
    instance = type(found).objects.get(pk=found.pk) if found else None
    posted = request.POST if request.method == "POST" else None
    form, status = ProjectForm(posted, instance=instance, initial={"version": question.version}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (done := _act(form, lambda: _project(form, question, actor, is_project))):
            messages.success(request, done)
            return redirect(_back(question, actor))
    context = {"question": question, "form": form, "is_project": is_project, "crumbs": _crumbs(question, actor)}
    return render(request, "science_shop/project.html", context, status=status)


def _project(form: ProjectForm, question: Question, actor: Actor, is_project: bool) -> str:
    shown = form.cleaned_data["version"]
    if is_project:
        results.write_project(question, form.values, actor=actor, shown=shown)
        return _("What is told of the project is saved.")
    results.make_project(question, form.values, actor=actor, shown=shown, comment=form.cleaned_data["comment"])
    return _("The question is a research project now, and whoever asked is told.")


def _back(question: Question, actor: Actor) -> str:
    page = "coordinate" if actor.may(Side.COORDINATOR) else "question"
    return reverse(f"science_shop:{page}", args=[question.slug])


def _crumbs(question: Question, actor: Actor) -> list[Crumb]:
    if actor.may(Side.COORDINATOR):
        return coordinating_crumbs(question)
    return [*bank_crumbs(), {"label": question.title, "url": question.get_absolute_url()}]
