"""What the science shop shows on pages that others own."""

from typing import Any

from django.db.models import Case, When
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from directory.models import Organisation
from events.models import Event
from events.science_shop import fitting, knowledge_queries
from events.science_shop.bank_queries import in_order
from events.science_shop.coordinating_slots import admin_home, coordinating
from events.science_shop.knowledge_queries import evaluations_for
from events.science_shop.matching_queries import waiting_for_asker, waiting_for_researcher
from events.science_shop.models import AgendaQuestion, KnowledgeItem, Question, Researcher, Round, RoundMeetup
from events.science_shop.queries import for_lists, own_takings
from events.science_shop.services.evaluating import token_of
from events.science_shop.vocabulary import Stage

LATEST_ANSWERS = 4
AT_HOME = 3
MOST_SHOWN = 20
SHOWN_OF_OURS = 30
FITTING = 3


def event(request: HttpRequest | None, subject: Event) -> str | None:
    """To which round a meetup belongs, and the questions on its agenda, as everybody may read them."""
    if not subject.pk:
        return None
    rounds = Round.objects.filter(live=True)
    agenda = AgendaQuestion.objects.filter(event=subject, question__in=Question.objects.public())
    context: dict[str, Any] = {
        "place": RoundMeetup.objects.filter(event=subject, round__in=rounds).select_related("round").first(),
        "agenda": list(agenda.select_related("question")),
    }
    if not any(context.values()):
        return None
    return render_to_string("science_shop/slots/event.html", context, request)


def my_pages(request: HttpRequest, subject: Any) -> SafeString | None:
    """What waits for a member, and what is theirs."""
    parts = (coordinating, meetings, evaluations, our_questions, research)
    return mark_safe("".join(filter(None, [part(request) for part in parts]))) or None


def our_questions(request: HttpRequest) -> str:
    """The questions that a member asks, themselves or with others who keep their organisation."""
    questions = for_lists(Question.objects.raised_by(request.user)).order_by("-created_at", "-pk")[:SHOWN_OF_OURS]
    if not questions and not Organisation.objects.kept_by(request.user).exists():
        return ""
    return render_to_string("science_shop/slots/our_questions.html", {"questions": questions}, request)


def meetings(request: HttpRequest) -> str:
    """Questions that a researcher is asked about, and researchers who would like to meet whoever asks."""
    context = {
        "invitations": waiting_for_researcher(request.user)[:MOST_SHOWN],
        "interested": waiting_for_asker(request.user)[:MOST_SHOWN],
    }
    return render_to_string("science_shop/slots/meetings.html", context, request) if any(context.values()) else ""


def research(request: HttpRequest) -> str:
    """What a researcher works on, and questions that fit them."""
    own = Researcher.objects.filter(user_id=request.user.pk).prefetch_related("fields", "tagged__tag").first()
    if own is None:
        return ""
    context = {"takings": own_takings(own), "fits": fitting.questions_for(own, limit=FITTING)}
    return render_to_string("science_shop/slots/research.html", context, request) if any(context.values()) else ""


def evaluations(request: HttpRequest) -> str:
    """Questions that have ended, of which a member has not told yet how it went."""
    waiting = [(each, token_of(each)) for each in evaluations_for(request.user)[:MOST_SHOWN]]
    return (
        render_to_string("science_shop/slots/my_evaluations.html", {"evaluations": waiting}, request) if waiting else ""
    )


def knowledge(request: HttpRequest | None, subject: Any) -> str | None:
    """The latest answers, in the knowledge bank."""
    answers = knowledge_queries.for_lists(KnowledgeItem.objects.public())[:LATEST_ANSWERS]
    return render_to_string("science_shop/slots/knowledge.html", {"answers": answers}, request) if answers else None


def home(request: HttpRequest | None, subject: Any) -> str | None:
    """Three questions, those that seek researchers first."""
    is_sought = Case(When(stage=Stage.SEEKING, then=0), default=1)
    questions = for_lists(Question.objects.public()).order_by(is_sought, "-stage_since", "-pk")[:AT_HOME]
    return render_to_string("science_shop/slots/home.html", {"questions": questions}, request) if questions else None


def organisation(request: HttpRequest | None, subject: Organisation) -> str | None:
    """The questions of an organisation that wants to be named with them."""
    own = Question.objects.public().filter(organisation=subject, shows_organisation=True)
    questions = in_order(for_lists(own))[:MOST_SHOWN] if subject.live else ()
    context = {"questions": questions}
    return render_to_string("science_shop/slots/organisation.html", context, request) if questions else None


slots = {
    "home-end": home,
    "organisation": organisation,
    "event": event,
    "knowledge": knowledge,
    "my-pages": my_pages,
    "admin-home": admin_home,
}
