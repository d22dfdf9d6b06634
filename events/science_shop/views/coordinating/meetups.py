"""A meetup of a round, for whoever coordinates it: its agenda, and who is invited."""

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
from events.science_shop.models import AgendaQuestion, Question
from events.science_shop.services import agenda as agendas
from events.science_shop.services import meeting_again
from events.science_shop.services.moving import NotAllowed
from events.science_shop.views.coordinating.access import coordinating_crumbs, meetups_page
from events.science_shop.views.crumbs import Crumb
from events.services.hosting import HostRefused
from events.services.inviting import Invited
from portal.accounts.models import User

METHODS = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50
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
