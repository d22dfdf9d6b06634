"""Questions, rounds and researchers, made for tests."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from directory.slugs import free_slug
from events.science_shop.models import (
    Finding,
    KnowledgeItem,
    Match,
    Question,
    QuestionField,
    Researcher,
    ResearcherField,
    ResearchProject,
    Round,
    RoundMeetup,
    Side,
    Source,
    Stage,
    Step,
    Taking,
    Wording,
)
from events.science_shop.models.questions import OUTCOMES
from portal.plugins import search
from tests.directory.factories import PersonFactory


class RoundFactory(factory.django.DjangoModelFactory):
    """A published round; `meetups` by phase are its meetups."""

    class Meta:
        model = Round
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Omgång {number}")
    slug = factory.Sequence(lambda number: f"omgang-{number}")
    lead = "För alla som undrar."

    @factory.post_generation
    def meetups(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        for phase, event in (extracted or {}).items():
            RoundMeetup.objects.create(round=self, phase=phase, event=event)


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question in whatever stage, with its first wording and the step that is next, as if it had come there."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Vad är verkstad {number} värd?")
    slug = factory.LazyAttribute(lambda question: free_slug(Question, question.title))
    problem = "Vi vet inte vad verkstaden betyder för dem som kommer."
    affected = "Alla som lagar sin cykel."
    use = "Vi visar svaret för kommunen."
    stage = Stage.SEEKING
    outcome = factory.LazyAttribute(
        lambda question: (
            question.stage
            if question.stage in OUTCOMES
            else (Stage.ANSWERED if question.stage == Stage.EVALUATED else "")
        )
    )
    look_again_on = factory.LazyAttribute(
        lambda question: timezone.localdate() + timedelta(days=90) if question.stage == Stage.PARKED else None
    )
    contact_name = "Asta Asking"
    contact_email = factory.Sequence(lambda number: f"asker{number}@example.org")
    email_key = factory.LazyAttribute(lambda question: question.contact_email.casefold())

    @factory.post_generation
    def history(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        Wording.objects.create(question=self, number=1, text=self.title, side=Side.ORGANISATION)
        if self.is_open and self.rule.side:
            Step.objects.create(
                question=self, text=str(self.rule.next), side=self.rule.side, due_on=in_days(30), stage=self.stage
            )
        search.publish(self)


def in_days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def in_a_field(question: Question, field: str = "504") -> QuestionField:
    return QuestionField.objects.create(question=question, field=field)


class ResearcherFactory(factory.django.DjangoModelFactory):
    """One whom a coordinator has confirmed, and whom nobody sees."""

    class Meta:
        model = Researcher
        skip_postgeneration_save = True

    user = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda number: f"Forskare {number}")
    role = "researcher"
    affiliation = "Ett universitet"
    confirmed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def fields(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        for field in extracted or ():
            ResearcherField.objects.create(researcher=self, field=field)


def taken(question: Question, researcher: Researcher | None = None, **fields: Any) -> Taking:
    """A researcher works on the question, whatever its stage."""
    fields.setdefault("until", in_days(60))
    return Taking.objects.create(question=question, researcher=researcher or ResearcherFactory(), **fields)


def found(question: Question, *, source: str = "Lund, 2024. Vad en verkstad gör.") -> Finding:
    """Something was found; without a `source` nobody knows where."""
    finding = Finding.objects.create(question=question, text="Det gör nytta.", certainty="medium")
    if source:
        Source.objects.create(finding=finding, title=source)
    return finding


def summed_up(question: Question) -> KnowledgeItem:
    return KnowledgeItem.objects.create(question=question, summary="Verkstaden gör nytta.")


def begun(question: Question) -> ResearchProject:
    return ResearchProject.objects.create(question=question, title="Verkstäder i Skåne")


def brought_together(question: Question, researcher: Researcher | None = None, **fields: Any) -> Match:
    """A coordinator has asked a researcher about the question; `fields` are what either has said, with its day."""
    now = timezone.now()
    for said in ("researcher_said", "asker_said"):
        if fields.get(said) is not None:
            fields.setdefault(f"{said}_at", now)
    if fields.get("researcher_said") and fields.get("asker_said"):
        fields.setdefault("opened_at", now)
    return Match.objects.create(question=question, researcher=researcher or ResearcherFactory(), **fields)


def answered(**fields: Any) -> Question:
    """A question that everybody may read, with its answer, one finding and what that is from."""
    question = QuestionFactory(stage=Stage.ANSWERED, **fields)
    found(question)
    summed_up(question)
    search.publish(question)
    return question
