"""Organisations, and what stands beside them."""

from typing import Any, ClassVar, Self

from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.images.models import AbstractRendition, Filter
from wagtail.models import Orderable

from directory.forms_of_organising import OrganisationForm
from directory.models.common import Entry, EntryQuerySet, Person, Standing, partial_indexes
from directory.models.vocabulary import Tag, in_current_language

only_web = URLValidator(schemes=["http", "https"])
only_phone = RegexValidator(r"^[0-9+() –-]{5,}$", _("Write the number with digits, for example 040-12 34 56."))
LOGO = Filter(spec="max-320x320|format-webp")


class OrganisationQuerySet(EntryQuerySet):
    def kept_by(self, user: Person) -> Self:
        return self.filter(memberships__user_id=user.pk)


class OrganisationTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="organisation_tags")
    content_object = ParentalKey("Organisation", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="organisation_has_a_tag_once")]


class Organisation(Entry):
    """Somebody who works with social innovation, as it describes itself."""

    name = models.CharField(_("name"), max_length=160)
    form = models.CharField(_("form"), max_length=24, choices=OrganisationForm.choices)
    description_sv = models.TextField(
        _("description in Swedish"),
        max_length=8000,
        blank=True,
        help_text=_("Plain text; an empty line begins a new paragraph."),
    )
    description_en = models.TextField(_("description in English"), max_length=8000, blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, blank=True, null=True, related_name="+", verbose_name=_("logo")
    )
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(r"^[0-9+()\s–-]{5,}$", _("Write the number with digits, for example 040-12 34 56."))
        ],
    )
    website = models.URLField(_("website"), max_length=300, blank=True, validators=[only_web])
    tags = ClusterTaggableManager(through=OrganisationTag, blank=True, verbose_name=_("tags"))

    objects: ClassVar[OrganisationQuerySet] = OrganisationQuerySet.as_manager()

    # What the relations of other models put here.
    standing: "OrganisationStanding"
    tagged: Any
    links: Any
    parts: Any
    memberships: Any
    invitations: Any

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "id"]
        indexes = partial_indexes("organisations")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(form__in=OrganisationForm.values), name="organisation_has_a_known_form"
            ),
        ]

    @property
    def called(self) -> str:
        return self.name

    @property
    def summary(self) -> str:
        return in_current_language(self.summary_sv, self.summary_en)

    @property
    def description(self) -> str:
        return in_current_language(self.description_sv, self.description_en)

    @property
    def public_parts(self) -> list[Any]:
        """Its parts in initiatives that are public."""
        return list(self.parts.filter(initiative__live=True).select_related("initiative__municipality"))

    @cached_property
    def logo_rendition(self) -> AbstractRendition | None:
        """The logo as pages show it, made when the organisation was published: a view writes nothing."""
        return self.logo.find_existing_renditions(LOGO).get(LOGO) if self.logo else None

    def get_absolute_url(self) -> str:
        return reverse("directory:organisation", args=[self.slug])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/organisation.html"


class OrganisationLink(Orderable):
    """A place on the web where an organisation is too."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("text"), max_length=80)
    url = models.URLField(_("address"), max_length=300, validators=[only_web])

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label


class OrganisationStanding(Standing):
    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="standing")
    is_partner = models.BooleanField(
        _("partner"), default=False, help_text=_("One of the organisations behind the portal.")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), blank=True, null=True, editable=False)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self) -> str:
        return str(self.organisation)
