"""What a question came to: its answer in plain language, and the research project that it became."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events.science_shop.models import KnowledgeItem, Question, ResearchProject, Stage
from events.science_shop.permissions import Actor
from events.science_shop.services import moving
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, in_turn
from events.science_shop.stages import ANSWERED
from events.science_shop.vocabulary import Side
from portal.plugins import search

Texts = dict[str, str]
ANSWERS = ("answer", "answer_partly")


def may_write(question: Question, actor: Actor) -> bool:
    """Whether this is the time, and the person, to write the answer.

    What is shown to everybody is corrected by a coordinator; until then whoever works on it may propose.
    """
    if question.stage == Stage.PRESENTED:
        return actor.may(Side.COORDINATOR) or actor.may(Side.RESEARCHER)
    return question.outcome in ANSWERED and actor.may(Side.COORDINATOR)


@transaction.atomic
def write_answer(question: Question, texts: Texts, *, actor: Actor, written: datetime | None) -> KnowledgeItem:
    """Keep the answer as it is put now; `written` is when what the person saw was changed (None: there was none).

    The same words again change nothing. Raises NotAllowed, MovedMeanwhile (somebody else has written it).
    """
    return _write(in_turn(question), texts, actor, written)


def answer(
    question: Question,
    name: str,
    texts: Texts,
    *,
    actor: Actor,
    shown: int,
    written: datetime | None,
    comment: str = "",
) -> Question:
    """Keep the answer, and say that it answers the question: `name` is one of ANSWERS.

    Both or neither. Raises what `moving.move` raises.
    """
    if name not in ANSWERS:
        raise NotAllowed
    return moving.move(
        question,
        name,
        actor=actor,
        shown=shown,
        comment=comment,
        before=lambda current: _write(current, texts, actor, written),
    )


def _write(question: Question, texts: Texts, actor: Actor, written: datetime | None) -> KnowledgeItem:
    if not may_write(question, actor):
        raise NotAllowed
    item = KnowledgeItem.objects.filter(question=question).first()
    if (item and item.changed_at) != written:
        raise MovedMeanwhile
    now = timezone.now()
    if item is None:
        item, changed = KnowledgeItem(question=question, published_at=now), list(texts)
    else:
        changed = [name for name, text in texts.items() if getattr(item, name) != text]
    if changed:
        for name in changed:
            setattr(item, name, texts[name])
        item.changed_at = now
        item.save()
        action = "science_shop.correct" if question.outcome else "science_shop.answer"
        log(question, action, user=actor.user, data={"changed": changed})
        search.publish(item)
    question.knowledge = item
    return item


@transaction.atomic
def write_project(question: Question, values: dict[str, Any], *, actor: Actor, shown: int) -> ResearchProject:
    """Keep what is told of the project that the question has become. Raises NotAllowed, MovedMeanwhile."""
    question = in_turn(question)
    if question.version != shown:
        raise MovedMeanwhile
    if question.outcome != Stage.PROJECT:
        raise NotAllowed
    return _write_project(question, values, actor)


def make_project(
    question: Question, values: dict[str, Any], *, actor: Actor, shown: int, comment: str = ""
) -> Question:
    """Say that the question becomes a research project, and which. Raises what `moving.move` raises."""
    return moving.move(
        question,
        "make_project",
        actor=actor,
        shown=shown,
        comment=comment,
        before=lambda current: _write_project(current, values, actor),
    )


def _write_project(question: Question, values: dict[str, Any], actor: Actor) -> ResearchProject:
    if not actor.may(Side.COORDINATOR):
        raise NotAllowed
    project, _made = ResearchProject.objects.update_or_create(question=question, defaults=values)
    log(question, "science_shop.project", user=actor.user)
    search.publish(question)
    question.project = project
    return project
