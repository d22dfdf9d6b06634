"""Moving a question on: the one place where its stage is written."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.science_shop.models import Question, StageChange, Step
from events.science_shop.permissions import Actor
from events.science_shop.services import ending, following, telling
from events.science_shop.services.needs import missing
from events.science_shop.stages import ENDED_WELL, MOVES, STAGES, Asked, Move
from events.science_shop.vocabulary import Review, Side, Stage
from portal.plugins import search


class NotAllowed(Exception):
    """The move is not this person's, or not from this stage."""


class MovedMeanwhile(Exception):
    """Somebody else has moved the question since it was shown; the message says where it is."""


class NotReady(Exception):
    """Something is missing: `said` by the name of what is to be said, `needs` as sentences."""

    def __init__(self, said: dict[str, str], needs: list[str]) -> None:
        super().__init__(*said.values(), *needs)
        self.said, self.needs = said, needs


def in_turn(question: Question) -> Question:
    """`question` as it stands, for nobody else to move until the transaction ends."""
    return Question.objects.select_for_update(of=("self",), no_key=True).select_related("round").get(pk=question.pk)


def check_version(question: Question, shown: int) -> None:
    """Refuse what was decided on a page that no longer holds."""
    if question.version != shown:
        raise MovedMeanwhile(
            _("Somebody else has moved or changed the question meanwhile. It says “%(stage)s” now.")
            % {"stage": question.stage_in_words}
        )


@transaction.atomic
def move(
    question: Question,
    name: str,
    *,
    actor: Actor,
    shown: int,
    before: Callable[[Question], Any] | None = None,
    comment: str = "",
    look_again_on: date | None = None,
    step: str = "",
    due_on: date | None = None,
    criteria: Sequence[str] = (),
) -> Question:
    """Make the move called `name`; `shown` is the version that the person saw.

    `before` writes what the move leans on (a researcher's taking, say) in the same transaction, once it is sure that
    nobody else has moved the question. Keeps the move in the history, replaces the step that the stage brought, tells
    those who are to know, and brings the search in step. Raises NotAllowed, MovedMeanwhile, NotReady.
    """
    made = MOVES.get(name)
    if made is None:
        raise NotAllowed
    question = in_turn(question)
    check_version(question, shown)
    if question.stage not in made.sources:
        raise NotAllowed
    if before:
        before(question)
    side = _side(made, actor)
    said = {"comment": comment, "look_again_on": look_again_on, "step": step, "due_on": due_on, "criteria": criteria}
    _check(question, made, said)
    stage, now = question.stage, timezone.now()
    question.stage, question.version = made.target, question.version + 1
    if made.target != Stage.EVALUATED:
        # What is evaluated is told as what came of it, and from when that was.
        question.stage_since = now
    question.look_again_on = look_again_on if made.target == Stage.PARKED else None
    if made.target in ENDED_WELL:
        question.outcome = made.target
    elif made.target != Stage.EVALUATED:
        question.outcome = ""
    if made.target == Stage.SUBMITTED:
        question.submitted_at = now
    question.save(
        update_fields=["stage", "stage_since", "version", "look_again_on", "outcome", "submitted_at"],
    )
    change = StageChange.objects.create(
        question=question,
        move=name,
        before=stage,
        after=made.target,
        comment=comment,
        criteria=list(criteria),
        side=side or "",
        by=actor.user,
        at=now,
    )
    plan(question, actor, step, due_on)
    if not question.is_open:
        ending.end(question, now)
    telling.moved(question, change)
    following.tell(question, change)
    search.publish(question)
    return question


def _side(made: Move, actor: Actor) -> Side | None:
    """For which side the actor makes it: the first of the move's that they may act for."""
    if not made.sides and actor.user is None and not actor.sides:
        return None
    for side in made.sides:
        if actor.may(side):
            return side
    raise NotAllowed


def _check(question: Question, made: Move, said: dict[str, Any]) -> None:
    wrong, needs = wrong_in(made, said), missing(question, made)
    if wrong or needs:
        raise NotReady(wrong, needs)


def wrong_in(made: Move, said: dict[str, Any]) -> dict[str, str]:
    """What is wrong in what is `said` with a move, by the name of what is to be said."""
    known = {*made.asks, *made.optional}
    wrong = {name: _("This is said elsewhere.") for name, value in said.items() if value and name not in known}
    wrong |= {str(name): _("Say this too.") for name in made.asks if not said[name]}
    today = timezone.localdate()
    for name in (Asked.DUE_ON, Asked.LOOK_AGAIN_ON):
        if (day := said.get(name)) and not today <= day <= today + timedelta(days=3 * 365):
            wrong[str(name)] = _("Choose a day from today on, within three years.")
    return wrong


def plan(question: Question, actor: Actor, step: str = "", due_on: date | None = None) -> None:
    """End the step that the old stage brought, and begin the new one's, or what was agreed on instead.

    What was agreed on at a meetup goes on while the question is open.
    """
    rule, now = STAGES[Stage(question.stage)], timezone.now()
    going = question.steps.open()
    if rule.is_open:
        going = going.exclude(stage="")
    elif rule.is_shown:
        # The name goes on being read.
        going = going.exclude(review=Review.NAME)
    going.update(done_at=now)
    if not rule.is_open or rule.side is None:
        return
    with override(question.language):
        text = step or str(rule.next)
    day = due_on or question.look_again_on or (timezone.localdate() + timedelta(days=rule.days))
    Step.objects.create(
        question=question, text=text, side=rule.side, due_on=day, stage=question.stage, by=actor.user, made_at=now
    )
