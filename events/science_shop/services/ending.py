"""What ends with a question, whichever way it ended."""

from datetime import datetime

from events.science_shop.models import KnowledgeItem, Question
from events.science_shop.stages import ANSWERED
from events.science_shop.vocabulary import TakingState


def end(question: Question, now: datetime) -> None:
    """Nobody works on it any more; its answer, if there is one, is published from now on. In the move's transaction."""
    question.takings.active().update(state=TakingState.FINISHED, ended_at=now)
    if question.stage in ANSWERED:
        KnowledgeItem.objects.filter(question=question).update(published_at=now)
