"""A meetup of a round, for whoever coordinates it: its agenda, who is invited, and what is decided there."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directory.views.numbers import number
from events.models import Event
from events.science_shop import agenda_queries as queries
from events.science_shop.minutes_forms import MinutesForm
from events.science_shop.models import AgendaQuestion, Question
from events.science_shop.services import agenda as agendas
from events.science_shop.services import meeting_again
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, meetups_page
from events.science_shop.views.crumbs import Crumb
from events.services.hosting import HostRefused
from events.services.inviting import Invited
from portal.accounts.models import User

METHODS = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50
SAVED = 302
SHIFTS = {"earlier": -1, "later": 1}


def _crumbs(event: Event) -> list[Crumb]:
    here = {"label": event.title, "url": reverse("science_shop:minutes", args=[event.slug])}
    return [*coordinating_crumbs(), here]


@METHODS
@meetups_page
def agenda(request: HttpRequest, event: Event) -> HttpResponse:
    """Which questions the meetup is about, in which order."""
    user = cast("User", request.user)
    if request.method == "POST":
        _change(request, event, user)
        return redirect(request.get_full_path())
    context = {
        "event": event,
        "items": queries.agenda(event, user),
        "why_not": meeting_again.why_not(event),
        "page": Paginator(queries.to_choose(event, user), PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": _crumbs(event),
    }
    return render(request, "science_shop/coordinating/agenda.html", context)


def _change(request: HttpRequest, event: Event, user: User) -> None:
    action, pk = request.POST.get("action", ""), number(request.POST.get("pk", ""))
    if action == "put_on":
        agendas.put_on(event, get_object_or_404(queries.to_choose(event, user), pk=pk), by=user)
        return
    own = Question.objects.coordinated_by(user).values("pk")
    item = get_object_or_404(AgendaQuestion, event=event, question__in=own, pk=pk)
    if action in SHIFTS:
        agendas.shift(item, SHIFTS[action])
    elif action == "take_off":
        try:
            agendas.take_off(item, by=user)
        except NotAllowed:
            messages.error(request, _("Something is written about it at this meetup: it stays on the agenda."))
    else:
        raise Http404


@METHODS
@meetups_page
def invite(request: HttpRequest, event: Event) -> HttpResponse:
    """Who is invited: first it is shown, then it goes out."""
    user = cast("User", request.user)
    new, status = meeting_again.to_invite(event, user), 200
    if request.method == "POST":
        if request.POST.get("to") == str(len(new)):
            try:
                messages.success(request, _told(meeting_again.invite(event, by=user)))
            except HostRefused as refused:
                messages.error(request, str(refused))
            return redirect("science_shop:invite", slug=event.slug)
        status = 409
    context = {
        "event": event,
        "groups": [
            {"label": label, "people": [one.guest for one in new if one.reason == reason]}
            for reason, label in meeting_again.REASONS.items()
        ],
        "new": len(new),
        "known": len(meeting_again.concerned(event, user)) - len(new),
        "free": sum(pool.free_for_newcomers for pool in event.open_pools),
        "why_not": meeting_again.why_not(event),
        "has_changed": status == 409,
        "crumbs": _crumbs(event),
    }
    return render(request, "science_shop/coordinating/invite.html", context, status=status)


def _told(done: Invited) -> str:
    words = [
        ngettext("%(number)d person is invited.", "%(number)d people are invited.", done.invited)
        % {"number": done.invited}
    ]
    if done.without_seat:
        words.append(
            ngettext(
                "For %(number)d person there was no free seat, and no mail went.",
                "For %(number)d people there was no free seat, and no mail went.",
                done.without_seat,
            )
            % {"number": done.without_seat}
        )
    return " ".join(words)


@METHODS
@meetups_page
def minutes(request: HttpRequest, event: Event) -> HttpResponse:
    """The agenda at the table: each question with its history, and what is decided about it now."""
    user = cast("User", request.user)
    items = queries.agenda(event, user)
    forms, status = {item.question_id: MinutesForm(item) for item in items}, 200
    if request.method == "POST":
        asked = number(request.POST.get("question", ""))
        sent = next((item for item in items if item.question_id == asked), None)
        if sent is None:
            sent = queries.not_on(event, get_object_or_404(Question.objects.coordinated_by(user), pk=asked))
            items.insert(0, sent)
        if sent.pk is None and "put_on" in request.POST and queries.to_choose(event, user).filter(pk=asked).exists():
            sent.pk = agendas.put_on(event, sent.question, by=user).pk
        forms[sent.question_id] = MinutesForm(sent, request.POST.copy())
        status = _write(request, sent, forms[sent.question_id])
        if status == SAVED:
            address = reverse("science_shop:minutes", args=[event.slug])
            return redirect(f"{address}?saved={sent.question_id}#question-{sent.question_id}")
    context = {
        "event": event,
        "rows": [(item, forms[item.question_id]) for item in items],
        "opens_on": None if meeting_again.has_come(event) else meeting_again.day_of(event),
        "saved": request.GET.get("saved", "") if request.method == "GET" else "",
        "here": request.path,
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/coordinating/minutes.html", context, status=status)


def _write(request: HttpRequest, item: AgendaQuestion, form: MinutesForm) -> int:
    """Write down what was filled in; the status of the answer."""
    if not form.is_valid():
        return 422
    said = form.cleaned_data
    try:
        meeting_again.write_down(
            item, said["decision"], shown=said["version"], actor=as_coordinator(request), step=form.step
        )
    except meeting_again.TooEarly:
        form.add_error(None, _("The meetup is still to come. What you wrote stands below: save it on its day."))
        return 409
    except MovedMeanwhile as meanwhile:
        if isinstance(meanwhile, meeting_again.TakenOff):
            item.pk = None  # ty: ignore[invalid-assignment]
            item.version, item.decision = 0, ""
        form.data[form.add_prefix("version")] = item.version
        form.is_behind = item.pk is not None
        form.add_error(None, f"{meanwhile} " + _("What you wrote stands below, not saved yet."))
        return 409
    except NotAllowed:
        form.add_error("text", _("The question has ended: nothing more is done about it."))
        return 409
    return SAVED
