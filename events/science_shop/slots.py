"""What the science shop shows on pages that others own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from events.models import Event
from events.science_shop.models import AgendaQuestion, Question, Round, RoundMeetup


def event(request: HttpRequest | None, subject: Event) -> str | None:
    """To which rounds a meetup belongs, and the questions on its agenda, as everybody may read them."""
    if not subject.pk:
        return None
    rounds = Round.objects.filter(live=True)
    agenda = AgendaQuestion.objects.filter(event=subject, question__in=Question.objects.public())
    context: dict[str, Any] = {
        "places": list(RoundMeetup.objects.filter(event=subject, round__in=rounds).select_related("round")),
        "agenda": list(agenda.select_related("question")),
    }
    if not any(context.values()):
        return None
    return render_to_string("science_shop/slots/event.html", context, request)


slots = {"event": event}
