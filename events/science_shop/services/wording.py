"""Putting a question in other words: every wording is kept."""

from django.db import transaction
from wagtail.log_actions import log

from events.science_shop.models import Question, Side, Wording
from events.science_shop.permissions import Actor
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, in_turn
from portal.plugins import search


@transaction.atomic
def reword(question: Question, text: str, *, actor: Actor, shown: int, reason: str = "") -> Wording:
    """Put it so from now on; `shown` is the number of the wording that the person saw.

    The same words again are no new wording. Raises NotAllowed, MovedMeanwhile (somebody else has reworded it).
    """
    question = in_turn(question)
    side = next((side for side in (Side.COORDINATOR, Side.RESEARCHER, Side.ORGANISATION) if actor.may(side)), None)
    if side is None or not question.is_open:
        raise NotAllowed
    latest = question.wordings.order_by("-number").first()
    if latest and latest.number != shown:
        raise MovedMeanwhile
    if latest and latest.text == text:
        return latest
    made = Wording.objects.create(
        question=question,
        number=latest.number + 1 if latest else 1,
        text=text,
        reason=reason,
        by=actor.user,
        side=side,
    )
    question.title = text
    question.save(update_fields=["title"])
    log(question, "science_shop.reword", user=actor.user, data={"wording": made.number})
    search.publish(question)
    return made
