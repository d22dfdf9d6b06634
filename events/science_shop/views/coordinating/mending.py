"""What is missing before a move, with where it is mended."""

from django.urls import reverse

from events.science_shop.models import Question
from events.science_shop.services.needs import CHECKS, SENTENCES
from events.science_shop.stages import Move, Need

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


def what_is_missing(question: Question, move: Move) -> list[dict[str, str]]:
    """A sentence for each thing that is not there yet, and where to go."""
    return [
        {"sentence": str(SENTENCES[need]), "url": _page(need, question)}
        for need in move.needs
        if not CHECKS[need](question)
    ]


def _page(need: Need, question: Question) -> str:
    return reverse(PAGES[need], args=[question.slug]) if need in PAGES else ""
