"""What must be there before a move, and what is said when it is not."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.science_shop.models import Question
from events.science_shop.stages import Move, Need

SENTENCES: dict[Need, str | Promise] = {
    Need.DESCRIPTION: _("Describe the problem, who is affected, and what the answer will be used for."),
    Need.FIELD: _("Choose at least one field of research first."),
    Need.TAKER: _("Nobody has taken the question: say first which researcher does."),
    Need.NO_TAKER: _("Researchers still work on it: let them hand it back first."),
    Need.FINDING: _("Write at least one finding first."),
    Need.SOURCED_FINDINGS: _("Each finding needs a source: write where it is from."),
    Need.SUMMARY: _("Write the answer in plain language first."),
    Need.PROJECT: _("Write first what the research project is called."),
    Need.EVALUATION: _("Nobody has answered the evaluation yet."),
}
CHECKS: dict[Need, Callable[[Question], bool]] = {
    Need.DESCRIPTION: lambda question: all((question.title, question.problem, question.affected, question.use)),
    Need.FIELD: lambda question: question.fields.exists(),
    Need.TAKER: lambda question: question.takings.active().exists(),
    Need.NO_TAKER: lambda question: not question.takings.active().exists(),
    Need.FINDING: lambda question: question.findings.exists(),
    Need.SOURCED_FINDINGS: lambda question: (
        question.findings.exists() and not question.findings.filter(sources=None).exists()
    ),
    Need.SUMMARY: lambda question: hasattr(question, "knowledge"),
    Need.PROJECT: lambda question: hasattr(question, "project"),
    Need.EVALUATION: lambda question: question.evaluations.answered().exists(),
}


def missing(question: Question, move: Move) -> list[str]:
    """A sentence for each thing that is not there yet."""
    return [str(SENTENCES[need]) for need in move.needs if not CHECKS[need](question)]
