"""What is agreed on about a question, by whom and until when; and that it is done."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events.models import Event
from events.science_shop.models import Question, Side, Step
from events.science_shop.permissions import Actor
from events.science_shop.services.moving import NotAllowed, in_turn
from events.services.registering import DOUBLE_CLICK


@transaction.atomic
def agree(question: Question, text: str, *, side: Side, due_on: date, actor: Actor, event: Event | None = None) -> Step:
    """Keep a step that somebody has agreed to take; at `event`, if it was agreed there. Raises NotAllowed.

    The same that the same person sends twice within a minute is one.
    What the stage itself asks for stays beside it: the one that is due first is shown as next.
    """
    question = in_turn(question)
    if not actor.sides or not question.is_open:
        raise NotAllowed
    said = {"question": question, "text": text, "side": side, "due_on": due_on, "event": event, "by": actor.user}
    if same := Step.objects.open().filter(**said, stage="", made_at__gt=timezone.now() - DOUBLE_CLICK).first():
        return same
    made = Step.objects.create(**said)
    log(question, "science_shop.agree", user=actor.user, data={"step": made.pk})
    return made


@transaction.atomic
def finish(step: Step, *, actor: Actor) -> bool:
    """Say that a step is taken; False, and nothing changes, when it was said before.

    What the stage asks for ends with a move instead. Raises NotAllowed.
    """
    if not actor.may(Side.COORDINATOR) and not actor.may(Side(step.side)):
        raise NotAllowed
    if not Step.objects.open().filter(pk=step.pk, stage="").update(done_at=timezone.now()):
        return False
    log(step.question, "science_shop.finish", user=actor.user, data={"step": step.pk})
    return True
