"""What happens to a question: each move, each step, each remedy tried, and what was said at a meetup."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.several import SeveralField
from events.models import Event
from events.science_shop.models.questions import Question
from events.science_shop.vocabulary import Attempt, Criterion, Remedy, Review, Side, Stage


class StageChange(models.Model):
    """A move that was made. None is ever changed or taken away."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="changes")
    # Of `stages.MOVES`.
    move = models.CharField(_("move"), max_length=20)
    before = models.CharField(_("before"), max_length=16, choices=Stage.choices)
    after = models.CharField(_("after"), max_length=16, choices=Stage.choices)
    # Stands on the question's page.
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    # What the question meets, when it was judged; for those who coordinate.
    criteria = SeveralField(_("criteria that it meets"), of=Criterion)
    # Empty: the portal itself, when a time had run out.
    side = models.CharField(_("who"), max_length=12, choices=Side.choices, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("day"), default=timezone.now)

    class Meta:
        verbose_name = _("move of a question")
        verbose_name_plural = _("moves of questions")
        ordering = ("at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.question}: {self.before} → {self.after}"


class StepQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def overdue(self) -> Self:
        return self.open().filter(due_on__lt=timezone.localdate())


class Step(models.Model):
    """What is to be done about a question, by whom, until when. An open question has always one."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="steps")
    # Where it was agreed on.
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="+")
    text = models.CharField(_("next step"), max_length=300)
    side = models.CharField(_("who has it"), max_length=12, choices=Side.choices)
    due_on = models.DateField(_("until"))
    # The stage that brought it, and with which it ends; empty: somebody agreed on it.
    stage = models.CharField(max_length=16, choices=Stage.choices, blank=True)
    # What a coordinator reads by it; such a step is shown to nobody else.
    review = models.CharField(max_length=5, choices=Review.choices, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True)
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[StepQuerySet] = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("due_on", "pk")
        default_permissions = ()
        indexes = [models.Index(fields=["due_on"], condition=Q(done_at=None), name="steps_to_take")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_overdue(self) -> bool:
        return self.done_at is None and self.due_on < timezone.localdate()


class RemedyAttempt(models.Model):
    """That a remedy was tried, and what came of it."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="attempts")
    remedy = models.CharField(_("what is tried"), max_length=12, choices=Remedy.choices)
    text = models.CharField(
        _("whom or what"), max_length=300, help_text=_("A journal, an institution. No person by name without a yes.")
    )
    result = models.CharField(_("what came of it"), max_length=10, choices=Attempt.choices, default=Attempt.WAITING)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("day"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("remedy tried")
        verbose_name_plural = _("remedies tried")
        ordering = ("made_at", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_remedy_display()}: {self.text}"


class AgendaQuestion(models.Model):
    """A question on a meetup's agenda, and what was decided about it there."""

    wagtail_reference_index_ignore = True

    # What is decided at a meetup is history: the meetup stays, and may be cancelled.
    event = models.ForeignKey(Event, models.PROTECT, related_name="agenda_questions")
    question = models.ForeignKey(Question, models.CASCADE, related_name="on_agendas")
    sort_order = models.PositiveSmallIntegerField(default=0)
    # Stands on the question's page.
    decision = models.TextField(_("what was decided"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Counts what is written: whoever saw an older one is told.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("question on an agenda")
        verbose_name_plural = _("questions on agendas")
        ordering = ("event", "sort_order", "pk")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "question"], name="question_on_an_agenda_once")]

    def __str__(self) -> str:
        return f"{self.event}: {self.question}"
