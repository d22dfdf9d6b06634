"""The table of stages, exhaustively: each stage × each move × each role, and what each move needs."""

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from events.science_shop.models import Evaluation, Question, StageChange, Wording
from events.science_shop.permissions import BY_LINK, THE_PORTAL, Actor
from events.science_shop.services import moving
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, NotReady
from events.science_shop.stages import MOVES, STAGES, Asked, Move, Need
from events.science_shop.vocabulary import Side, Stage
from tests.events.science_shop.factories import (
    QuestionFactory,
    begun,
    found,
    in_a_field,
    in_days,
    summed_up,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
ACTORS = {
    "organisation": BY_LINK,
    "coordinator": Actor(None, frozenset({Side.COORDINATOR})),
    "researcher": Actor(None, frozenset({Side.RESEARCHER})),
    "nobody": Actor(None, frozenset()),
}
SAID: dict[Asked, Any] = {
    Asked.COMMENT: "Därför.",
    Asked.LOOK_AGAIN_ON: in_days(90),
    Asked.STEP: "Läsa de tre artiklarna",
    Asked.DUE_ON: in_days(20),
}
STAND_FOR = {
    Need.DESCRIPTION: lambda question: None,
    Need.FIELD: in_a_field,
    Need.TAKER: taken,
    Need.NO_TAKER: lambda question: None,
    Need.FINDING: found,
    Need.SOURCED_FINDINGS: found,
    Need.SUMMARY: summed_up,
    Need.PROJECT: begun,
    Need.EVALUATION: lambda question: Evaluation.objects.create(
        question=question, occasion="close", answered_at=question.created_at, usefulness=4
    ),
}


def ready(move: Move, stage: Stage) -> Question:
    """A question in `stage` that has all that `move` needs."""
    question = QuestionFactory(stage=stage)
    for need in move.needs:
        STAND_FOR[need](question)
    return question


def make(question: Question, move: Move, actor: Actor, **otherwise: Any) -> Question:
    said = {str(name): SAID[name] for name in move.asks} | otherwise
    return moving.move(question, move.name, actor=actor, shown=question.version, **said)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("name", MOVES)
def test_a_move_is_made_from_its_stages_by_its_sides_and_by_nobody_else(name, stage):
    move = MOVES[name]
    for role, actor in ACTORS.items():
        question = ready(move, stage)
        if not move.sides and role == "nobody":
            actor = THE_PORTAL
        allowed = stage in move.sources and (role in move.sides or (not move.sides and role == "nobody"))
        if not allowed:
            with pytest.raises(NotAllowed), transaction.atomic():
                make(question, move, actor)
            question.refresh_from_db()
            assert (question.stage, question.version, question.changes.count()) == (stage, 0, 0)
            continue
        moved = make(question, move, actor)
        assert (moved.stage, moved.version) == (move.target, 1)
        change = question.changes.get()
        assert (change.move, change.before, change.after) == (name, stage, move.target)
        assert change.side == (role if move.sides else "")


NEEDS = [(name, need) for name, move in MOVES.items() for need in move.needs if need != Need.DESCRIPTION]


@pytest.mark.parametrize(("name", "lacking"), NEEDS)
def test_nothing_is_reached_without_what_it_needs(name, lacking):
    move = MOVES[name]
    question = QuestionFactory(stage=move.sources[0])
    for need in move.needs:
        if need != lacking and not (lacking == Need.SOURCED_FINDINGS and need == Need.FINDING):
            STAND_FOR[need](question)
    if lacking == Need.NO_TAKER:
        taken(question)
    actor = ACTORS[move.sides[0]] if move.sides else THE_PORTAL
    with pytest.raises(NotReady) as refused:
        make(question, move, actor)
    assert len(refused.value.needs) == 1
    question.refresh_from_db()
    assert question.stage == move.sources[0]
    assert not question.changes.exists()


@pytest.mark.parametrize("field", ["problem", "affected", "use"])
def test_a_question_is_not_sent_without_its_description(field):
    question = QuestionFactory(stage=Stage.DRAFT, **{field: ""})
    with pytest.raises(NotReady):
        make(question, MOVES["submit"], BY_LINK)


@pytest.mark.parametrize(("name", "asked"), [(name, asked) for name, move in MOVES.items() for asked in move.asks])
def test_nothing_is_reached_without_what_is_to_be_said(name, asked):
    move = MOVES[name]
    question = ready(move, move.sources[0])
    with pytest.raises(NotReady) as refused:
        make(question, move, ACTORS[move.sides[0]], **{str(asked): None if "on" in asked else ""})
    assert list(refused.value.said) == [asked]


def test_an_answer_needs_a_source_for_each_finding():
    question = QuestionFactory(stage=Stage.PRESENTED)
    found(question)
    summed_up(question)
    found(question, source="")
    with pytest.raises(NotReady):
        make(question, MOVES["answer"], ACTORS["coordinator"])


def test_a_day_that_has_passed_is_no_day_to_look_again():
    question = QuestionFactory(stage=Stage.SEEKING)
    with pytest.raises(NotReady) as refused:
        make(question, MOVES["park"], ACTORS["coordinator"], look_again_on=in_days(-1))
    assert list(refused.value.said) == ["look_again_on"]


def test_of_two_who_move_one_question_one_wins_and_the_other_is_told():
    question = QuestionFactory(stage=Stage.SUBMITTED)
    first, second = Question.objects.get(pk=question.pk), Question.objects.get(pk=question.pk)
    make(first, MOVES["begin"], ACTORS["coordinator"])
    with pytest.raises(MovedMeanwhile, match="Skärps"):
        make(second, MOVES["decline"], ACTORS["coordinator"])
    assert question.changes.count() == 1


def test_what_move_leans_on_is_not_written_when_the_move_is_refused():
    question = QuestionFactory(stage=Stage.SEEKING)
    with pytest.raises(NotReady):
        moving.move(
            question, "take", actor=ACTORS["coordinator"], shown=0, before=lambda current: taken(current), step="Läsa"
        )
    assert not question.takings.exists()


@pytest.mark.parametrize("stage", [stage for stage in Stage if STAGES[stage].is_open and stage != Stage.DRAFT])
def test_parking_keeps_the_history_and_says_when_to_look_again(stage):
    if stage == Stage.PARKED:
        return
    question = QuestionFactory(stage=stage)
    moved = make(question, MOVES["park"], ACTORS["coordinator"])
    assert moved.look_again_on == in_days(90)
    assert [change.comment for change in question.changes.all()] == ["Därför."]
    assert question.steps.open().get().due_on == in_days(90)


def test_every_open_stage_says_what_is_next_and_who_has_it():
    for stage, rule in STAGES.items():
        assert bool(rule.next and rule.side and rule.days) == rule.is_open, stage


def test_every_stage_is_reached_and_every_open_one_is_left():
    assert {move.target for move in MOVES.values()} == {*Stage} - {Stage.DRAFT}
    left = {stage for move in MOVES.values() for stage in move.sources}
    assert {stage for stage in Stage if STAGES[stage].is_open} <= left


def test_a_move_ends_the_step_of_its_stage_and_begins_the_next_ones():
    question = QuestionFactory(stage=Stage.SUBMITTED)
    agreed = question.steps.create(text="Ringa kommunen", side=Side.ORGANISATION, due_on=in_days(3))
    make(question, MOVES["begin"], ACTORS["coordinator"])
    steps = list(question.steps.open().values_list("text", "stage"))
    assert steps == [(agreed.text, ""), (str(STAGES[Stage.INTAKE].next), Stage.INTAKE)]


def test_when_a_question_has_ended_nothing_is_next():
    question = QuestionFactory(stage=Stage.SUBMITTED)
    make(question, MOVES["decline"], ACTORS["coordinator"])
    assert not question.steps.open().exists()


def test_whoever_asks_is_told_with_a_link_of_their_own_also_that_it_is_withdrawn():
    question = QuestionFactory(stage=Stage.SUBMITTED)
    make(question, MOVES["decline"], ACTORS["coordinator"])
    (letter,) = mail.outbox
    assert letter.to == [question.contact_email]
    assert "Därför." in letter.body
    assert "/forskarverkstad/din-fraga/" in letter.body
    # The link may be another's by now.
    make(QuestionFactory(stage=Stage.SEEKING), MOVES["withdraw"], BY_LINK)
    assert "Var det inte du?" in mail.outbox[1].body


def test_the_database_holds_that_a_resting_question_has_a_day_and_an_ended_one_an_outcome():
    question = QuestionFactory(stage=Stage.SEEKING)
    for wrong in ({"stage": Stage.PARKED}, {"stage": Stage.ANSWERED}, {"outcome": Stage.ANSWERED}, {"stage": "lost"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(pk=question.pk).update(**wrong)


def test_what_came_of_a_question_stays_when_it_is_evaluated():
    move = MOVES["evaluate"]
    moved = make(ready(move, Stage.PARTLY_ANSWERED), move, ACTORS["coordinator"])
    assert (moved.stage, moved.outcome) == (Stage.EVALUATED, Stage.PARTLY_ANSWERED)
    assert moved.stage_in_words == "Delvis besvarad"


def test_no_move_rewrites_the_history():
    question = QuestionFactory(stage=Stage.SUBMITTED)
    seen: list[tuple[Any, ...]] = []
    for name in ("begin", "park", "sharpen_again", "decline", "sharpen_again"):
        question = make(question, MOVES[name], ACTORS["coordinator"])
        now = list(StageChange.objects.values_list("pk", "move", "before", "after", "comment", "at"))
        assert now[: len(seen)] == seen
        seen = now
    assert Wording.objects.filter(question=question).count() == 1


def test_who_works_on_a_resting_question_hands_it_back_before_it_is_sharpened_and_sought_anew():
    question = QuestionFactory(stage=Stage.LOOKING)
    in_a_field(question)
    taken(question)
    question = make(question, MOVES["park"], ACTORS["coordinator"])
    with pytest.raises(NotReady):
        make(question, MOVES["sharpen_again"], ACTORS["coordinator"])


def test_what_nobody_has_sent_is_erased_and_not_withdrawn():
    with pytest.raises(NotAllowed):
        make(QuestionFactory(stage=Stage.DRAFT), MOVES["withdraw"], BY_LINK)
