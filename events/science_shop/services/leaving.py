"""That somebody works on a question no longer: the question is visibly free again, and its history says so."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override
from wagtail.models import ModelLogEntry

from events.science_shop.models import Question, Researcher, Side, Taking, TakingState
from events.science_shop.permissions import Actor
from events.science_shop.services import moving, taking_letters
from events.science_shop.stages import MOVES

LEFT = gettext_noop("Whoever worked on it no longer takes part in the science shop.")


def go(researcher: Researcher) -> None:
    """What comes before a profile is deleted, in whatever way: the name goes, the work stays.

    Of two who delete it at once the second finds nothing left to do.
    """
    ModelLogEntry.objects.for_instance(researcher).update(label="")
    if Researcher.objects.in_turn(to_delete=True).filter(pk=researcher.pk).first() is None:
        return
    leave(researcher)
    # What was written since Django looked for all that goes with the profile.
    for hanging in (researcher.matches, researcher.fields, researcher.tagged):
        hanging.all().delete()


def leave(researcher: Researcher) -> None:
    """Hand back all that somebody, who is locked, works on. Nobody is named as having done so."""
    for taking in researcher.takings.active().select_related("question").order_by("question_id"):
        with override(taking.question.language):
            reason = gettext(LEFT)
        question = moving.in_turn(taking.question)
        end(taking, question, TakingState.HANDED_BACK, reason, actor=Actor(None, frozenset({Side.RESEARCHER})))


def end(
    taking: Taking, question: Question, state: TakingState, reason: str, *, actor: Actor, move: str = "release"
) -> Question:
    """End one's work on `question`, which is locked; of the last one the question is free again by `move`.

    The move's time is the taking's end: so the history tells once what happened once.
    """

    def close(_current: Question, at: datetime | None = None) -> None:
        taking.state, taking.ended_at, taking.reason = state, at or timezone.now(), reason
        taking.save(update_fields=["state", "ended_at", "reason"])

    is_last = not question.takings.active().exclude(pk=taking.pk).exists()
    if not is_last or question.stage not in MOVES[move].sources:
        close(question)
        if state != TakingState.FINISHED:
            taking_letters.one_less(taking)
        return question
    comment = reason if MOVES[move].asks else ""
    question = moving.move(question, move, actor=actor, shown=question.version, before=close, comment=comment)
    close(question, question.stage_since)
    return question
