"""What must be there before a move, and what is said when it is not."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.science_shop.models import (
    Evaluation,
    Finding,
    KnowledgeItem,
    Question,
    QuestionField,
    ResearchProject,
    Taking,
)
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


def _has(rows: Any) -> Q:
    return Q(Exists(rows.filter(question=OuterRef("pk"))))


CONDITIONS: dict[Need, Q] = {
    Need.DESCRIPTION: ~(Q(title="") | Q(problem="") | Q(affected="") | Q(use="")),
    Need.FIELD: _has(QuestionField.objects),
    Need.TAKER: _has(Taking.objects.active()),
    Need.NO_TAKER: ~_has(Taking.objects.active()),
    Need.FINDING: _has(Finding.objects),
    Need.SOURCED_FINDINGS: _has(Finding.objects) & ~_has(Finding.objects.filter(sources=None)),
    Need.SUMMARY: _has(KnowledgeItem.objects),
    Need.PROJECT: _has(ResearchProject.objects),
    Need.EVALUATION: _has(Evaluation.objects.answered()),
}


def unmet(questions: Iterable[Question]) -> dict[int, set[Need]]:
    """Of each of `questions` what is not there yet, by one query for them all."""
    found = Question.objects.filter(pk__in=[question.pk for question in questions]).order_by()
    met = {
        f"meets_{need.name.lower()}": ExpressionWrapper(condition, BooleanField())
        for need, condition in CONDITIONS.items()
    }
    rows = found.annotate(**met).values_list("pk", *met)
    return {pk: {need for need, is_met in zip(CONDITIONS, answers, strict=True) if not is_met} for pk, *answers in rows}


def missing(question: Question, move: Move) -> list[str]:
    """A sentence for each thing that is not there yet."""
    lacking = unmet([question])[question.pk]
    return [str(SENTENCES[need]) for need in move.needs if need in lacking]
