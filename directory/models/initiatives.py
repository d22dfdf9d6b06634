"""Initiatives: what organisations do together, or somebody on their own."""

from typing import Any, ClassVar, Self

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.models import Orderable

from directory.forms_of_organising import STAGE_TONES, InitiativeForm, Stage
from directory.models.common import Entry, EntryQuerySet, Person, Standing, partial_indexes
from directory.models.organisations import Organisation
from directory.models.vocabulary import Tag, in_current_language


class InitiativeQuerySet(EntryQuerySet):
    def kept_by(self, user: Person) -> Self:
        return self.filter(parts__organisation__memberships__user_id=user.pk).distinct()


class InitiativeTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="initiative_tags")
    content_object = ParentalKey("Initiative", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="initiative_has_a_tag_once")]


class Initiative(Entry):
    """Somebody's new answer to a need."""

    title = models.CharField(_("title"), max_length=160)
    form = models.CharField(_("form"), max_length=24, choices=InitiativeForm.choices, default=InitiativeForm.VOLUNTARY)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, blank=True)
    challenge_sv = models.TextField(
        _("challenge in Swedish"), max_length=4000, blank=True, help_text=_("What need does it meet?")
    )
    challenge_en = models.TextField(_("challenge in English"), max_length=4000, blank=True)
    solution_sv = models.TextField(_("solution in Swedish"), max_length=4000, blank=True)
    solution_en = models.TextField(_("solution in English"), max_length=4000, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    tags = ClusterTaggableManager(through=InitiativeTag, blank=True, verbose_name=_("tags"))

    objects: ClassVar[InitiativeQuerySet] = InitiativeQuerySet.as_manager()

    # What the relations of other models put here.
    standing: "InitiativeStanding"
    tagged: Any
    parts: Any

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["sort_key", "id"]
        indexes = partial_indexes("initiatives")
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="initiative_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(form__in=InitiativeForm.values), name="initiative_has_a_known_form"
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=["", *Stage.values]), name="initiative_has_a_known_stage"
            ),
        ]

    @property
    def called(self) -> str:
        return self.title

    @property
    def summary(self) -> str:
        return in_current_language(self.summary_sv, self.summary_en)

    @property
    def challenge(self) -> str:
        return in_current_language(self.challenge_sv, self.challenge_en)

    @property
    def solution(self) -> str:
        return in_current_language(self.solution_sv, self.solution_en)

    @property
    def stage_tone(self) -> str:
        return STAGE_TONES.get(self.stage, "")

    @property
    def public_parts(self) -> list["InitiativePart"]:
        """The parts of organisations that are public."""
        return [part for part in self.parts.select_related("organisation__municipality") if part.organisation.live]

    def get_absolute_url(self) -> str:
        return reverse("directory:initiative", args=[self.slug])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/initiative.html"


class InitiativePart(Orderable):
    """An organisation's part in an initiative."""

    initiative = ParentalKey(Initiative, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="parts", verbose_name=_("organisation"))
    role = models.CharField(_("part"), max_length=120, blank=True, help_text=_("For example: runs it, lends the room."))

    class Meta(Orderable.Meta):
        verbose_name = _("organisation's part")
        verbose_name_plural = _("organisations and their parts")
        constraints = [models.UniqueConstraint(fields=["initiative", "organisation"], name="organisation_has_one_part")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.role}"


class InitiativeStanding(Standing):
    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="standing")

    class Meta:
        verbose_name = _("standing of an initiative")
        verbose_name_plural = _("standings of initiatives")

    def __str__(self) -> str:
        return str(self.initiative)
