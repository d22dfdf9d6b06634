"""The end of what is personal. The work stays: questions, wordings, findings, and what came of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.science_shop.models import (
    AgendaQuestion,
    Evaluation,
    Finding,
    Follower,
    KnowledgeItem,
    NewContact,
    Participant,
    Question,
    RemedyAttempt,
    Researcher,
    ResearchProject,
    Round,
    SameHere,
    Source,
    StageChange,
    Step,
    Taking,
    Wording,
)
from events.science_shop.models.questions import QuestionQuerySet
from events.science_shop.models.results import EvaluationQuerySet
from events.science_shop.services.moving import in_turn
from events.science_shop.stages import STAGES
from events.science_shop.vocabulary import Side, Stage
from events.services.erasing import take_out, texts_that_mention
from portal.operations.services import empty_old_to
from portal.plugins import search

# After the question has ended: whoever asked is asked once more after half a year.
CONTACT_KEPT = timedelta(days=365)
# A draft that nobody sent, a contact who has not said yes.
DRAFT_KEPT = timedelta(days=30)
FOLLOWER_KEPT = timedelta(days=2)
# After the round has been closed.
PARTICIPANT_KEPT = timedelta(days=365)
ENDED = [stage for stage in Stage if not STAGES[stage].is_open]
NAMELESS: dict[str, Any] = {
    "contact_name": "",
    "contact_email": "",
    "email_key": "",
    "shows_person": False,
    "raised_by": None,
}
# Where somebody's address may stand among other words.
TEXTS: dict[type[Any], tuple[str, ...]] = {
    Question: ("title", "problem", "affected", "known", "use", "paid_note", "sensitive_note", "organisation_name"),
    Wording: ("text", "reason"),
    SameHere: ("text",),
    StageChange: ("comment",),
    Step: ("text",),
    RemedyAttempt: ("text",),
    AgendaQuestion: ("decision",),
    Finding: ("text",),
    Source: ("title", "url"),
    KnowledgeItem: ("summary", "remains", "methods", "whom_to_ask"),
    ResearchProject: ("title", "funding", "partners", "url"),
    Evaluation: ("text",),
    Researcher: ("about",),
    Taking: ("reason", "affiliation"),
    Round: ("title", "lead", "body"),
}


def forget(now: datetime | None = None) -> int:
    """Erase what has been kept for long enough; how many people were forgotten."""
    now = now or timezone.now()
    ended = Question.objects.filter(contact_erased_at=None, stage__in=ENDED).annotate(
        ended_at=Max("changes__at", filter=~Q(changes__move="evaluate"))
    )
    over = ended.filter(Q(ended_at__lt=now - CONTACT_KEPT) | Q(ended_at=None, stage_since__lt=now - CONTACT_KEPT))
    forgotten = sum(_forget_contact(pk, now) for pk in over.values_list("pk", flat=True))
    Evaluation.objects.filter(question__contact_erased_at__isnull=False).exclude(text="").update(text="")
    unsent = Question.objects.filter(stage=Stage.DRAFT, created_at__lt=now - DRAFT_KEPT)
    forgotten += sum(delete_draft(draft) for draft in unsent)
    forgotten += Follower.objects.filter(confirmed_at=None, created_at__lt=now - FOLLOWER_KEPT).delete()[0]
    forgotten += forget_asked(NewContact.objects.filter(made_at__lt=now - DRAFT_KEPT))
    closed = Participant.objects.filter(erased_at=None, round__closing__at__lt=now - PARTICIPANT_KEPT)
    return forgotten + _forget_participants(closed, now)


@transaction.atomic
def delete_draft(question: Question) -> bool:
    """Leave nothing of what nobody ever sent: it is the person's alone. False if it has been sent meanwhile."""
    still = Question.objects.select_for_update(of=("self",)).filter(pk=question.pk, stage=Stage.DRAFT)
    if not still.exists():
        return False
    empty_old_to([question.contact_email])
    ModelLogEntry.objects.for_instance(question).delete()
    question.delete()
    return True


@transaction.atomic
def _forget_contact(pk: int, now: datetime) -> int:
    # In its turn: whoever is named or says yes at the same time is forgotten too, or comes after.
    if (question := in_turn(Question(pk=pk))).contact_erased_at:
        return 0
    empty_old_to(filter(None, [question.contact_email]))
    # Whoever coordinates reads who did each thing.
    for said in (Wording, StageChange):
        said.objects.filter(question=question, side=Side.ORGANISATION).update(by=None)
    forget_asked(NewContact.objects.filter(question=question))
    return Question.objects.filter(pk=pk).update(**NAMELESS, key=uuid4(), contact_erased_at=now)


def forget_asked(asked: QuerySet[NewContact]) -> int:
    """Forget those who were asked whether they are a contact, and what was mailed to them; how many they were."""
    empty_old_to(asked.values_list("email", flat=True))
    return asked.delete()[0]


def _forget_participants(participants: Any, now: datetime) -> int:
    empty_old_to(participants.exclude(email="").values_list("email", flat=True))
    return participants.update(name="", email="", email_key="", erased_at=now)


def questions_of(address: str) -> QuestionQuerySet:
    """Those that were asked in this address."""
    return Question.objects.filter(email_key=address.casefold())


def evaluations_of(address: str) -> EvaluationQuerySet:
    """What somebody told of how it went, or is asked to: as whoever asked, or as a researcher."""
    asked = Q(taking=None, is_of_former=False, question__email_key=address.casefold())
    worked = Q(taking__researcher__user__email__iexact=address)
    return Evaluation.objects.filter(asked | worked)


def mentions(address: str) -> Iterator[tuple[Any, list[str]]]:
    """What the address stands in beside the fields for it, and the names of the columns."""
    return texts_that_mention(address, TEXTS)


def erase_asker(address: str) -> None:
    """Take whoever asked out of their questions, and their address out of all that was written about any."""
    now = timezone.now()
    touched = set()
    for question in questions_of(address):
        if question.stage == Stage.DRAFT and delete_draft(question):
            continue
        _forget_contact(question.pk, now)
        touched.add(question.pk)
    forget_asked(NewContact.objects.filter(email_key=address.casefold()))
    Round.objects.filter(contact_email__iexact=address).update(contact_email="")
    for thing, names in mentions(address):
        take_out(thing, names, address)
        touched.add(thing.pk if isinstance(thing, Question) else getattr(thing, "question_id", None))
    search.publish_many(Question.objects.filter(pk__in=touched))


def erase_participant(address: str) -> None:
    """Forget who took part in rounds; that somebody did goes on being counted."""
    _forget_participants(Participant.objects.filter(email_key=address.casefold()), timezone.now())


def erase_follower(address: str) -> None:
    Follower.objects.filter(email_key=address.casefold()).delete()
