"""A made-up science shop of any size, written in bulk: questions in every stage, with all that stands at one."""

from datetime import timedelta
from random import Random

from django.db import transaction
from django.utils import timezone

from directory.models import Municipality, Tag
from events.science_shop.models import (
    Finding,
    KnowledgeItem,
    Question,
    QuestionField,
    QuestionTag,
    Researcher,
    ResearcherField,
    Source,
    Stage,
    StageChange,
    Step,
    Taking,
    Wording,
)
from events.science_shop.models.questions import OUTCOMES
from events.science_shop.stages import STAGES
from events.science_shop.vocabulary import ResearchField, Side
from portal.plugins import search
from tests.benchmarks.texts import Texts
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.science_shop.factories import ResearcherFactory, RoundFactory

TAGS = 40
ORGANISATIONS = 20
# One researcher for so many questions.
PER_RESEARCHER = 10
WAY = (Stage.SUBMITTED, Stage.INTAKE, Stage.FORMULATED, Stage.SEEKING, Stage.TAKEN, Stage.LOOKING, Stage.PRESENTED)
WITH_FINDINGS = (Stage.PRESENTED, *OUTCOMES, Stage.EVALUATED)


class ScienceShop:
    """The same for the same size: one round, whose coordinator has all its questions."""

    def __init__(self, size: int) -> None:
        self.random, self.texts, self.size = Random(size), Texts(3), size
        self.now = timezone.now()

    def build(self) -> None:
        with transaction.atomic():
            self.coordinator = PersonFactory()
            self.round = RoundFactory(coordinator=self.coordinator)
            self.tags = [Tag.objects.create(name=f"Ämne {number}") for number in range(TAGS)]
            self.organisations = [OrganisationFactory() for _number in range(ORGANISATIONS)]
            self.researchers = [self._researcher() for _number in range(self.size // PER_RESEARCHER)]
            self.questions = self._questions()
            self._past()
            self._work()
        search.publish_many(Question.objects.all())

    def _words(self, number: int) -> str:
        return self.texts.some(number, self.random)

    def _researcher(self) -> Researcher:
        researcher = ResearcherFactory(is_public=True, about=self._words(20))
        ResearcherField.objects.create(researcher=researcher, field=self.random.choice(ResearchField.values))
        return researcher

    def _questions(self) -> list[Question]:
        places = list(Municipality.objects.all())
        made = Question.objects.bulk_create(
            Question(
                slug=f"bench-{number}",
                title=f"{self._words(8).capitalize()}?",
                problem=self._words(60),
                round=self.round,
                organisation=self.random.choice(self.organisations),
                shows_organisation=True,
                municipality=self.random.choice(places),
                stage=stage,
                outcome=stage if stage in OUTCOMES else Stage.ANSWERED if stage == Stage.EVALUATED else "",
                look_again_on=self.now.date() + timedelta(days=90) if stage == Stage.PARKED else None,
                created_at=self.now - timedelta(days=400, minutes=number),
                stage_since=self.now - timedelta(minutes=self.random.randrange(400_000)),
            )
            for number, stage in ((number, list(Stage)[number % len(Stage)]) for number in range(self.size))
        )
        QuestionTag.objects.bulk_create(
            QuestionTag(content_object=one, tag=tag) for one in made for tag in self.random.sample(self.tags, 2)
        )
        QuestionField.objects.bulk_create(
            QuestionField(question=one, field=field)
            for one in made
            for field in self.random.sample(ResearchField.values, 2)
        )
        return made

    def _past(self) -> None:
        Wording.objects.bulk_create(
            Wording(question=one, number=number, text=one.title, side=Side.ORGANISATION)
            for one in self.questions
            for number in (1, 2)
        )
        StageChange.objects.bulk_create(
            StageChange(question=one, move="x", before=before, after=after, at=one.created_at + timedelta(days=day * 9))
            for one in self.questions
            for day, (before, after) in enumerate(zip((Stage.DRAFT, *WAY), WAY, strict=False))
        )
        Step.objects.bulk_create(
            Step(
                question=one,
                text=self._words(5),
                side=STAGES[Stage(one.stage)].side or Side.COORDINATOR,
                due_on=self.now.date() + timedelta(days=self.random.randrange(-30, 60)),
                stage=one.stage,
            )
            for one in self.questions
            if one.is_open
        )

    def _work(self) -> None:
        Taking.objects.bulk_create(
            Taking(
                question=one,
                researcher=self.random.choice(self.researchers),
                shows_name=True,
                until=self.now.date() + timedelta(days=60),
                state="active" if one.is_open else "finished",
                ended_at=None if one.is_open else self.now,
            )
            for one in self.questions
            if one.stage in (Stage.TAKEN, Stage.LOOKING, *WITH_FINDINGS)
        )
        found = [one for one in self.questions if one.stage in WITH_FINDINGS]
        findings = Finding.objects.bulk_create(
            Finding(question=one, text=self._words(20), certainty="medium") for one in found for _number in range(2)
        )
        Source.objects.bulk_create(Source(finding=one, title=self._words(8)) for one in findings)
        KnowledgeItem.objects.bulk_create(
            KnowledgeItem(question=one, summary=self._words(80))
            for one in found
            if one.stage in (Stage.ANSWERED, Stage.PARTLY_ANSWERED, Stage.EVALUATED)
        )
