"""Reading questions and rounds: what pages show of them, at a constant number of queries."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Event
from events.science_shop import taking_history
from events.science_shop.models import Question, QuestionQuerySet, Researcher, StageChange, Taking
from events.science_shop.stages import MOVES, PATH, STAGES
from events.science_shop.vocabulary import Stage


def for_lists(questions: QuestionQuerySet) -> QuestionQuerySet:
    """`questions` with all that a card of them shows."""
    return questions.select_related("organisation", "municipality").with_next_steps()


def for_page(questions: QuestionQuerySet) -> QuerySet:
    """`questions` with all that its page shows."""
    takings = Taking.objects.active().select_related("researcher")
    return (
        for_lists(questions)
        .select_related("round")
        .prefetch_related(
            *("tagged__tag", "fields", "wordings", "changes", "on_agendas__event", "takings__researcher"),
            Prefetch("takings", takings, to_attr="active_takings"),
        )
    )


def path_of(question: Question) -> list[dict[str, Any]]:
    """The way of most questions, for the steps on top of the page: what is done, with the day, and where it is now.

    Of what has left the way (resting, declined, withdrawn) the steps say how far it came.
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
        days = [reached[stage].at for stage in stages if stage in reached]
        state = "done" if place < now or (place == now and (is_over or here is None)) else "next"
        if place == now and here is not None and not is_over:
            state = "now"
        note = f"{localtime(min(days)):%Y-%m-%d}" if days and state != "next" else ""
        steps.append({"label": label, "state": state, "note": _("Now") if state == "now" else note})
    return steps


def history_of(question: Question) -> list[dict[str, Any]]:
    """What has happened, the latest first, as everybody may read it."""
    entries = [
        {"when": change.at, "heading": MOVES[change.move].done, "text": change.comment}
        for change in question.changes.all()
        if change.move in MOVES
    ]
    entries += taking_history.entries_of(question)
    entries += [
        {"when": item.decided_at, "heading": _decided_at(item.event), "text": item.decision}
        for item in question.on_agendas.all()
        if item.decision and item.decided_at
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
    return value if value is not None else ""


def _decided_at(event: Event) -> str:
    """A meetup that nobody may see is not named."""
    return _("Decided at the meetup %(title)s") % {"title": event.title} if event.live else _("Decided at a meetup")
