"""Initiatives: what organisations do together, or somebody on their own."""

from typing import Any, ClassVar, Self

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.images.models import AbstractRendition, Filter
from wagtail.models import Orderable

from directory.forms_of_organising import STAGE_TONES, InitiativeForm, Stage
from directory.models.common import (
    Entry,
    EntryQuerySet,
    Person,
    Standing,
    only_past,
    partial_indexes,
    year_between,
    year_field,
)
from directory.models.merging import with_current_organisations
from directory.models.organisations import Organisation, OrganisationQuerySet, only_web
from directory.models.places import Place, public
from directory.models.vocabulary import Tag, in_current_language
from directory.several import SeveralField
from directory.terms import Goal

IMAGE = Filter(spec="max-1200x900|format-webp")


class InitiativeQuerySet(EntryQuerySet):
    def kept_by(self, user: Person) -> Self:
        return self.filter(parts__organisation__memberships__user_id=user.pk).distinct()

    def in_full(self) -> Self:
        """With all that its page shows to anybody, and nothing that it does not."""
        return self.select_related("municipality", "standing").prefetch_related(
            "links",
            models.Prefetch("tagged", InitiativeTag.objects.select_related("tag")),
            models.Prefetch("images", InitiativeImage.objects.select_related("image")),
            "images__image__renditions",
            models.Prefetch("places", InitiativePlace.objects.public()),
        )


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
    results_sv = models.TextField(
        _("results in Swedish"), max_length=4000, blank=True, help_text=_("What has come of it? Figures, and for whom.")
    )
    results_en = models.TextField(_("results in English"), max_length=4000, blank=True)
    lessons_sv = models.TextField(
        _("lessons in Swedish"),
        max_length=4000,
        blank=True,
        help_text=_("What would you say to somebody who starts the same?"),
    )
    lessons_en = models.TextField(_("lessons in English"), max_length=4000, blank=True)
    started = year_field(_("began in the year"), 1800)
    ended = year_field(_("ended in the year"), 1800)
    goals = SeveralField(_("global goals"), of=Goal, help_text=_("The goals that you work most for; a few say most."))
    website = models.URLField(_("website"), max_length=300, blank=True, validators=[only_web])
    tags = ClusterTaggableManager(through=InitiativeTag, blank=True, verbose_name=_("tags"))

    PAGE = "directory:initiative"
    EDITED = "directory:edit-initiative"
    PREVIEW = "directory:preview-initiative"

    objects: ClassVar[InitiativeQuerySet] = InitiativeQuerySet.as_manager()

    # What the relations of other models put here.
    standing: "InitiativeStanding"
    tagged: Any
    parts: Any
    places: Any
    links: Any
    images: Any

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
            year_between("started", 1800, "initiative_began_in_a_year"),
            year_between("ended", 1800, "initiative_ended_in_a_year"),
            models.CheckConstraint(
                condition=models.Q(started=None) | models.Q(ended=None) | models.Q(started__lte=models.F("ended")),
                name="initiative_began_before_it_ended",
                violation_error_message=_("It cannot have ended before it began."),
            ),
        ]

    @property
    def called(self) -> str:
        return self.title

    def begin_for(self, organisation: Organisation) -> None:
        self.parts = [InitiativePart(organisation=organisation)]

    def kept_through(self) -> OrganisationQuerySet:
        # As they stand in the database: a part in a draft lets nobody in.
        return Organisation.objects.filter(parts__initiative_id=self.pk)

    @property
    def challenge(self) -> str:
        return in_current_language(self.challenge_sv, self.challenge_en)

    @property
    def solution(self) -> str:
        return in_current_language(self.solution_sv, self.solution_en)

    @property
    def results(self) -> str:
        return in_current_language(self.results_sv, self.results_en)

    @property
    def lessons(self) -> str:
        return in_current_language(self.lessons_sv, self.lessons_en)

    @property
    def years(self) -> str:
        """ "2019–2023", "since 2019", "until 2023"."""
        if self.started and self.ended:
            return str(self.started) if self.started == self.ended else f"{self.started}–{self.ended}"
        if self.started:
            return gettext("since %(year)s") % {"year": self.started}
        return gettext("until %(year)s") % {"year": self.ended} if self.ended else ""

    @property
    def public_places(self) -> list["InitiativePlace"]:
        """Its places without the protected ones."""
        return public(self.places.all())

    @property
    def shown_images(self) -> list[tuple["InitiativeImage", AbstractRendition]]:
        """Its images as pages show them, made when it was published: a view writes nothing."""
        return [(image, made) for image in self.images.all() if (made := image.rendition)]

    @property
    def stage_tone(self) -> str:
        return STAGE_TONES.get(self.stage, "")

    @cached_property
    def public_parts(self) -> list["InitiativePart"]:
        """The parts of organisations that are public."""
        return [part for part in self.parts.select_related("organisation__municipality") if part.organisation.live]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        return super().with_content_json(with_current_organisations(content, "parts"))

    def clean(self) -> None:
        super().clean()
        only_past({"started": self.started, "ended": self.ended})

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


class InitiativePlace(Place):
    initiative = ParentalKey(Initiative, on_delete=models.CASCADE, related_name="places")


class InitiativeLink(Orderable):
    """Where more is to be read."""

    initiative = ParentalKey(Initiative, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("text"), max_length=80)
    url = models.URLField(_("address"), max_length=300, validators=[only_web])

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label


class InitiativeImage(Orderable):
    """A picture of an initiative, and what it shows in words."""

    initiative = ParentalKey(Initiative, on_delete=models.CASCADE, related_name="images")
    image = models.ForeignKey("wagtailimages.Image", models.CASCADE, related_name="+", verbose_name=_("image"))
    alt_sv = models.CharField(
        _("what it shows, in Swedish"), max_length=200, help_text=_("For those who cannot see the image.")
    )
    alt_en = models.CharField(_("what it shows, in English"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        constraints = [
            models.CheckConstraint(condition=~models.Q(alt_sv=""), name="image_says_what_it_shows"),
            models.UniqueConstraint(fields=["initiative", "image"], name="image_stands_once"),
        ]

    def __str__(self) -> str:
        return self.alt_sv

    @property
    def alt(self) -> str:
        return in_current_language(self.alt_sv, self.alt_en)

    @property
    def rendition(self) -> AbstractRendition | None:
        return self.image.find_existing_renditions(IMAGE).get(IMAGE)


class InitiativeStanding(Standing):
    initiative = models.OneToOneField(Initiative, models.CASCADE, related_name="standing")

    class Meta:
        verbose_name = _("standing of an initiative")
        verbose_name_plural = _("standings of initiatives")

    def __str__(self) -> str:
        return str(self.initiative)
