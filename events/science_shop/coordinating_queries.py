"""A question in full, as whoever coordinates it reads it."""

from typing import Any

from django.db.models import Prefetch

from events.science_shop.models import Question, StageChange, Step, Wording
from events.science_shop.stages import MOVES
from events.science_shop.vocabulary import Criterion, Side


def in_full(question: Question) -> Question:
    """`question` with all that its coordinator's page shows."""
    return (
        Question.objects.filter(pk=question.pk)
        .with_next_steps(reviews=True)
        .select_related("round", "organisation", "municipality", "raised_by", "new_contact")
        .prefetch_related(
            "fields",
            "tagged__tag",
            Prefetch("wordings", Wording.objects.select_related("by")),
            Prefetch("changes", StageChange.objects.select_related("by")),
            Prefetch("steps", Step.objects.open(), to_attr="open_steps"),
            "takings__researcher",
        )
        .get()
    )


def judged(question: Question) -> dict[str, Any] | None:
    """When it was judged last, and by each criterion whether it meets it."""
    latest = next((change for change in reversed(question.changes.all()) if change.criteria), None)
    if latest is None:
        return None
    criteria = [{"label": one.label, "is_met": one.value in latest.criteria} for one in Criterion]
    return {"change": latest, "who": _who(latest.side, latest.by), "criteria": criteria}


def history_with_who(question: Question) -> list[dict[str, Any]]:
    """What has happened, the latest first, with who did it."""
    entries = []
    for change in reversed(question.changes.all()):
        who = _who(change.side, change.by)
        done = MOVES[change.move].done if change.move in MOVES else change.get_after_display()
        entries.append({"when": change.at, "heading": done, "who": who, "text": change.comment})
    return entries


def wordings_of(question: Question) -> list[dict[str, Any]]:
    """How it was put, the latest first, with who and why."""
    return [{"wording": one, "who": _who(one.side, one.by)} for one in reversed(question.wordings.all())]


def _who(side: str, by: Any) -> str:
    """Which side, and which person, if we know."""
    return ": ".join(filter(None, [str(Side(side).label) if side else "", str(by or "")]))
