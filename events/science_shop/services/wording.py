"""Putting a question in other words: every wording is kept."""

from django.db import transaction
from wagtail.log_actions import log

from events.science_shop.models import Question, Side, Wording
from events.science_shop.permissions import Actor
from events.science_shop.services import review
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, in_turn
from events.science_shop.vocabulary import Review
from portal.plugins import search


@transaction.atomic
def reword(question: Question, text: str, *, actor: Actor, shown: int, reason: str = "") -> Wording:
    """Put it so from now on; `shown` is the number of the last wording, proposed or not, when the person wrote.

    Of a question that everybody may read it is a proposal, which nobody else sees before a coordinator has put it so.
    The same words again are no new wording. Raises NotAllowed, MovedMeanwhile (somebody else has reworded it), or
    TooOften.
    """
    question = in_turn(question)
    side = next((side for side in (Side.COORDINATOR, Side.RESEARCHER, Side.ORGANISATION) if actor.may(side)), None)
    if side is None or not question.is_open:
        raise NotAllowed
    is_proposal = side != Side.COORDINATOR and question.rule.is_shown
    last = question.wordings.order_by("number").last()
    latest = question.wordings.filter(is_proposal=False).order_by("number").last()
    for same in (latest, last if is_proposal else None):
        if same and same.text == text:
            return same
    if last and last.number != shown:
        raise MovedMeanwhile
    made = Wording.objects.create(
        question=question,
        number=last.number + 1 if last else 1,
        text=text,
        reason=reason,
        by=actor.user,
        side=side,
        is_proposal=is_proposal,
    )
    log(question, "science_shop.reword", user=actor.user, data={"wording": made.number})
    if is_proposal:
        review.ask(question, Review.WORDS, actor=actor)
        return made
    question.title = text
    if side == Side.COORDINATOR:
        review.is_read(question, Review.WORDS)
    else:
        # Whoever moves it on has read these words.
        question.version += 1
    question.save(update_fields=["title", "version"])
    search.publish(question)
    return made
