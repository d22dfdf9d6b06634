"""Questions (frågeställningar): what somebody needs to know, and where it stands."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from directory.models import Municipality, Organisation, Tag
from directory.models.common import Person
from events.science_shop.models.rounds import COORDINATES_ALL, Round
from events.science_shop.stages import ANSWERED, STAGES
from events.science_shop.vocabulary import ResearchField, Side, Stage, TakingState

OUTCOMES = (Stage.ANSWERED, Stage.PARTLY_ANSWERED, Stage.PROJECT)
SHOWN = [stage for stage in Stage if STAGES[stage].is_shown]


# Words that addresses beside those of single questions have where these are coordinated.
RESERVED_SLUGS = (
    *("forsenade", "overdue", "kort", "cards", "forskare", "researchers", "utvarderingar", "evaluations"),
    *("omgang", "round", "traff", "meetup"),
)


class QuestionQuerySet(models.QuerySet):
    # What everybody may read.
    PUBLIC: ClassVar[Q] = Q(may_be_shown=True, stage__in=SHOWN)

    def public(self) -> Self:
        return self.filter(self.PUBLIC)

    def visible_to(self, user: Person | None, *, coordinates: bool = True) -> Self:
        """What is public, with what `user` asks, works on or, if they may do so now, coordinates."""
        if user is None or not user.is_authenticated:
            return self.public()
        every = self.model.objects
        own = [every.raised_by(user), every.taken_by(user)]
        if coordinates:
            own.append(every.coordinated_by(user))
        return self.filter(Q(self.PUBLIC, *(Q(pk__in=some.values("pk")) for some in own), _connector=Q.OR))

    def raised_by(self, user: Person) -> Self:
        """Those that `user` asks: by their account, their proven address, or an organisation that they keep."""
        if not user.is_authenticated:
            return self.none()
        kept = Organisation.objects.kept_by(user).values("pk")
        proven = EmailAddress.objects.filter(user_id=user.pk, verified=True).values(key=Lower("email"))
        return self.filter(Q(raised_by_id=user.pk) | Q(organisation__in=kept) | Q(email_key__in=proven))

    def coordinated_by(self, user: Person) -> Self:
        """Those that `user` moves on: the portal's own coordinators all, others those of their rounds.

        What nobody has sent is nobody's to read but theirs who write it.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        sent = self.exclude(stage=Stage.DRAFT)
        return sent if user.has_perm(COORDINATES_ALL) else sent.filter(round__coordinator_id=user.pk)

    def taken_by(self, user: Person) -> Self:
        """Those that `user` works on as a researcher."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(takings__researcher__user_id=user.pk, takings__state="active")

    def open(self) -> Self:
        return self.filter(stage__in=[stage for stage in Stage if STAGES[stage].is_open])

    def with_next_steps(self, *, reviews: bool = False) -> Self:
        """Know of each what is next, who has it and by when, in the one query; with the `reviews`, which are for those
        who coordinate alone.
        """
        from events.science_shop.models.history import Step

        first = Step.objects.filter(question=models.OuterRef("pk"), done_at=None).order_by("due_on", "pk")
        if not reviews:
            first = first.filter(review="")
        return self.annotate(
            next_step=models.Subquery(first.values("text")[:1]),
            next_side=models.Subquery(first.values("side")[:1]),
            next_due_on=models.Subquery(first.values("due_on")[:1]),
        )


class Question(models.Model):
    """A question from the first words to what came of it.

    `title` is its latest wording (`Wording` has them all). The stage and all that follows from it is written by
    `services.moving` alone. Contact details are seen by the coordinators and those who ask, until a yes of both sides
    opens them; they are erased `services.forgetting.CONTACT_KEPT` after the question has ended.
    """

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    slug = models.SlugField(_("address"), max_length=120, unique=True, editable=False)
    title = models.CharField(_("the question"), max_length=300)
    round = models.ForeignKey(
        Round, models.SET_NULL, verbose_name=_("round"), null=True, blank=True, related_name="questions"
    )
    language = models.CharField(
        _("language of the text"), max_length=2, choices=[("sv", _("Swedish")), ("en", _("English"))], default="sv"
    )

    # Who asks.
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        verbose_name=_("organisation in the directory"),
        null=True,
        blank=True,
        related_name="questions",
    )
    organisation_name = models.CharField(
        _("organisation or group"), max_length=150, blank=True, help_text=_("If it is not in the directory.")
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="raised_questions"
    )
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False, db_index=True)
    # In the link that the mails carry, signed: leads nowhere without the portal's secret.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        verbose_name=_("municipality"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Leave empty for the whole of Skåne."),
    )

    # What the intake form asks (Living Knowledge; domain.md).
    problem = models.TextField(_("the problem in your own words"), max_length=4000)
    affected = models.TextField(_("who is affected"), max_length=1000, blank=True)
    known = models.TextField(_("what is known, and what you have tried"), max_length=2000, blank=True)
    use = models.TextField(_("what the answer will be used for"), max_length=1000, blank=True)
    needed_by = models.DateField(_("when the answer is needed"), null=True, blank=True)
    is_paid = models.BooleanField(_("somebody earns money by the answer"), default=False)
    paid_note = models.CharField(_("who earns by it, and how"), max_length=500, blank=True)
    is_sensitive = models.BooleanField(_("touches on sensitive data or people in a vulnerable position"), default=False)
    sensitive_note = models.CharField(_("what needs care"), max_length=500, blank=True)

    may_be_shown = models.BooleanField(_("the question may be shown in the idea bank"), default=True)
    shows_organisation = models.BooleanField(_("the organisation's name may be shown"), default=False)
    shows_person = models.BooleanField(_("the contact person's name may be shown"), default=False)

    # Where it stands.
    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    stage_since = models.DateTimeField(_("in this stage since"), default=timezone.now)
    outcome = models.CharField(
        _("what came of it"), max_length=16, choices=[(one.value, one.label) for one in OUTCOMES], blank=True
    )
    look_again_on = models.DateField(_("look again on"), null=True, blank=True)
    # Counts the moves: whoever saw an older one is told, and moves nothing.
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("raised"), default=timezone.now)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    contact_erased_at = models.DateTimeField(null=True, editable=False)

    tags = TaggableManager(_("tags"), through="science_shop.QuestionTag", blank=True)

    objects: ClassVar[QuestionQuerySet] = QuestionQuerySet.as_manager()

    # What the relations of other models put here, and what `with_next_steps` does.
    tagged: Any
    fields: Any
    wordings: Any
    changes: Any
    steps: Any
    attempts: Any
    takings: Any
    matches: Any
    findings: Any
    same_here: Any
    followers: Any
    on_agendas: Any
    evaluations: Any
    knowledge: Any
    project: Any
    next_step: str | None
    next_side: str | None
    next_due_on: date | None

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("-created_at", "-pk")
        default_permissions = ("add", "change", "delete", "view")
        indexes = [
            models.Index(fields=["stage", "stage_since"], name="questions_by_stage"),
            models.Index(fields=["-stage_since", "-id"], condition=Q(may_be_shown=True), name="questions_to_show"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="question_has_a_known_stage"),
            models.CheckConstraint(
                condition=~Q(stage=Stage.PARKED) | Q(look_again_on__isnull=False), name="parked_until_a_day"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[*OUTCOMES, Stage.EVALUATED]) & ~Q(outcome="")
                | ~Q(stage__in=[*OUTCOMES, Stage.EVALUATED]) & Q(outcome=""),
                name="question_that_ended_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("science_shop:question", args=[self.slug])

    @property
    def rule(self) -> Any:
        """What holds in its stage."""
        return STAGES[Stage(self.stage)]

    @property
    def is_public(self) -> bool:
        return self.may_be_shown and self.rule.is_shown

    @property
    def is_open(self) -> bool:
        return self.rule.is_open

    @property
    def days_in_stage(self) -> int:
        return (timezone.localdate() - timezone.localtime(self.stage_since).date()).days

    @property
    def shown_stage(self) -> Stage:
        """As everybody is told it: of what is evaluated, what came of it."""
        return Stage(self.outcome if self.stage == Stage.EVALUATED else self.stage)

    @property
    def active_takings(self) -> list[Any]:
        return [taking for taking in self.takings.all() if taking.state == TakingState.ACTIVE]

    @property
    def time_in_stage(self) -> str:
        days = self.days_in_stage
        return (
            ngettext("for %(days)d day", "for %(days)d days", days) % {"days": days} if days else gettext("since today")
        )

    @property
    def stage_in_words(self) -> str:
        """What a badge says."""
        return str(self.shown_stage.label)

    @property
    def next_side_in_words(self) -> str:
        return str(Side(self.next_side).label) if self.next_side else ""

    @property
    def shown_organisation(self) -> Organisation | None:
        """The organisation that asks, if everybody may know it."""
        return self.organisation if self.shows_organisation and self.organisation and self.organisation.live else None

    @property
    def shown_organisation_name(self) -> str:
        """What it is called; of one that has left the directory nothing is told, not what was typed either."""
        if self.shown_organisation:
            return self.shown_organisation.name
        return self.organisation_name if self.shows_organisation and not self.organisation_id else ""

    @property
    def answer(self) -> Any:
        """The knowledge item that it came to, once it is answered: a project has none yet."""
        return self.knowledge if self.outcome in ANSWERED and hasattr(self, "knowledge") else None

    @property
    def new_project(self) -> Any:
        """The research project that it became, once it has ended."""
        return self.project if self.outcome and hasattr(self, "project") else None

    @property
    def is_overdue(self) -> bool:
        """Of one read `with_next_steps`: whether the day of what is next has passed."""
        return bool(self.is_open and self.next_due_on and self.next_due_on < timezone.localdate())

    @property
    def shown_meetups(self) -> list[Any]:
        """The published ones on whose agendas it stands."""
        return [place.event for place in self.on_agendas.all() if place.event.live]

    @property
    def shown_findings(self) -> list[Any]:
        """What everybody may read of them: what has been presented. The rest is still worked on."""
        found = list(self.findings.all())
        if self.stage == Stage.PRESENTED or self.outcome:
            return found
        days = [change.at for change in self.changes.all() if change.after == Stage.PRESENTED]
        return [finding for finding in found if days and finding.made_at <= max(days)]

    @property
    def shown_wordings(self) -> list[Any]:
        """How it has been put, without what is only proposed."""
        return [wording for wording in self.wordings.all() if not wording.is_proposal]

    @property
    def shown_name(self) -> str:
        """By whose name it is asked, if everybody may know it."""
        return self.shown_organisation_name or (self.contact_name if self.shows_person else "")

    @property
    def asker(self) -> str:
        """Who asks, as everybody may know it."""
        return self.shown_name or gettext("A group in Skåne")

    @property
    def asker_in_full(self) -> str:
        """Who asks, for those who coordinate."""
        named = self.organisation.name if self.organisation else self.organisation_name
        return ", ".join(filter(None, [named, self.contact_name]))


class QuestionTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="question_tags")
    content_object = models.ForeignKey(Question, models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="question_has_a_tag_once")]


class QuestionField(models.Model):
    """A field of research in which the question could be answered."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="fields")
    field = models.CharField(_("field of research"), max_length=3, choices=ResearchField.choices)

    class Meta:
        ordering = ("field",)
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["question", "field"], name="question_has_a_field_once")]

    def __str__(self) -> str:
        return str(self.get_field_display())


class Wording(models.Model):
    """How the question was put, from a day on. None is changed or taken away once the question has been sent."""

    wagtail_reference_index_ignore = True

    question = models.ForeignKey(Question, models.CASCADE, related_name="wordings")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("the question"), max_length=300)
    reason = models.CharField(_("why it is put so"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    side = models.CharField(_("who"), max_length=12, choices=Side.choices)
    made_at = models.DateTimeField(_("day"), default=timezone.now)
    # Of those who ask, once everybody may read the question: nobody else reads it before a coordinator has put it so.
    is_proposal = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ("question", "number")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="wording_has_a_number_of_its_own")]

    def __str__(self) -> str:
        return self.text
