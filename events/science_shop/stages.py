"""The stages of a question, and the moves between them: which there are, who makes them, what each needs.

Everything follows this one table: what the pages offer, what `services.moving` lets pass, the documentation's picture
(`manage.py draw_stages`), and the tests.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.science_shop.vocabulary import Side, Stage


class Asked(StrEnum):
    """What whoever makes a move says with it."""

    COMMENT = "comment"
    LOOK_AGAIN_ON = "look_again_on"
    STEP = "step"
    DUE_ON = "due_on"
    CRITERIA = "criteria"


class Need(StrEnum):
    """What must be there before a move; `services.needs` looks, and says in a sentence what is missing."""

    DESCRIPTION = "description"
    FIELD = "field"
    TAKER = "taker"
    NO_TAKER = "no-taker"
    FINDING = "finding"
    SOURCED_FINDINGS = "sourced-findings"
    SUMMARY = "summary"
    PROJECT = "project"
    EVALUATION = "evaluation"


@dataclass(frozen=True)
class StageRule:
    """What holds while a question is in a stage.

    `next` is what is to be done, by `side`, within `days`, until somebody agrees on something else.
    """

    is_open: bool
    # Whether the idea bank may show it: a coordinator has read it.
    is_shown: bool
    # The colour of its badge; "plain" has none.
    tone: str = "raps"
    next: str | Promise = ""
    side: Side | None = None
    days: int = 0


STAGES: dict[Stage, StageRule] = {
    Stage.DRAFT: StageRule(True, False, "plain", _("Send the question"), Side.ORGANISATION, 14),
    Stage.SUBMITTED: StageRule(True, False, "raps", _("Read the question and answer"), Side.COORDINATOR, 7),
    Stage.INTAKE: StageRule(True, False, "raps", _("Sharpen the question together"), Side.COORDINATOR, 30),
    Stage.REFERRED: StageRule(False, True, "plain"),
    Stage.DECLINED: StageRule(False, False, "plain"),
    Stage.PARKED: StageRule(True, True, "plain", _("Look at it again"), Side.COORDINATOR, 180),
    Stage.FORMULATED: StageRule(True, True, "raps", _("Decide where to look for knowledge"), Side.COORDINATOR, 14),
    Stage.SEEKING: StageRule(True, True, "heather", _("Find researchers who take the question"), Side.COORDINATOR, 45),
    Stage.NO_COMPETENCE: StageRule(True, True, "plain", _("Look for researchers again"), Side.COORDINATOR, 180),
    Stage.TAKEN: StageRule(True, True, "beech", _("Begin to look for knowledge"), Side.RESEARCHER, 30),
    Stage.LOOKING: StageRule(True, True, "beech", _("Show what is found"), Side.RESEARCHER, 60),
    Stage.PRESENTED: StageRule(
        True, True, "beech", _("Decide together whether this answers the question"), Side.COORDINATOR, 30
    ),
    Stage.ANSWERED: StageRule(False, True, "beech"),
    Stage.PARTLY_ANSWERED: StageRule(False, True, "beech"),
    Stage.PROJECT: StageRule(False, True, "beech"),
    Stage.EVALUATED: StageRule(False, True, "beech"),
    Stage.WITHDRAWN: StageRule(False, False, "plain"),
}
ANSWERED = (Stage.ANSWERED, Stage.PARTLY_ANSWERED)
ENDED_WELL = (*ANSWERED, Stage.PROJECT)


@dataclass(frozen=True)
class Move:
    """A way from some stages to another.

    `label` stands on the button, `done` in the question's history. Nobody's `sides`: only the portal itself makes it.
    What is `optional` may be said.
    """

    name: str
    label: str | Promise
    done: str | Promise
    sources: tuple[Stage, ...]
    target: Stage
    sides: tuple[Side, ...]
    asks: tuple[Asked, ...] = ()
    optional: tuple[Asked, ...] = ()
    needs: tuple[Need, ...] = ()


ORGANISATION, COORDINATOR, RESEARCHER = Side.ORGANISATION, Side.COORDINATOR, Side.RESEARCHER
WORDS = (Asked.COMMENT,)
AGREED = (Asked.STEP, Asked.DUE_ON)
JUDGED = (Asked.CRITERIA,)
OPEN = tuple(stage for stage, rule in STAGES.items() if rule.is_open)
# What is looked for by somebody.
IN_WORK = (Stage.TAKEN, Stage.LOOKING, Stage.PRESENTED)

MOVES: dict[str, Move] = {
    move.name: move
    for move in (
        Move(
            "submit",
            _("Send the question"),
            _("Submitted"),
            (Stage.DRAFT,),
            Stage.SUBMITTED,
            (ORGANISATION,),
            needs=(Need.DESCRIPTION,),
        ),
        Move(
            "begin",
            _("Begin to sharpen it"),
            _("The coordinator has begun to sharpen it with those who ask"),
            (Stage.SUBMITTED,),
            Stage.INTAKE,
            (COORDINATOR,),
            optional=(*JUDGED, *WORDS),
        ),
        Move(
            "refer",
            _("Refer"),
            _("Referred to where it is answered"),
            (Stage.SUBMITTED, Stage.INTAKE),
            Stage.REFERRED,
            (COORDINATOR,),
            asks=WORDS,
            optional=JUDGED,
        ),
        Move(
            "decline",
            _("Decline the question"),
            _("Declined with a reason"),
            (Stage.SUBMITTED, Stage.INTAKE),
            Stage.DECLINED,
            (COORDINATOR,),
            asks=WORDS,
            optional=JUDGED,
        ),
        Move(
            "formulate",
            _("It is formulated"),
            _("Formulated"),
            (Stage.INTAKE,),
            Stage.FORMULATED,
            (COORDINATOR,),
            optional=(*JUDGED, *WORDS),
            needs=(Need.FIELD,),
        ),
        Move(
            "seek",
            _("Seek researchers"),
            _("Researchers are sought"),
            (Stage.FORMULATED, Stage.NO_COMPETENCE),
            Stage.SEEKING,
            (COORDINATOR,),
            optional=WORDS,
            needs=(Need.FIELD, Need.NO_TAKER),
        ),
        Move(
            "no_competence",
            _("No competence found"),
            _("No competence found"),
            (Stage.SEEKING,),
            Stage.NO_COMPETENCE,
            (COORDINATOR,),
            asks=WORDS,
        ),
        Move(
            "take",
            _("Take the question"),
            _("Taken"),
            (Stage.SEEKING,),
            Stage.TAKEN,
            (RESEARCHER, COORDINATOR),
            asks=AGREED,
            optional=WORDS,
            needs=(Need.TAKER,),
        ),
        Move(
            "look",
            _("Begin to look for knowledge"),
            _("Knowledge is looked for"),
            (Stage.TAKEN,),
            Stage.LOOKING,
            (RESEARCHER, COORDINATOR),
            optional=WORDS,
            needs=(Need.TAKER,),
        ),
        Move(
            "present",
            _("Present the findings"),
            _("Findings presented"),
            (Stage.FORMULATED, Stage.SEEKING, Stage.TAKEN, Stage.LOOKING),
            Stage.PRESENTED,
            (RESEARCHER, COORDINATOR),
            optional=WORDS,
            needs=(Need.FINDING,),
        ),
        Move(
            "look_on",
            _("Look on"),
            _("More knowledge is looked for"),
            (Stage.PRESENTED,),
            Stage.LOOKING,
            (RESEARCHER, COORDINATOR),
            asks=AGREED,
            optional=WORDS,
            needs=(Need.TAKER,),
        ),
        Move(
            "seek_on",
            _("Seek researchers for what remains"),
            _("Researchers are sought for what remains"),
            (Stage.PRESENTED,),
            Stage.SEEKING,
            (COORDINATOR,),
            asks=WORDS,
            needs=(Need.FIELD, Need.NO_TAKER),
        ),
        Move(
            "release",
            _("Hand back"),
            _("Handed back: researchers are sought again"),
            (Stage.TAKEN, Stage.LOOKING),
            Stage.SEEKING,
            (RESEARCHER, COORDINATOR),
            asks=WORDS,
            needs=(Need.NO_TAKER,),
        ),
        Move(
            "expire",
            _("The time ran out"),
            _("The time ran out: researchers are sought again"),
            (Stage.TAKEN, Stage.LOOKING),
            Stage.SEEKING,
            (),
            needs=(Need.NO_TAKER,),
        ),
        Move(
            "answer",
            _("It is answered"),
            _("Answered"),
            (Stage.PRESENTED,),
            Stage.ANSWERED,
            (COORDINATOR,),
            optional=WORDS,
            needs=(Need.SOURCED_FINDINGS, Need.SUMMARY),
        ),
        Move(
            "answer_partly",
            _("It is partly answered"),
            _("Partly answered"),
            (Stage.PRESENTED,),
            Stage.PARTLY_ANSWERED,
            (COORDINATOR,),
            asks=WORDS,
            needs=(Need.SOURCED_FINDINGS, Need.SUMMARY),
        ),
        Move(
            "make_project",
            _("It becomes a research project"),
            _("Became a research project"),
            IN_WORK,
            Stage.PROJECT,
            (COORDINATOR,),
            optional=WORDS,
            needs=(Need.PROJECT,),
        ),
        Move(
            "park",
            _("Let it rest in the idea bank"),
            _("Rests in the idea bank"),
            tuple(stage for stage in OPEN if stage not in (Stage.DRAFT, Stage.PARKED)),
            Stage.PARKED,
            (COORDINATOR,),
            asks=(Asked.COMMENT, Asked.LOOK_AGAIN_ON),
        ),
        Move(
            "rest_on",
            _("Let it rest on"),
            _("Looked at again: rests on"),
            (Stage.PARKED,),
            Stage.PARKED,
            (COORDINATOR,),
            asks=(Asked.COMMENT, Asked.LOOK_AGAIN_ON),
        ),
        Move(
            "sharpen_again",
            _("Take it up: sharpen it again"),
            _("Taken up again, to be sharpened"),
            (Stage.PARKED, Stage.REFERRED, Stage.DECLINED, Stage.FORMULATED),
            Stage.INTAKE,
            (COORDINATOR,),
            asks=WORDS,
            needs=(Need.NO_TAKER,),
        ),
        Move(
            "seek_again",
            _("Take it up: seek researchers"),
            _("Taken up again: researchers are sought"),
            (Stage.PARKED,),
            Stage.SEEKING,
            (COORDINATOR,),
            optional=WORDS,
            needs=(Need.FIELD, Need.NO_TAKER),
        ),
        Move(
            "work_again",
            _("Take it up: go on working"),
            _("Taken up again: the work goes on"),
            (Stage.PARKED,),
            Stage.LOOKING,
            (COORDINATOR,),
            asks=AGREED,
            optional=WORDS,
            needs=(Need.TAKER,),
        ),
        Move(
            "withdraw",
            _("Withdraw the question"),
            _("Withdrawn by those who asked"),
            tuple(stage for stage in OPEN if stage != Stage.DRAFT),
            Stage.WITHDRAWN,
            (ORGANISATION,),
            optional=WORDS,
        ),
        Move(
            "evaluate",
            _("Close the evaluation"),
            _("Evaluated"),
            ENDED_WELL,
            Stage.EVALUATED,
            (COORDINATOR,),
            optional=WORDS,
            needs=(Need.EVALUATION,),
        ),
    )
}


def moves_from(stage: str, side: str | None = None) -> Iterator[Move]:
    """The moves that lead on from `stage`; of one side, if named."""
    for move in MOVES.values():
        if stage in move.sources and (side is None or side in move.sides):
            yield move


# The way that most questions go, as the steps on top of a question's page show it.
PATH: tuple[tuple[str | Promise, tuple[Stage, ...]], ...] = (
    (_("Submitted"), (Stage.SUBMITTED, Stage.INTAKE)),
    (_("Formulated"), (Stage.FORMULATED,)),
    (_("Seeking researchers"), (Stage.SEEKING, Stage.NO_COMPETENCE)),
    (_("Taken"), (Stage.TAKEN,)),
    (_("Looking for knowledge"), (Stage.LOOKING,)),
    (_("Findings"), (Stage.PRESENTED,)),
    (_("Answer"), (*ENDED_WELL, Stage.EVALUATED)),
)
