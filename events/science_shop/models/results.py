"""What was found, what became of it, and how both sides judge it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.science_shop.identifiers import only_doi
from events.science_shop.models.questions import Question, QuestionQuerySet
from events.science_shop.models.researchers import Taking
from events.science_shop.stages import ANSWERED
from events.science_shop.vocabulary import Certainty, FindingKind, Grade, Occasion

MOST_WORDS = 250


def at_most_250_words(text: str) -> None:
    """Refuse a summary that nobody reads to its end."""
    if (words := len(text.split())) > MOST_WORDS:
        raise ValidationError(
            _("At most %(most)d words: there are %(words)d."), params={"most": MOST_WORDS, "words": words}
        )


class Finding(models.Model):
    """Something that is known, in plain language, with where it is from."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="findings")
    # Who found it, while they work on it; empty: the coordinator.
    taking = models.ForeignKey(Taking, models.SET_NULL, null=True, blank=True, related_name="findings")
    kind = models.CharField(_("kind"), max_length=10, choices=FindingKind.choices, default=FindingKind.EXISTING)
    text = models.TextField(_("what is found, in plain language"), max_length=3000)
    certainty = models.CharField(_("how sure it is"), max_length=8, choices=Certainty.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("day"), default=timezone.now)
    # Counts the changes: whoever saw an older one is told.
    version = models.PositiveIntegerField(default=0)

    sources: Any

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("made_at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def certainty_tone(self) -> str:
        """The colour of its badge."""
        return {Certainty.HIGH: "beech", Certainty.MEDIUM: "sea", Certainty.LOW: "raps"}.get(
            Certainty(self.certainty), ""
        )


class Source(models.Model):
    """Where a finding is from."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="sources")
    title = models.CharField(_("source"), max_length=300, help_text=_("Author, year, title."))
    doi = models.CharField(
        "DOI", max_length=200, blank=True, validators=[only_doi], help_text=_("For example 10.1234/abcd.")
    )
    url = models.URLField(_("link"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("finding", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        return f"https://doi.org/{self.doi}" if self.doi else self.url


class KnowledgeItemQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Those of questions that everybody may read, once they are answered: a project has none yet."""
        shown = QuestionQuerySet(Question).public().filter(outcome__in=ANSWERED)
        return self.filter(question__in=shown)


class KnowledgeItem(models.Model):
    """What an answered question came to: for all who have the same question later."""

    wagtail_reference_index_ignore = True

    question = models.OneToOneField(Question, models.CASCADE, primary_key=True, related_name="knowledge")
    summary = models.TextField(
        _("the answer in plain language"),
        max_length=3000,
        validators=[at_most_250_words],
        help_text=_("At most 250 words."),
    )
    remains = models.TextField(_("what we still do not know"), max_length=2000, blank=True)
    methods = models.TextField(_("how it was found out"), max_length=2000, blank=True)
    whom_to_ask = models.CharField(
        _("whom to ask"),
        max_length=300,
        blank=True,
        help_text=_("An institution or organisation. A person only if they have said yes."),
    )
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)

    objects: ClassVar[KnowledgeItemQuerySet] = KnowledgeItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge item")
        verbose_name_plural = _("knowledge items")
        ordering = ("-published_at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.question)

    def get_absolute_url(self) -> str:
        return reverse("science_shop:knowledge", args=[self.question.slug])


class ResearchProject(models.Model):
    """A research project that a question became."""

    wagtail_reference_index_ignore = True

    question = models.OneToOneField(Question, models.CASCADE, primary_key=True, related_name="project")
    title = models.CharField(_("the project's name"), max_length=200)
    url = models.URLField(_("link"), max_length=500, blank=True)
    funding = models.CharField(_("funding"), max_length=300, blank=True)
    partners = models.CharField(_("partners"), max_length=500, blank=True, help_text=_("Organisations, not people."))
    starts_on = models.DateField(_("begins"), null=True, blank=True)

    class Meta:
        verbose_name = _("research project")
        verbose_name_plural = _("research projects")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


# Later on nobody remembers how it was, and the mailed link has done its work.
EVALUATION_OPEN_FOR = timedelta(days=90)


class EvaluationQuerySet(models.QuerySet):
    def answered(self) -> Self:
        return self.exclude(answered_at=None)

    def waiting(self, now: datetime | None = None) -> Self:
        """Those that may still be answered."""
        return self.filter(answered_at=None, asked_at__gt=(now or timezone.now()) - EVALUATION_OPEN_FOR)


class Evaluation(models.Model):
    """A short form to one side of an ended question, at the close and six months later."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="evaluations")
    # Of a researcher; empty: of whoever asked.
    taking = models.ForeignKey(Taking, models.SET_NULL, null=True, blank=True, related_name="evaluations")
    # Told by a contact before the one of now: nobody's any more.
    is_of_former = models.BooleanField(default=False, editable=False)
    occasion = models.CharField(_("when"), max_length=10, choices=Occasion.choices)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    reminded_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True)
    met_expectations = models.PositiveSmallIntegerField(
        _("it was as we hoped"), choices=Grade.choices, null=True, blank=True
    )
    cooperation = models.PositiveSmallIntegerField(
        _("working together went well"), choices=Grade.choices, null=True, blank=True
    )
    usefulness = models.PositiveSmallIntegerField(
        _("the answer can be used"), choices=Grade.choices, null=True, blank=True
    )
    is_used = models.BooleanField(_("the answer is used"), null=True, blank=True)
    text = models.TextField(_("what else you want to say"), max_length=2000, blank=True)

    objects: ClassVar[EvaluationQuerySet] = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ("asked_at", "pk")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["question", "occasion"], condition=Q(taking=None), name="whoever_asked_evaluates_once"
            ),
            models.UniqueConstraint(
                fields=["taking", "occasion"], condition=Q(taking__isnull=False), name="taking_is_evaluated_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False)
                | Q(met_expectations=None, cooperation=None, usefulness=None, is_used=None, text=""),
                name="evaluation_is_answered_some_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.get_occasion_display()}"

    @property
    def is_over(self) -> bool:
        """Whether nobody may answer it any more."""
        return self.answered_at is None and self.asked_at <= timezone.now() - EVALUATION_OPEN_FOR
