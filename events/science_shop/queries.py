"""Reading questions and rounds: what pages show of them, at a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.models import Event
from events.science_shop import taking_history
from events.science_shop.models import (
    AgendaQuestion,
    Question,
    QuestionQuerySet,
    Researcher,
    SameHere,
    StageChange,
    Taking,
)
from events.science_shop.stages import MOVES, PATH, STAGES
from events.science_shop.vocabulary import Stage, TakingState
from portal.plugins import search

MOST_SIMILAR = 3


def for_lists(questions: QuestionQuerySet) -> QuestionQuerySet:
    """`questions` with all that a card of them shows."""
    return questions.select_related("organisation", "municipality").with_next_steps()


def for_page(questions: QuestionQuerySet) -> QuerySet:
    """`questions` with all that its page shows."""
    same_here = SameHere.objects.filter(organisation__live=True).select_related("organisation")
    agendas = AgendaQuestion.objects.select_related("event__municipality").order_by("event__starts_at")
    return (
        for_lists(questions)
        .select_related("round", "knowledge", "project")
        .prefetch_related(
            *("tagged__tag", "fields", "wordings", "changes", "takings__researcher__user", "findings__sources"),
            Prefetch("same_here", same_here),
            Prefetch("on_agendas", agendas),
        )
    )


def path_of(question: Question) -> list[dict[str, Any]]:
    """The way of most questions, for the steps on top of the page: what is done, with the day, and where it is now.

    Of what has left the way (resting, declined, withdrawn) the steps say how far it came. What a question has gone
    past without coming there is no step of its way.
    """
    reached: dict[str, StageChange] = {}
    for change in question.changes.all():
        reached.setdefault(change.after, change)
    here = next((place for place, (_label, stages) in enumerate(PATH) if question.stage in stages), None)
    last = max((place for place, (_l, stages) in enumerate(PATH) if set(stages) & set(reached)), default=-1)
    now = last if here is None else here
    is_over = not STAGES[Stage(question.stage)].is_open
    steps = []
    for place, (label, stages) in enumerate(PATH):
        if place < now and not set(stages) & set(reached):
            continue
        if question.outcome == Stage.PROJECT and Stage.PROJECT in stages:
            label = _("Research project")
        days = [reached[stage].at for stage in stages if stage in reached]
        state = "done" if place < now or (place == now and (is_over or here is None)) else "next"
        if place == now and here is not None and not is_over:
            state = "now"
        day = localtime(min(days)).date() if days and state != "next" else None
        note = _("Now") if state == "now" else date_format(day, "j F Y") if day else ""
        steps.append({"label": label, "state": state, "day": day, "note": note})
    return steps


def history_of(question: Question) -> list[dict[str, Any]]:
    """What has happened, the latest first, as everybody may read it: nobody is named who does not want to be."""
    entries = [
        *_moves(question),
        *(
            _entry(wording.made_at, _("The question was put in other words"), wording.text)
            for wording in question.shown_wordings
            if wording.number > 1
        ),
        *_findings(question),
        *(
            _entry(said.decided_at, _decided_at(said.event), said.decision)
            for said in question.on_agendas.all()
            if said.decision and said.decided_at
        ),
        *taking_history.entries_of(question),
    ]
    return sorted(entries, key=lambda entry: entry["when"], reverse=True)


def own_takings(researcher: Researcher) -> QuerySet[Taking]:
    """What somebody works on, each with its question and what is next; what ends first stands first."""
    questions = Prefetch("question", for_lists(Question.objects.all()))
    return researcher.takings.active().prefetch_related(questions).order_by("until", "pk")


def in_words(question: Question, name: str) -> Any:
    """What stands in the field `name`, for whoever wrote it; empty where nothing was said."""
    if name == "tags":
        return ", ".join(tagged.tag.label for tagged in question.tagged.all())
    value = getattr(question, name)
    if isinstance(value, bool):
        return _("Yes") if value else ""
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value if value is not None else ""


def _entry(when: datetime, heading: object, text: object) -> dict[str, Any]:
    return {"when": when, "heading": str(heading), "text": str(text)}


def _moves(question: Question) -> Iterator[dict[str, Any]]:
    for change in question.changes.all():
        if change.move in MOVES:
            who = [taker_in_words(taking) for taking in question.takings.all() if taking.taken_at == change.at]
            text = ". ".join(filter(None, [", ".join(who), change.comment]))
            yield _entry(change.at, MOVES[change.move].done, text)


def _findings(question: Question) -> Iterator[dict[str, Any]]:
    """What was written on one day is told once: how much, and of which kinds."""
    by_day: dict[date, list[Any]] = defaultdict(list)
    for finding in question.shown_findings:
        by_day[localtime(finding.made_at).date()].append(finding)
    for found in by_day.values():
        heading = ngettext("A finding was written", "%(number)d findings were written", len(found))
        kinds = ", ".join(dict.fromkeys(str(finding.get_kind_display()) for finding in found))
        yield _entry(max(finding.made_at for finding in found), heading % {"number": len(found)}, kinds)


def _decided_at(event: Event) -> str:
    """A meetup that nobody may see is not named."""
    return _("Decided at the meetup %(title)s") % {"title": event.title} if event.live else _("Decided at a meetup")


def taker_in_words(taking: Taking) -> str:
    """Who works on it, as everybody may know it."""
    return taking.who or _("A researcher")


def people_of(question: Question) -> list[dict[str, str]]:
    """Who has worked on it to its end: named if they want to be, else counted."""
    takings = [taking for taking in question.takings.all() if taking.state == TakingState.FINISHED]
    named = [
        {"name": taking.taker, "uuid": str(taking.researcher.uuid), "text": taking.affiliation}
        for taking in takings
        if taking.taker
    ]
    if count := len(takings) - len(named):
        others = ngettext("%(count)d researcher", "%(count)d researchers", count) % {"count": count}
        named.append({"name": others, "uuid": "", "text": ""})
    return named


def similar_to(question: Question) -> list[Question]:
    """Public ones that the search says are like it; where it knows of none, those that share most of its tags."""
    others = for_lists(Question.objects.public()).exclude(pk=question.pk)
    keys = [int(key) for key in search.similar_keys(question, language=get_language() or "sv", limit=MOST_SIMILAR)]
    if keys:
        return sorted(others.filter(pk__in=keys), key=lambda other: keys.index(other.pk))
    tags = [tagged.tag_id for tagged in question.tagged.all()]
    return list(
        others.filter(tagged__tag__in=tags).annotate(shared=Count("tagged")).order_by("-shared", "-pk")[:MOST_SIMILAR]
    )
