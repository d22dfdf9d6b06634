"""Rounds: meetups in their phases around a theme, and who takes part."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin

from directory.models import Municipality, Organisation, Tag
from directory.models.common import Person
from directory.models.merging import with_current_organisations
from directory.rich_text import DescriptionField
from events.models import Event
from events.science_shop.vocabulary import Decision, ParticipantRole, Phase

COORDINATES_ALL = "science_shop.change_question"


class RoundQuerySet(models.QuerySet):
    def visible_to(self, user: Person | None, *, coordinates: bool = True) -> Self:
        """What is published; drafts too for those who coordinate, if they may do so now."""
        if user is None or not user.is_authenticated or not coordinates:
            return self.filter(live=True)
        own = self.model.objects.coordinated_by(user).values("pk")
        return self.filter(Q(live=True) | Q(pk__in=own))

    def taking_questions(self) -> Self:
        """Published and not closed, until the day that they name, else until their last meetup."""
        last = Max("meetups__event__ends_at")
        ahead = Q(questions_until__gte=timezone.localdate()) | Q(questions_until=None, last_meetup=None)
        later = Q(questions_until=None, last_meetup__gte=timezone.now())
        return self.filter(live=True, closing=None).annotate(last_meetup=last).filter(ahead | later)

    def coordinated_by(self, user: Person) -> Self:
        """Those that `user` leads: the portal's own coordinators all, others those that name them."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if user.has_perm(COORDINATES_ALL) else self.filter(coordinator_id=user.pk)


class Round(PreviewableMixin, DraftStateMixin, RevisionMixin, ClusterableModel):
    """A round (omgång). It holds only what a person edits; that it is closed stands beside it."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("address"), max_length=150, unique=True, help_text=_("The last part of the web address."))
    lead = models.CharField(_("lead"), max_length=300, help_text=_("One or two sentences: the theme, and for whom."))
    body = DescriptionField(_("text"), max_length=8000, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, verbose_name=_("municipality"), null=True, blank=True, related_name="+"
    )
    questions_until = models.DateField(
        _("questions are taken until"), null=True, blank=True, help_text=_("Empty: until the last meetup.")
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("coordinator"),
        null=True,
        blank=True,
        related_name="coordinated_rounds",
        help_text=_("Sees the round's questions and participants, and moves the questions on."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True, help_text=_("Shown on the round's page."))

    tags = ClusterTaggableManager(_("tags"), through="science_shop.RoundTag", blank=True)

    objects: ClassVar[RoundQuerySet] = RoundQuerySet.as_manager()

    # What the relations of other models put here.
    partners: Any
    meetups: Any
    tagged: Any
    questions: Any
    participants: Any
    closing: Any

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("science_shop:round", args=[self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "science_shop/round.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        from events.science_shop.round_queries import page_of

        return {**super().get_preview_context(request, mode_name), **page_of(self)}

    def with_content_json(self, content: dict[str, Any]) -> Any:
        # A draft that names an organisation which has been merged since is published with the current one.
        return super().with_content_json(with_current_organisations(content, "partners"))

    @property
    def is_closed(self) -> bool:
        return hasattr(self, "closing")


class RoundTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="round_tags")
    content_object = ParentalKey(Round, on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="round_has_a_tag_once")]


class RoundPartner(Orderable):
    """An organisation that carries the round."""

    round = ParentalKey(Round, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="partnered_rounds", verbose_name=_("organisation")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="partner_of_a_round_once")]

    def __str__(self) -> str:
        return str(self.organisation)


class RoundMeetup(Orderable):
    """A meetup of the round, and what it is for."""

    round = ParentalKey(Round, on_delete=models.CASCADE, related_name="meetups")
    event = models.ForeignKey(Event, models.CASCADE, related_name="round_meetups", verbose_name=_("meetup"))
    phase = models.CharField(_("phase"), max_length=12, choices=Phase.choices)

    class Meta(Orderable.Meta):
        verbose_name = _("meetup of the round")
        verbose_name_plural = _("meetups of the round")
        constraints = [
            models.UniqueConstraint(
                fields=["event"],
                name="meetup_of_one_round",
                # The code says it beside the field.
                violation_error_code="unique",
                violation_error_message=_("This meetup is part of a round already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()}: {self.event}"


class RoundClosing(models.Model):
    """That a round has ended. Beside it, so that no version sets it back."""

    wagtail_reference_index_ignore = True

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, related_name="closing")
    at = models.DateTimeField(_("closed on"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("closed round")
        verbose_name_plural = _("closed rounds")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.round}: {self.at:%Y-%m-%d}"


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        return self.filter(round__in=Round.objects.coordinated_by(user))

    def going_on(self) -> Self:
        return self.filter(decision=Decision.GOES_ON, erased_at=None)


class Participant(models.Model):
    """Somebody who was at a round's first meetup, and what they decide after it.

    Purpose: to ask whether they go on, and to invite those who do. Erased when the round has been closed for a year.
    """

    wagtail_reference_index_ignore = True

    round = models.ForeignKey(Round, models.CASCADE, related_name="participants")
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False, db_index=True)
    role = models.CharField(_("role"), max_length=16, choices=ParticipantRole.choices, default=ParticipantRole.OTHER)
    language = models.CharField(_("language"), max_length=2, default="sv")
    # In the mailed link, signed: leads nowhere without the portal's secret.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, default=Decision.UNDECIDED)
    asked_at = models.DateTimeField(_("asked"), null=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True)
    erased_at: models.DateTimeField[datetime | None] = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ParticipantQuerySet] = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ("round", "pk")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "email_key"],
                condition=Q(erased_at=None),
                name="one_participant_per_address_and_round",
            ),
            models.CheckConstraint(
                condition=Q(decision="undecided") | Q(decided_at__isnull=False), name="whoever_decided_did_so_some_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}: {self.name}"
