"""Those who take part in a round, for whoever coordinates it alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.alphabet import sort_key
from events.models import Event
from events.registered_files import as_csv
from events.science_shop.models import Participant, Round
from events.science_shop.services import participating
from events.science_shop.views.coordinating.access import coordinating_crumbs, rounds_page
from events.science_shop.vocabulary import Decision


@require_safe
@rounds_page
def participants(request: HttpRequest, round: Round) -> HttpResponse:
    """Who was there, and what each has decided."""
    people = _people(request, round)
    figures = [
        {"label": decision.label, "value": sum(one.decision == decision for one in people)} for decision in Decision
    ]
    met = None if people else participating.met(round)
    context = {
        "round": round,
        "people": people,
        "figures": figures,
        "met": met,
        "keeps_list": met and Event.objects.managed_by(request.user).filter(pk=met.pk).exists(),
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/coordinating/participants.html", context)


@require_safe
@rounds_page
def participants_file(request: HttpRequest, round: Round) -> HttpResponse:
    headings = [_("Name"), _("E-mail"), _("Role"), _("Decision"), _("Decided on")]
    rows = [
        [
            one.name,
            one.email,
            str(one.get_role_display()) if one.decision != Decision.UNDECIDED else "",
            str(one.get_decision_display()),
            f"{localtime(one.decided_at):%Y-%m-%d}" if one.decided_at else "",
        ]
        for one in _people(request, round)
    ]
    disposition = {"Content-Disposition": f'attachment; filename="{round.slug}.csv"'}
    return HttpResponse(as_csv([headings, *rows]), content_type="text/csv; charset=utf-8", headers=disposition)


def _people(request: HttpRequest, round: Round) -> list[Participant]:
    """By name, as Swedish sorts; nobody who is erased."""
    people = Participant.objects.visible_to(request.user).filter(round=round, erased_at=None)
    return sorted(people, key=lambda one: (sort_key(one.name), one.pk))
