"""What is tried to answer a question, in the order of `Remedy`, and what came of it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from events.science_shop.models import Question, RemedyAttempt, Side
from events.science_shop.permissions import Actor
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, in_turn
from events.science_shop.vocabulary import Attempt, Remedy


@transaction.atomic
def attempt(question: Question, remedy: Remedy, text: str, *, actor: Actor) -> RemedyAttempt:
    """Write down that a remedy is tried; the same that is waited for already is the same attempt. Raises NotAllowed."""
    question = in_turn(question)
    if not actor.may(Side.COORDINATOR) or not question.is_open:
        raise NotAllowed
    same = {"question": question, "remedy": remedy, "text": text, "result": Attempt.WAITING}
    # Two of them wait where what had come of one is taken back.
    if waiting := RemedyAttempt.objects.filter(**same).first():
        return waiting
    made = RemedyAttempt.objects.create(**same, by=actor.user)
    log(question, "science_shop.attempt", user=actor.user, data={"attempt": made.pk})
    return made


@transaction.atomic
def came_to(tried: RemedyAttempt, result: Attempt, *, shown: str, actor: Actor) -> RemedyAttempt:
    """Say what came of an attempt; `shown` is the result that the person saw.

    Raises NotAllowed, MovedMeanwhile (somebody else has said something else meanwhile).
    """
    question = in_turn(tried.question)
    if not actor.may(Side.COORDINATOR):
        raise NotAllowed
    tried = RemedyAttempt.objects.get(pk=tried.pk)
    if tried.result == result:
        return tried
    if tried.result != shown:
        raise MovedMeanwhile(
            _("Somebody else has written meanwhile what came of it: “%(result)s”.")
            % {"result": tried.get_result_display()}
        )
    tried.result = result
    tried.answered_at = None if result == Attempt.WAITING else timezone.now()
    tried.save(update_fields=["result", "answered_at"])
    log(question, "science_shop.attempted", user=actor.user, data={"attempt": tried.pk, "result": result})
    return tried
