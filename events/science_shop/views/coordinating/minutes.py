"""What is decided at a meetup, written down at the table: one form around the agenda, whose buttons all save it all."""

from collections.abc import Iterable
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.views.numbers import number
from events.models import Event
from events.science_shop import agenda_queries as queries
from events.science_shop.minutes_forms import MinutesForm
from events.science_shop.models import AgendaQuestion
from events.science_shop.services import agenda as agendas
from events.science_shop.services import meeting_again
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.views.coordinating.access import as_coordinator, coordinating_crumbs, meetups_page
from portal.accounts.models import User

SAVED = 302


@require_http_methods(["GET", "HEAD", "POST"])
@meetups_page
def minutes(request: HttpRequest, event: Event) -> HttpResponse:
    """The agenda at the table: each question with its history, and what is decided about it now."""
    user = cast("User", request.user)
    items = queries.agenda(event, user)
    if request.method != "POST":
        return _shown(request, event, [MinutesForm(item) for item in items], _numbers(request.GET.getlist("saved")))
    asked = _numbers(request.POST.getlist("question"))
    items += queries.not_on(event, user, asked.difference(item.question_id for item in items))
    forms = [MinutesForm(item, request.POST.copy()) for item in items if item.question_id in asked]
    if not forms:
        raise Http404
    written = {form.item.question_id: form for form in forms if form.is_written}
    status = {question: _write(request, form) for question, form in written.items()}
    saved = {question for question in written if status[question] == SAVED}
    _tell_lost(request, asked.difference(item.question_id for item in items))
    if len(saved) == len(written):
        return redirect(_next(request, event, items, saved))
    # Each is saved for itself: what could be is, and the rest stands as it was written.
    unsaved = {question: form for question, form in written.items() if question not in saved}
    now = queries.agenda(event, user)
    now += queries.not_on(event, user, unsaved.keys() - {item.question_id for item in now})
    for item in now:
        if (form := unsaved.get(item.question_id)) and form.is_behind:
            form.catch_up(item)
    shown = [unsaved.get(item.question_id) or MinutesForm(item) for item in now]
    return _shown(request, event, shown, saved, status=max(status.values()))


def _tell_lost(request: HttpRequest, questions: Iterable[int]) -> None:
    """Give back what was written about questions that the person coordinates no longer: they see no form of them."""
    for question in questions:
        said = (request.POST.get(f"question-{question}-{name}", "").strip() for name in ("decision", "text"))
        if words := " ".join(filter(None, said)):
            why = _("You coordinate one of these questions no longer. What you wrote about it is not saved: %(words)s")
            messages.error(request, why % {"words": words})


def _numbers(told: Iterable[str]) -> set[int]:
    return {one for one in map(number, told) if one is not None}


def _next(request: HttpRequest, event: Event, items: list[AgendaQuestion], saved: set[int]) -> str:
    """Where the pressed button leads once all is saved: to that question on this page, or to where it is moved on."""
    by_number = {item.question_id: item.question for item in items}
    if moved := by_number.get(number(request.POST.get("move", "")) or 0):
        if saved:
            messages.success(request, _("It is saved."))
        return reverse("science_shop:coordinate", args=[moved.slug])
    if not saved:
        messages.info(request, _("Nothing new is written here: there was nothing to save."))
    address = reverse("science_shop:minutes", args=[event.slug], query={"saved": sorted(saved)})
    pressed = number(request.POST.get("save", "")) or min(saved, default=0)
    return f"{address}#question-{pressed}" if saved and pressed in by_number else address


def _write(request: HttpRequest, form: MinutesForm) -> int:
    """Write down what was filled in about one question; the status of the answer."""
    item, user = form.item, cast("User", request.user)
    if not form.is_valid():
        return 422
    said = form.cleaned_data
    if item.pk is None and request.POST.get("put_on") == str(item.question_id):
        may_be_on = queries.to_choose(item.event, user).filter(pk=item.question_id).exists()
        item.pk = agendas.put_on(item.event, item.question, by=user).pk if may_be_on else None
    try:
        meeting_again.write_down(
            item, said["decision"], shown=said["version"], actor=as_coordinator(request), step=form.step
        )
    except meeting_again.TooEarly:
        form.add_error(None, _("The meetup is still to come. What you wrote stands below: save it on its day."))
        return 409
    except MovedMeanwhile as meanwhile:
        form.add_error(None, f"{meanwhile} " + _("What you wrote stands below, not saved yet."))
        form.is_behind = True
        return 409
    except NotAllowed:
        form.add_error("text", _("The question has ended: nothing more is done about it."))
        return 409
    return SAVED


def _shown(
    request: HttpRequest, event: Event, forms: list[MinutesForm], saved: set[int], status: int = 200
) -> HttpResponse:
    context = {
        "event": event,
        "forms": forms,
        "unsaved": [form for form in forms if form.is_bound],
        "opens_on": None if meeting_again.has_come(event) else meeting_again.day_of(event),
        "saved": saved,
        "here": request.path,
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/coordinating/minutes.html", context, status=status)
