"""What a question is about, as its coordinator sorts it: fields, subjects, place, round, organisation."""

from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Self

from django.db import transaction
from wagtail.log_actions import log

from events.science_shop.models import Question, QuestionField, QuestionTag
from events.science_shop.permissions import Actor
from events.science_shop.services.moving import NotAllowed, in_turn
from events.science_shop.vocabulary import Side
from portal.plugins import search


class ChangedMeanwhile(Exception):
    """Somebody else has changed it since it was shown."""


@dataclass(frozen=True)
class Facts:
    """All of it, by what the database calls it."""

    fields: tuple[str, ...] = ()
    tags: tuple[int, ...] = ()
    municipality: str | None = None
    round: int | None = None
    organisation: int | None = None

    @classmethod
    def of(cls, question: Question) -> Self:
        return cls(
            fields=tuple(sorted(question.fields.values_list("field", flat=True))),
            tags=tuple(sorted(question.tagged.values_list("tag_id", flat=True))),
            municipality=question.municipality_id,
            round=question.round_id,
            organisation=question.organisation_id,
        )

    @property
    def mark(self) -> str:
        """Equal as long as nobody changes them: a form carries that of what it showed."""
        return sha256(repr(self).encode()).hexdigest()[:16]


@transaction.atomic
def change(question: Question, facts: Facts, *, actor: Actor, shown: str) -> Question:
    """Sort the question so; `shown` is the mark of the facts that the person saw.

    Whoever keeps the organisation acts for those who ask from then on. Raises NotAllowed, ChangedMeanwhile.
    """
    question = in_turn(question)
    if not actor.may(Side.COORDINATOR):
        raise NotAllowed
    stood = Facts.of(question)
    if stood.mark != shown:
        raise ChangedMeanwhile
    before, after = asdict(stood), asdict(facts)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return question
    question.municipality_id, question.round_id = facts.municipality, facts.round
    question.organisation_id = facts.organisation
    question.save(update_fields=["municipality", "round", "organisation"])
    question.fields.exclude(field__in=facts.fields).delete()
    QuestionField.objects.bulk_create(
        QuestionField(question=question, field=field) for field in facts.fields if field not in stood.fields
    )
    question.tagged.exclude(tag__in=facts.tags).delete()
    QuestionTag.objects.bulk_create(
        QuestionTag(content_object=question, tag_id=tag) for tag in facts.tags if tag not in stood.tags
    )
    log(question, "science_shop.sort", user=actor.user, data={"changed": changed})
    search.publish(question)
    return question
