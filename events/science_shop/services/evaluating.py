"""Asking both sides of a question that ended well how it went: at the close, and half a year later."""

from datetime import datetime, timedelta
from typing import Any

from django.core.signing import Signer
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from directory.services import letters
from events.science_shop.models import Evaluation, Question, Taking
from events.science_shop.services.moving import in_turn
from events.science_shop.stages import ENDED_WELL
from events.science_shop.vocabulary import Occasion, TakingState
from events.services.links import read, sign

# How long after the end.
AFTER = {Occasion.AT_CLOSE: timedelta(0), Occasion.HALF_A_YEAR: timedelta(days=182)}
# Nobody is asked about what was over long before we would have asked.
ASKED_WITHIN = timedelta(days=45)
REMINDED_AFTER = timedelta(days=14)
WORKED_ON_IT = (TakingState.ACTIVE, TakingState.FINISHED)

# Signed for this purpose alone. Nothing stored leads to a link without the portal's secret.
signer = Signer(salt="science_shop.evaluation", sep=".")
PAGE = "science_shop:evaluate"
ASK = gettext_noop("How did it go? %(title)s")
ASKED = gettext_noop(
    "The question “%(title)s” has come to its end. Five short questions tell us, and those who ask next, how it went. "
    "Only those who coordinate read what you write.\n\nIt takes two minutes:"
)
ASKED_LATER = gettext_noop(
    "It is half a year since the question “%(title)s” came to its end. What has become of the answer? Five short "
    "questions, the last ones. Only those who coordinate read what you write.\n\nIt takes two minutes:"
)
REMINDED = gettext_noop(
    "Two weeks ago we asked you how it went with the question “%(title)s”. If you have two minutes, your answer helps "
    "those who ask next. We do not remind you again."
)


class Closed(Exception):
    """It was answered before, and what was said then stands; or it is too late."""


def token_of(evaluation: Evaluation) -> str:
    return sign(evaluation.key, signer)


def find(token: str) -> Evaluation | None:
    """The form that a mailed link leads to; None for what we have not signed."""
    key = read(token, signer)
    return Evaluation.objects.select_related("question").filter(key=key).first() if key else None


def write_letters(now: datetime | None = None) -> int:
    """Ask those who are to be asked by now, and remind once those who have not answered; how many letters."""
    now = now or timezone.now()
    return sum(_ask_about(pk, occasion, now) for occasion in Occasion for pk in _due(occasion, now)) + _remind(now)


def _due(occasion: Occasion, now: datetime) -> list[int]:
    """The questions about which is asked now: a few, since they ended lately, or half a year ago."""
    until = now - AFTER[occasion]
    ended = Question.objects.exclude(outcome="").annotate(
        ended_at=Max("changes__at", filter=Q(changes__after__in=ENDED_WELL))
    )
    return list(ended.filter(ended_at__gt=until - ASKED_WITHIN, ended_at__lte=until).values_list("pk", flat=True))


@transaction.atomic
def _ask_about(pk: int, occasion: Occasion, now: datetime) -> int:
    """A transaction for each question, whose turn it is: nobody is asked twice."""
    question = in_turn(Question(pk=pk))
    asked = set(question.evaluations.filter(occasion=occasion).values_list("taking", flat=True))
    workers = (
        question.takings.filter(state__in=WORKED_ON_IT).exclude(researcher=None).select_related("researcher__user")
    )
    takings: list[Taking | None] = [None, *_once_each(workers)]
    written = 0
    for taking in takings:
        if (taking.pk if taking else None) in asked:
            continue
        evaluation = Evaluation(question=question, taking=taking, occasion=occasion, asked_at=now)
        if recipient_of(evaluation):
            evaluation.save()
            _write(evaluation, _asked(evaluation))
            written += 1
    return written


def _once_each(takings: Any) -> list[Taking]:
    """Somebody who took it twice is asked about the last time."""
    return list({taking.researcher_id: taking for taking in takings}.values())


def _remind(now: datetime) -> int:
    waiting = Evaluation.objects.filter(answered_at=None, reminded_at=None)
    due = waiting.filter(asked_at__lte=now - REMINDED_AFTER, asked_at__gt=now - REMINDED_AFTER - ASKED_WITHIN)
    written = 0
    for evaluation in due.select_related("question", "taking__researcher__user"):
        if not recipient_of(evaluation):
            continue
        with transaction.atomic():
            if waiting.filter(pk=evaluation.pk).update(reminded_at=now):
                _write(evaluation, REMINDED)
                written += 1
    return written


def ask_new_contact(question: Question) -> None:
    """The form that waits for whoever asked is theirs from now on, as if it went out today."""
    for evaluation in Evaluation.objects.waiting().filter(question=question, taking=None):
        evaluation.question = question
        evaluation.asked_at, evaluation.reminded_at = timezone.now(), None
        evaluation.save(update_fields=["asked_at", "reminded_at"])
        _write(evaluation, _asked(evaluation))


def _asked(evaluation: Evaluation) -> str:
    return ASKED if evaluation.occasion == Occasion.AT_CLOSE else ASKED_LATER


def recipient_of(evaluation: Evaluation) -> str:
    """Where the form goes; empty when whoever it is for has left."""
    if evaluation.taking is None:
        return evaluation.question.contact_email
    researcher = evaluation.taking.researcher
    return researcher.user.email if researcher and researcher.user.is_active else ""


def _write(evaluation: Evaluation, text: str) -> None:
    link: letters.Link = (PAGE, [token_of(evaluation)])
    letters.write([recipient_of(evaluation)], ASK, text, link=link, title=evaluation.question.title)


@transaction.atomic
def answer(evaluation: Evaluation, values: dict[str, Any]) -> None:
    """Keep what somebody says; once. Raises Closed."""
    if not Evaluation.objects.waiting().filter(pk=evaluation.pk).update(answered_at=timezone.now(), **values):
        raise Closed
    log(evaluation.question, "science_shop.evaluated", data={"evaluation": evaluation.pk})
