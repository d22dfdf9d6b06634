"""What is found: written, changed and taken away by whoever found it, or by those who coordinate."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from events.science_shop.models import Finding, Question, Side, Source, Taking
from events.science_shop.permissions import Actor
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, in_turn
from events.services.registering import DOUBLE_CLICK
from portal.plugins import search

# Of each source: title, doi, url.
Sources = list[dict[str, Any]]


class ChangedMeanwhile(MovedMeanwhile):
    """Somebody else has changed or taken away the finding since it was shown."""


def may_change(finding: Finding, actor: Actor) -> bool:
    """Whether it is the actor's own, or they coordinate. The finding has its taking with the researcher."""
    if actor.may(Side.COORDINATOR):
        return True
    researcher = finding.taking.researcher if finding.taking else None
    return bool(actor.may(Side.RESEARCHER) and researcher and actor.user and researcher.user_id == actor.user.pk)


@transaction.atomic
def add(question: Question, values: dict[str, Any], sources: Sources, *, actor: Actor) -> Finding:
    """Write a finding down: a researcher's stands with their work, a coordinator's with nobody's.

    The same that the same person sends twice within a minute is one. Raises NotAllowed.
    """
    question = _open(question)
    own = Taking.objects.active().filter(question=question, researcher__user=actor.user)
    taking = own.first() if actor.user and actor.may(Side.RESEARCHER) else None
    if taking is None and not actor.may(Side.COORDINATOR):
        raise NotAllowed
    lately = Finding.objects.filter(
        question=question, by=actor.user, made_at__gt=timezone.now() - DOUBLE_CLICK, **values
    )
    if same := next((one for one in lately if _sources_of(one) == [_in_full(source) for source in sources]), None):
        return same
    finding = Finding.objects.create(question=question, taking=taking, by=actor.user, **values)
    _write_sources(finding, sources)
    log(question, "science_shop.find", user=actor.user, data={"finding": finding.pk})
    search.publish(question)
    return finding


@transaction.atomic
def change(finding: Finding, values: dict[str, Any], sources: Sources, *, actor: Actor, shown: int) -> Finding:
    """Put it otherwise; `shown` is the version that the person saw. Raises NotAllowed, ChangedMeanwhile."""
    question = _open(finding.question)
    finding = _in_turn(finding, actor, shown)
    for name, value in values.items():
        setattr(finding, name, value)
    finding.version += 1
    finding.save()
    finding.sources.all().delete()
    _write_sources(finding, sources)
    log(question, "science_shop.change_finding", user=actor.user, data={"finding": finding.pk})
    search.publish(question)
    return finding


@transaction.atomic
def remove(finding: Finding, *, actor: Actor, shown: int) -> None:
    """Take it away. Raises NotAllowed, ChangedMeanwhile."""
    question = _open(finding.question)
    finding = _in_turn(finding, actor, shown)
    log(question, "science_shop.remove_finding", user=actor.user, data={"finding": finding.pk})
    finding.delete()
    search.publish(question)


def _open(question: Question) -> Question:
    question = in_turn(question)
    if not question.is_open:
        raise NotAllowed
    return question


def _in_turn(finding: Finding, actor: Actor, shown: int) -> Finding:
    """As it stands. The question's lock keeps everybody else from it."""
    found = Finding.objects.select_related("taking__researcher").filter(pk=finding.pk).first()
    if found is None or found.version != shown:
        raise ChangedMeanwhile
    if not may_change(found, actor):
        raise NotAllowed
    return found


def _sources_of(finding: Finding) -> Sources:
    return list(finding.sources.order_by("pk").values("title", "doi", "url"))


def _in_full(source: dict[str, Any]) -> dict[str, Any]:
    return {"title": "", "doi": "", "url": "", **source}


def _write_sources(finding: Finding, sources: Sources) -> None:
    Source.objects.bulk_create(Source(finding=finding, **source) for source in sources)
