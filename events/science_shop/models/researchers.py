"""Researchers, what they take, and how they and those who ask find each other."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from directory.models import Tag
from directory.models.common import Person
from directory.several import SeveralField
from events.science_shop.identifiers import only_orcid
from events.science_shop.models.questions import Question, QuestionQuerySet
from events.science_shop.models.rounds import COORDINATES_ALL
from events.science_shop.vocabulary import Help, ResearcherRole, ResearchField, TakingState


class ResearcherQuerySet(models.QuerySet):
    # Whom everybody may see.
    PUBLIC: ClassVar[Q] = Q(is_public=True, confirmed_at__isnull=False, user__is_active=True)

    def public(self) -> Self:
        return self.filter(self.PUBLIC)

    def in_turn(self, *, to_delete: bool = False) -> Self:
        """For nobody else to change until the transaction ends; `to_delete`: nor to write anything that hangs on them.

        Always before any question is locked.
        """
        return self.select_for_update(of=("self",), no_key=not to_delete).select_related("user")

    def waiting(self) -> Self:
        """Those whom a coordinator has not confirmed, or not since they called themselves something else."""
        return self.filter(confirmed_at=None)

    def confirmed(self) -> Self:
        """Those of whom a coordinator has said that they are who they say."""
        return self.filter(confirmed_at__isnull=False)

    def to_be_met(self) -> Self:
        """Those who can be asked and met: confirmed, and with an account that is open."""
        return self.confirmed().filter(user__is_active=True)

    def visible_to(self, user: Person | None, *, coordinates: bool = True) -> Self:
        """Whoever wants to be seen; all for those who coordinate, if they may do so now; oneself."""
        if user is None or not user.is_authenticated:
            return self.public()
        if coordinates and user.has_perm(COORDINATES_ALL):
            return self.all()
        return self.filter(self.PUBLIC | Q(user_id=user.pk))


class Researcher(models.Model):
    """Somebody who may take questions, as they describe themselves. It goes with their account."""

    wagtail_reference_index_ignore = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="researcher")
    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    role = models.CharField(_("you are"), max_length=16, choices=ResearcherRole.choices)
    affiliation = models.CharField(
        _("affiliation"), max_length=200, help_text=_("University and department, for example.")
    )
    about = models.TextField(_("what you work with"), max_length=2000, blank=True)
    offers = SeveralField(_("what you can offer"), of=Help)
    orcid = models.CharField(
        "ORCID",
        max_length=19,
        blank=True,
        validators=[only_orcid],
        help_text=_("For example 0000-0002-1825-0097, or the address of your page at orcid.org."),
    )
    is_public = models.BooleanField(_("my profile may be shown to everybody"), default=False)
    created_at = models.DateTimeField(default=timezone.now)
    # Counts what is saved: a coordinator confirms what they have seen.
    version = models.PositiveIntegerField(default=0)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    tags = TaggableManager(_("tags"), through="science_shop.ResearcherTag", blank=True)

    objects: ClassVar[ResearcherQuerySet] = ResearcherQuerySet.as_manager()

    tagged: Any
    fields: Any
    takings: Any
    matches: Any

    class Meta:
        verbose_name = _("researcher")
        verbose_name_plural = _("researchers")
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["orcid"], condition=~Q(orcid=""), name="one_researcher_per_orcid"),
            models.CheckConstraint(
                condition=Q(orcid="") | Exact(Length("orcid"), 19), name="orcid_has_sixteen_signs_in_four_groups"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("science_shop:researcher", args=[self.uuid])

    @property
    def offers_in_words(self) -> list[str]:
        return [str(one.label) for one in Help if one in self.offers]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def can_be_met(self) -> bool:
        return self.is_confirmed and self.user.is_active

    @property
    def offered(self) -> list[str]:
        return [str(Help(one).label) for one in self.offers if one in Help]

    @property
    def is_shown(self) -> bool:
        """Whether everybody may know who it is."""
        return self.is_public and self.can_be_met


class ResearcherTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="researcher_tags")
    content_object = models.ForeignKey(Researcher, models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="researcher_has_a_tag_once")]


class ResearcherField(models.Model):
    """A field in which a researcher works."""

    researcher = models.ForeignKey(Researcher, models.CASCADE, related_name="fields")
    field = models.CharField(_("field of research"), max_length=3, choices=ResearchField.choices)

    class Meta:
        ordering = ("field",)
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["researcher", "field"], name="researcher_has_a_field_once")]

    def __str__(self) -> str:
        return str(self.get_field_display())


class TakingQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(state=TakingState.ACTIVE)


class Taking(models.Model):
    """That a researcher works on a question, until a day. Whoever leaves takes the name along; the work stays."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="takings")
    researcher = models.ForeignKey(Researcher, models.SET_NULL, null=True, related_name="takings")
    # Where they worked when they took it. Told with the name alone: in a small place it says who it is.
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True)
    shows_name = models.BooleanField(_("my name and affiliation may stand at the question"), default=False)
    until = models.DateField(_("until"))
    state = models.CharField(_("state"), max_length=12, choices=TakingState.choices, default=TakingState.ACTIVE)
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    # Stands in the question's history.
    reason = models.CharField(_("why it is handed back"), max_length=500, blank=True)

    objects: ClassVar[TakingQuerySet] = TakingQuerySet.as_manager()

    class Meta:
        verbose_name = _("taking of a question")
        verbose_name_plural = _("takings of questions")
        ordering = ("taken_at", "pk")
        default_permissions = ()
        indexes = [models.Index(fields=["until"], condition=Q(state="active"), name="takings_that_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "researcher"], condition=Q(state="active"), name="researcher_takes_a_question_once"
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_at=None) | (~Q(state="active") & Q(ended_at__isnull=False)),
                name="taking_that_ended_did_so_some_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.taker}"

    @property
    def taker(self) -> str:
        """Who works on it, as everybody may know it; empty where nobody is named.

        It takes both: a profile that is shown, and a yes to standing at this question.
        """
        return self.researcher.name if self.shows_name and self.researcher and self.researcher.is_shown else ""

    @property
    def who(self) -> str:
        """The name with the affiliation; empty where nobody is named."""
        return ", ".join(filter(None, [self.taker, self.affiliation])) if self.taker else ""


class MatchQuerySet(models.QuerySet):
    def opened(self) -> Self:
        return self.filter(researcher_said=True, asker_said=True)

    def waiting_for_asker(self) -> Self:
        """Those to which whoever asks can still say yes: of a question that has ended nobody awaits an answer."""
        can_be_met = Question.objects.public().open().exclude(contact_email="")
        return self.filter(researcher_said=True, asker_said=None).of_questions(can_be_met)

    def of_researcher(self, user: Person) -> Self:
        """Those in which `user` is the researcher."""
        return self.filter(researcher__user_id=user.pk) if user.is_authenticated else self.none()

    def of_questions(self, questions: QuestionQuerySet) -> Self:
        return self.filter(question__in=questions.values("pk"))


class Match(models.Model):
    """That a researcher and whoever asks could meet. Contact opens by a yes of both, not before.

    Once it has been open, either may end it, and nothing opens it again.
    """

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="matches")
    researcher = models.ForeignKey(Researcher, models.CASCADE, related_name="matches")
    # Empty: the researcher began it.
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    # None: no answer yet.
    researcher_said = models.BooleanField(_("the researcher said yes"), null=True)
    researcher_said_at = models.DateTimeField(null=True)
    asker_said = models.BooleanField(_("whoever asks said yes"), null=True)
    asker_said_at = models.DateTimeField(null=True)
    # When whoever asks was told of a researcher's yes: once.
    asker_told_at = models.DateTimeField(null=True, editable=False)
    # When both had said yes, and each was mailed the other's address.
    opened_at = models.DateTimeField(_("contact opened"), null=True, editable=False)

    objects: ClassVar[MatchQuerySet] = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ("invited_at", "pk")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["question", "researcher"], name="one_match_of_two"),
            models.CheckConstraint(
                condition=Q(researcher_said=None) | Q(researcher_said_at__isnull=False),
                name="researcher_said_so_some_day",
            ),
            models.CheckConstraint(
                condition=Q(asker_said=None) | Q(asker_said_at__isnull=False), name="asker_said_so_some_day"
            ),
            models.CheckConstraint(
                condition=~Q(researcher_said=True, asker_said=True) | Q(opened_at__isnull=False),
                name="yes_of_both_opens_contact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.researcher}"

    @property
    def is_open(self) -> bool:
        """Whether the two may know how to reach each other."""
        return bool(self.researcher_said and self.asker_said)

    @property
    def is_over(self) -> bool:
        """Whether no answer changes anything any more: contact was open, and one of them has ended it."""
        return self.opened_at is not None and not self.is_open

    @property
    def waits_since(self) -> datetime:
        """Since when an answer is awaited: of whoever asks once the researcher would like to, and else of them."""
        return (self.researcher_said_at if self.researcher_said else None) or self.invited_at
