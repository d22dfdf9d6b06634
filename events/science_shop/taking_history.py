"""Who has come and gone, as the question's history tells it: what no move has told already."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.science_shop.models import Question, TakingState

ENDED: dict[str, str | Promise] = {
    TakingState.HANDED_BACK: _("One researcher has handed it back"),
    TakingState.EXPIRED: _("One researcher's time has run out"),
}


def entries_of(question: Question) -> list[dict[str, Any]]:
    """A taking that began or ended by a move has the move's time to the microsecond (`services.taking`)."""
    told = {change.at for change in question.changes.all()}
    entries = []
    for taking in question.takings.all():
        if taking.taken_at not in told:
            entries.append(
                {"when": taking.taken_at, "heading": _("One more researcher works on it"), "text": taking.who}
            )
        if taking.state in ENDED and taking.ended_at not in told:
            entries.append({"when": taking.ended_at, "heading": ENDED[taking.state], "text": taking.reason})
    return entries
