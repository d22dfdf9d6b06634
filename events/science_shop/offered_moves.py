"""The moves that whoever coordinates is offered: those that can be made, and what the others lack."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from events.science_shop.models import Question
from events.science_shop.services.needs import SENTENCES, unmet
from events.science_shop.stages import Move, Need, moves_from
from events.science_shop.vocabulary import Side, Stage

# The address of the page where it is written; its one argument is the question's slug.
PAGES: dict[Need, str] = {
    Need.FIELD: "science_shop:coordinate_facts",
    Need.TAKER: "science_shop:take_for",
    Need.NO_TAKER: "science_shop:work",
    Need.FINDING: "science_shop:work",
    Need.SOURCED_FINDINGS: "science_shop:work",
    Need.SUMMARY: "science_shop:answer",
    Need.PROJECT: "science_shop:project",
}


@dataclass(frozen=True)
class Lack:
    """What is not there yet, and the page where it is written, if the coordinator has one."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Offer:
    """A move from where the question is; it can be made when nothing is `missing`."""

    move: Move
    missing: tuple[Lack, ...] = ()

    @property
    def becomes(self) -> str:
        return str(Stage(self.move.target).label)

    @property
    def goes_at_once(self) -> bool:
        """Whether it can be made with nothing said and nothing judged."""
        return not self.missing and not self.move.asks and "criteria" not in self.move.optional


def with_moves(questions: Iterable[Any]) -> list[Any]:
    """Each with the moves that a coordinator can make from its stage, the possible ones first; at one query."""
    found = list(questions)
    lacking = unmet(found)
    for question in found:
        offers = [
            Offer(move, _lacks(question, move, lacking[question.pk]))
            for move in moves_from(question.stage, Side.COORDINATOR)
        ]
        question.moves = sorted(offers, key=lambda offer: bool(offer.missing))
    return found


def what_is_missing(question: Question, move: Move) -> tuple[Lack, ...]:
    """What is not there yet before `move`, and where to go."""
    return _lacks(question, move, unmet([question])[question.pk])


def _lacks(question: Question, move: Move, lacking: set[Need]) -> tuple[Lack, ...]:
    return tuple(
        Lack(str(SENTENCES[need]), reverse(PAGES[need], args=[question.slug]) if need in PAGES else "")
        for need in move.needs
        if need in lacking
    )
