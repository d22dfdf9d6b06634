"""Support offers: what organisations help others with."""

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase

from directory.forms_of_organising import OfferKind
from directory.models.common import Entry, EntryQuerySet, Person, Standing
from directory.models.merging import with_current_organisations
from directory.models.organisations import Organisation, OrganisationQuerySet, only_phone, only_web
from directory.models.vocabulary import Municipality, Tag, in_current_language
from directory.rich_text import DescriptionField

# Words of addresses beside those of the offers.
RESERVED = ("landskapet", "landscape")


class SupportOfferQuerySet(EntryQuerySet):
    # Whoever offers it is named on the page, and so must be public, too.
    PUBLIC = models.Q(live=True, organisation__live=True)

    def kept_by(self, user: Person) -> Self:
        return self.filter(organisation__memberships__user_id=user.pk)

    def open(self) -> Self:
        """Those that can be applied for today."""
        return self.filter(models.Q(deadline=None) | models.Q(deadline__gte=timezone.localdate()))

    def closed(self) -> Self:
        return self.filter(deadline__lt=timezone.localdate())

    def for_all_of_the_region(self) -> Self:
        return self.filter(municipalities=None)


class SupportOfferTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="support_offer_tags")
    content_object = ParentalKey("SupportOffer", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="support_offer_has_a_tag_once")]


class SupportOffer(Entry):
    """Something that an organisation helps others with."""

    # It may be offered in several.
    municipality = None

    title = models.CharField(_("title"), max_length=160)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="support_offers", verbose_name=_("offered by")
    )
    kind = models.CharField(_("kind of support"), max_length=12, choices=OfferKind.choices)
    municipalities = ParentalManyToManyField(
        Municipality,
        blank=True,
        related_name="support_offers",
        verbose_name=_("municipalities"),
        help_text=_("Choose none for the whole of Skåne."),
    )
    description_sv = DescriptionField(_("description in Swedish"), max_length=8000, blank=True)
    description_en = DescriptionField(_("description in English"), max_length=8000, blank=True)
    for_whom_sv = models.TextField(
        _("for whom, in Swedish"),
        max_length=1000,
        blank=True,
        help_text=_("For example: associations that have not begun yet."),
    )
    for_whom_en = models.TextField(_("for whom, in English"), max_length=1000, blank=True)
    how_to_apply_sv = models.TextField(_("how to apply, in Swedish"), max_length=2000, blank=True)
    how_to_apply_en = models.TextField(_("how to apply, in English"), max_length=2000, blank=True)
    application_url = models.URLField(
        _("where to apply"), max_length=300, blank=True, validators=[only_web], help_text=_("The form, or more of it.")
    )
    deadline = models.DateField(
        _("last day to apply"),
        blank=True,
        null=True,
        help_text=_("Empty: at any time. After that day it is shown as closed, below the others."),
    )
    is_free = models.BooleanField(_("costs nothing"), default=True)
    cost_sv = models.CharField(_("cost in Swedish"), max_length=300, blank=True)
    cost_en = models.CharField(_("cost in English"), max_length=300, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True, validators=[only_web])
    # Purpose: that people reach whoever helps them. Shown with consent; kept until another stands here, or nobody:
    # then the offer's history forgets them too (`services.offer_contacts`).
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_said_yes = models.BooleanField(
        _("has said yes to being shown to everybody"),
        default=False,
        help_text=_("Without a yes only you who keep the profile and the editors see the person."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[only_phone])
    tags = ClusterTaggableManager(through=SupportOfferTag, blank=True, verbose_name=_("tags"))

    PAGE = "directory:offer"
    EDITED = "directory:edit-offer"
    PREVIEW = "directory:preview-offer"
    RESERVED = RESERVED

    objects: ClassVar[SupportOfferQuerySet] = SupportOfferQuerySet.as_manager()

    # What the relations of other models put here.
    standing: "SupportOfferStanding"
    tagged: Any
    # Whoever offered it before it was saved; of the receivers.
    left: list[Organisation]

    class Meta:
        verbose_name = _("support offer")
        verbose_name_plural = _("support offers")
        ordering = ["sort_key", "id"]
        # Partial, since SQLite serves `WHERE live` from no other.
        indexes = [
            models.Index(fields=["sort_key", "id"], condition=models.Q(live=True), name="live_offers_in_order"),
            models.Index(fields=["kind", "sort_key"], condition=models.Q(live=True), name="live_offers_by_kind"),
            models.Index(
                fields=["-last_published_at", "-id"], condition=models.Q(live=True), name="live_offers_by_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="support_offer_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OfferKind.values), name="support_offer_has_a_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(is_free=True) | ~models.Q(cost_sv=""), name="support_offer_tells_its_cost"
            ),
            models.CheckConstraint(
                condition=models.Q(contact_said_yes=False) | ~models.Q(contact_name=""),
                name="support_offer_consent_is_somebodys",
            ),
            models.CheckConstraint(condition=~models.Q(slug__in=RESERVED), name="support_offer_has_a_free_address"),
        ]

    @property
    def called(self) -> str:
        return self.title

    def begin_for(self, organisation: Organisation) -> None:
        self.organisation = organisation

    def kept_through(self) -> OrganisationQuerySet:
        return Organisation.objects.filter(pk=self.organisation_id)

    @property
    def description(self) -> str:
        return in_current_language(self.description_sv, self.description_en)

    @property
    def for_whom(self) -> str:
        return in_current_language(self.for_whom_sv, self.for_whom_en)

    @property
    def how_to_apply(self) -> str:
        return in_current_language(self.how_to_apply_sv, self.how_to_apply_en)

    @property
    def cost(self) -> str:
        return in_current_language(self.cost_sv, self.cost_en)

    @property
    def public_contact_name(self) -> str:
        """Who answers, if they have said yes to being shown."""
        return self.contact_name if self.contact_said_yes else ""

    @property
    def is_closed(self) -> bool:
        return self.deadline is not None and self.deadline < timezone.localdate()

    @property
    def is_public(self) -> bool:
        return self.live and self.organisation.live

    @property
    def places(self) -> list[str]:
        """The names of its municipalities; none stands for the whole region."""
        return [place.name for place in self.municipalities.all()]

    def with_content_json(self, content: dict[str, Any]) -> Any:
        return super().with_content_json(with_current_organisations(content))

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, Any] = {}
        if self.slug in RESERVED:
            wrong["slug"] = _("This address is taken by a page of the portal. Choose another.")
        if not self.is_free and not self.cost_sv:
            wrong["cost_sv"] = _("Say what it costs, or that it costs nothing.")
        if wrong:
            raise ValidationError(wrong)

    def tidy_up(self) -> None:
        super().tidy_up()
        self.contact_said_yes = bool(self.contact_said_yes and self.contact_name)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/offer.html"


class SupportOfferStanding(Standing):
    support_offer = models.OneToOneField(SupportOffer, models.CASCADE, related_name="standing")
    contact_said_yes_at = models.DateTimeField(_("consent given"), blank=True, null=True, editable=False)

    class Meta:
        verbose_name = _("standing of a support offer")
        verbose_name_plural = _("standings of support offers")

    def __str__(self) -> str:
        return str(self.support_offer)
