"""Taking a question, and what a researcher does with it then, beside writing what they find."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.views.numbers import number
from events.science_shop.models import Match, Question, Side, Taking
from events.science_shop.permissions import Actor, researcher_of
from events.science_shop.queries import for_lists, path_of
from events.science_shop.services import moving, taking
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, NotReady
from events.science_shop.services.needs import missing
from events.science_shop.stages import MOVES
from events.science_shop.taking_forms import ExtendForm, HandBackForm, TakeForm
from events.science_shop.views import reading
from events.science_shop.views.crumbs import Crumb, bank_crumbs
from portal.accounts import second_factor
from portal.accounts.models import User
from portal.accounts.views import members_page

# What is done with one press, in this order.
PRESSED = ("look", "present")


def workers_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For those who work on a question, and those who coordinate it; the view is given both. For others nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **others: Any) -> HttpResponse:
        questions = for_lists(Question.objects.visible_to(request.user)).select_related("round")
        question = get_object_or_404(questions, slug=slug)
        actor = reading.actor(request, question)
        if actor.may(Side.RESEARCHER) or actor.may(Side.COORDINATOR):
            return view(request, question=question, actor=actor, **others)
        if reading.lacks_second_factor(request):
            why = _("Set up a second step of signing in first: who sees everybody's questions needs it.")
            return second_factor.led_to(request, back=reverse("science_shop:work", args=[slug]), why=why)
        if question.takings.filter(researcher__user_id=request.user.pk).exists():
            # They have worked on it: what came of it stands on its page.
            return redirect(question)
        raise Http404

    return members_page(guarded)


def crumbs_of(question: Question) -> list[Crumb]:
    return [*bank_crumbs(), {"label": question.title, "url": question.get_absolute_url()}]


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """For a confirmed researcher: until when, what is next, and whether their name may stand there."""
    question = get_object_or_404(for_lists(reading.questions(request)), slug=slug)
    if (researcher := researcher_of(request.user)) is None:
        raise Http404
    if question.takings.active().filter(researcher=researcher).exists():
        return redirect("science_shop:work", slug=slug)
    data = request.POST.copy() if request.method == "POST" else None
    form = TakeForm(data, by=researcher, initial={"version": question.version})
    if form.is_bound and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            taking.take(question, researcher, shown=form.cleaned_data["version"], **said)
        except taking.AlreadyTaken:
            return redirect("science_shop:work", slug=slug)
        except (MovedMeanwhile, NotAllowed, NotReady) as refused:
            question.refresh_from_db()
            tell(form, refused, question)
        else:
            messages.success(request, _("You have the question now. Those who ask are told."))
            return redirect("science_shop:work", slug=slug)
    context = {
        "question": question,
        "researcher": researcher,
        "form": form,
        "is_free": question.stage in taking.FREE,
        "others": question.takings.active(),
        "crumbs": crumbs_of(question),
    }
    return render(request, "science_shop/take.html", context, status=422 if form.errors else 200)


def tell(form: forms.Form, refused: Exception, question: Question) -> None:
    """Say in `form` what stood in the way, beside the field that it is about."""
    if isinstance(refused, MovedMeanwhile):
        kept = _("What you wrote is kept: read what holds now, and send it again.")
        form.add_error(None, f"{refused} {kept}")
        # Whoever has read where it is now may go on from there.
        form.data["version"] = question.version
    elif isinstance(refused, NotReady):
        for name, why in refused.said.items():
            form.add_error(name if name in form.fields else None, why)
        for why in refused.needs:
            form.add_error(None, why)
    else:
        now = {"stage": question.stage_in_words}
        form.add_error(None, _("The question says “%(stage)s” now: this cannot be done from there.") % now)


@require_http_methods(["GET", "HEAD", "POST"])
@workers_page
def work(request: HttpRequest, question: Question, actor: Actor) -> HttpResponse:
    """All that one does with a question: what is next, until when, what is found, and ending it."""
    mine = question.takings.active().filter(researcher__user=cast("User", request.user)).first()
    action = request.POST.get("action", "")
    data = request.POST.copy() if request.method == "POST" else None
    extend = ExtendForm(data if action == "extend" else None, taking=mine, prefix="extend") if mine else None
    hand_back = HandBackForm(data if action == "hand-back" else None, initial={"version": question.version})
    if request.method == "POST":
        if done := _act(request, question, actor, mine, action, extend, hand_back):
            return done
        question.refresh_from_db()
    context = {
        "question": question,
        "actor": actor,
        "mine": mine,
        "path": path_of(question),
        "steps": question.steps.open().filter(review=""),
        "wordings": question.shown_wordings,
        "findings": question.findings.select_related("taking__researcher").prefetch_related("sources"),
        "is_open": question.is_open,
        "moves": [MOVES[name] for name in PRESSED if _can_press(question, name)],
        "meeting": _meeting(question, mine),
        "extend_form": extend,
        "hand_back_form": hand_back,
        "crumbs": crumbs_of(question),
    }
    is_wrong = hand_back.errors or (extend and extend.errors)
    return render(request, "science_shop/work.html", context, status=422 if is_wrong else 200)


def _can_press(question: Question, name: str) -> bool:
    return question.stage in MOVES[name].sources and not missing(question, MOVES[name])


def _meeting(question: Question, mine: Taking | None) -> Match | None:
    """Where the researcher and whoever asks say whether they want to meet, if they have been brought together."""
    return Match.objects.filter(question=question, researcher=mine.researcher_id).first() if mine else None


def _act(
    request: HttpRequest,
    question: Question,
    actor: Actor,
    mine: Taking | None,
    action: str,
    extend: ExtendForm | None,
    hand_back: HandBackForm,
) -> HttpResponse | None:
    """Do what the pressed button says; where to go then, or None where a form says what stood in the way."""
    here = redirect("science_shop:work", slug=question.slug)
    if action in PRESSED:
        _press(request, question, actor, action)
        return here
    if mine is None or action not in ("extend", "hand-back"):
        raise Http404
    form: Any = extend if action == "extend" else hand_back
    if not form.is_valid():
        return None
    try:
        if action == "extend":
            changed = taking.extend(mine, form.cleaned_data["until"], actor=actor)
            messages.success(request, _("You have it until %(day)s.") % {"day": date_format(changed.until, "j F Y")})
            return here
        taking.hand_back(mine, form.cleaned_data["reason"], actor=actor, shown=form.cleaned_data["version"])
    except (MovedMeanwhile, NotAllowed, NotReady) as refused:
        question.refresh_from_db()
        tell(form, refused, question)
        return None
    messages.success(request, _("You have handed the question back. Thank you for your work."))
    return redirect("science_shop:my_profile")


def _press(request: HttpRequest, question: Question, actor: Actor, action: str) -> None:
    shown = number(request.POST.get("version", ""))
    # What is no version is none that anybody was shown.
    shown = -1 if shown is None else shown
    try:
        moved = moving.move(question, action, actor=actor, shown=shown)
    except MovedMeanwhile as refused:
        messages.error(request, str(refused))
    except NotReady as refused:
        messages.error(request, " ".join([*refused.said.values(), *refused.needs]))
    except NotAllowed:
        question.refresh_from_db()
        now = {"stage": question.stage_in_words}
        messages.error(request, _("The question says “%(stage)s” now: this cannot be done from there.") % now)
    else:
        messages.success(request, _("The question says “%(stage)s” now.") % {"stage": moved.stage_in_words})
