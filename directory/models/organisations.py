"""Organisations, and what stands beside them."""

from datetime import datetime
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from stdnum.exceptions import ValidationError as NoSuchNumber
from stdnum.se import orgnr
from taggit.models import ItemBase
from wagtail.images.models import AbstractRendition, Filter
from wagtail.models import Orderable

from directory.alphabet import tidy
from directory.forms_of_organising import OrganisationForm
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
from directory.models.people import ContactPerson, only_phone
from directory.models.places import Place, public
from directory.models.vocabulary import Tag, in_current_language
from directory.rich_text import DescriptionField
from directory.several import SeveralField
from directory.terms import HOSTS, Audience, ChannelKind, Goal, Language

only_web = URLValidator(schemes=["http", "https"])
LOGO = Filter(spec="max-320x320|format-webp")


def only_organisation_number(value: str) -> None:
    """Ten digits with a right check digit, and no person's: theirs have a month where this has at least 20."""
    try:
        digits = orgnr.validate(value)
    except NoSuchNumber:
        raise ValidationError(_("This is no organisation number. Write ten digits, for example 802424-1237.")) from None
    if digits[2] < "2":
        raise ValidationError(_("This looks like a personal identity number. We do not keep such numbers."))


class OrganisationQuerySet(EntryQuerySet):
    def kept_by(self, user: Person) -> Self:
        return self.filter(memberships__user_id=user.pk)

    def with_logo(self) -> Self:
        """With the logo and how pages show it, in the one query."""
        renditions = {"filter_spec": LOGO.spec, "focal_point_key": ""}
        condition = models.Q(**{f"logo__renditions__{name}": value for name, value in renditions.items()})
        made = models.FilteredRelation("logo__renditions", condition=condition)
        return self.annotate(made_logo=made, knows_logo=models.Value(True)).select_related("logo", "made_logo")

    def unmerged(self) -> Self:
        """Without those that lead on to another. They are never live, so the public's lists need not ask."""
        return self.filter(merger=None)

    def visible_to(self, user: Person | None) -> Self:
        visible = super().visible_to(user)
        return visible if user is None or not user.is_authenticated else visible.unmerged()

    def get_in_full(self, slug: str) -> "Organisation":
        """The one at `slug` with all that a profile shows to anybody, and nothing that it does not.

        Rows are asked for where there are any: most profiles lack some. Raises DoesNotExist.
        """
        rows = {
            "tagged": OrganisationTag.objects.select_related("tag"),
            "contacts": ContactPerson.objects.filter(is_public=True).with_consent(),
            "places": OrganisationPlace.objects.public(),
        }
        found = (
            self.with_logo()
            .select_related("municipality", "standing", "logo", "made_logo")
            .annotate(**{f"has_{name}": _has_any(those) for name, those in rows.items()})
            .get(slug=slug)
        )
        there = {name: those if getattr(found, f"has_{name}") else those.none() for name, those in rows.items()}
        models.prefetch_related_objects([found], *(models.Prefetch(*row) for row in there.items()))
        _read_addresses(found)
        return found


def _read_addresses(found: "Organisation") -> None:
    """Its links and channels in one query, put where Django puts what it has read beforehand."""
    links = OrganisationLink.objects.filter(organisation=found).order_by()
    channels = Channel.objects.filter(organisation=found).order_by()
    link, channel = models.Value("links"), models.Value("channels")
    asked = links.values_list(link, "sort_order", "pk", "label", "url").union(
        channels.values_list(channel, "sort_order", "pk", "kind", "url"), all=True
    )
    rows: dict[str, list[Any]] = {"links": [], "channels": []}
    for where, order, pk, said, url in sorted(asked, key=lambda row: (row[1] or 0, row[2])):
        row = {"pk": pk, "organisation": found, "sort_order": order, "url": url}
        rows[where].append(OrganisationLink(label=said, **row) if where == "links" else Channel(kind=said, **row))
    for name, queryset in (("links", links), ("channels", channels)):
        queryset._result_cache = rows[name]
        found._prefetched_objects_cache[name] = queryset  # ty: ignore[missing-attribute]


def _has_any(rows: models.QuerySet) -> models.Exists:
    tie = "content_object" if rows.model is OrganisationTag else "organisation"
    return models.Exists(rows.filter(**{tie: models.OuterRef("pk")}))


class OrganisationTag(ItemBase):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="organisation_tags")
    content_object = ParentalKey("Organisation", on_delete=models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="organisation_has_a_tag_once")]


class Organisation(Entry):
    """Somebody who works with social innovation, as it describes itself."""

    name = models.CharField(_("name"), max_length=160)
    form = models.CharField(_("form"), max_length=24, choices=OrganisationForm.choices)
    other_names = models.TextField(
        _("other names"),
        max_length=400,
        blank=True,
        help_text=_("Abbreviations, earlier names, what people say. One a line."),
    )
    organisation_number = models.CharField(
        _("organisation number"), max_length=11, blank=True, validators=[only_organisation_number]
    )
    founded = year_field(_("founded in the year"), 1000)
    description_sv = DescriptionField(_("description in Swedish"), max_length=8000, blank=True)
    description_en = DescriptionField(_("description in English"), max_length=8000, blank=True)
    languages = SeveralField(_("languages"), of=Language)
    audiences = SeveralField(_("target groups"), of=Audience)
    goals = SeveralField(_("global goals"), of=Goal, help_text=_("The goals that you work most for; a few say most."))
    logo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, blank=True, null=True, related_name="+", verbose_name=_("logo")
    )
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(
        _("phone"),
        max_length=40,
        blank=True,
        validators=[only_phone],
    )
    website = models.URLField(_("website"), max_length=300, blank=True, validators=[only_web])
    tags = ClusterTaggableManager(through=OrganisationTag, blank=True, verbose_name=_("tags"))
    # Whether it has a freshness check, in a column that the list's order has an index over. No version sets it back.
    is_stale = models.BooleanField(default=False, editable=False)

    PAGE = "directory:organisation"
    EDITED = "directory:edit"
    PREVIEW = "directory:preview"

    objects: ClassVar[OrganisationQuerySet] = OrganisationQuerySet.as_manager()

    # What the relations of other models put here.
    standing: "OrganisationStanding"
    tagged: Any
    places: Any
    channels: Any
    contacts: Any
    consents: Any
    tag_proposals: Any
    links: Any
    parts: Any
    memberships: Any
    invitations: Any
    claims: Any
    support_offers: Any
    error_reports: Any
    freshness_check: Any
    merger: Any

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key", "id"]
        indexes = [
            *partial_indexes("organisations"),
            models.Index(
                fields=["is_stale", "sort_key", "id"],
                condition=models.Q(live=True),
                name="live_organisations_fresh_first",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(form__in=OrganisationForm.values), name="organisation_has_a_known_form"
            ),
            models.CheckConstraint(
                condition=models.Q(organisation_number="") | Exact(Length("organisation_number"), 10),
                name="organisation_number_has_ten_digits",
            ),
            year_between("founded", 1000, "organisation_founded_in_a_year"),
        ]

    @property
    def called(self) -> str:
        return self.name

    def kept_through(self) -> OrganisationQuerySet:
        return Organisation.objects.filter(pk=self.pk)

    @property
    def description(self) -> str:
        return in_current_language(self.description_sv, self.description_en)

    @property
    def also_called(self) -> list[str]:
        return self.other_names.split("\n") if self.other_names else []

    @property
    def number_in_print(self) -> str:
        return orgnr.format(self.organisation_number) if self.organisation_number else ""

    @property
    def language_labels(self) -> list[str]:
        return _labels(self, "languages")

    @property
    def audience_labels(self) -> list[str]:
        return _labels(self, "audiences")

    @property
    def public_places(self) -> list["OrganisationPlace"]:
        """Its places without the protected ones, the visiting address first."""
        return sorted(public(self.places.all()), key=lambda place: not place.is_visited)

    @property
    def public_contacts(self) -> list[Any]:
        """The contact persons who have said yes to being shown."""
        asked = [person for person in self.contacts.all() if person.is_public]
        if not all(hasattr(person, "has_consent") for person in asked):
            given = set(self.consents.filter(withdrawn_at=None).values_list("person", flat=True))
            return [person for person in asked if person.key in given]
        return [person for person in asked if person.has_consent]

    @property
    def public_parts(self) -> list[Any]:
        """Its parts in initiatives that are public."""
        return list(self.parts.filter(initiative__live=True).select_related("initiative__municipality"))

    @property
    def last_right(self) -> datetime | None:
        """When somebody last changed or confirmed it."""
        return max(filter(None, (self.standing.confirmed_at, self.last_published_at)), default=None)

    @property
    def is_confirmed(self) -> bool:
        """Whether the last that happened was a confirmation."""
        return self.last_right is not None and self.last_right == self.standing.confirmed_at

    @cached_property
    def logo_rendition(self) -> AbstractRendition | None:
        """The logo as pages show it, made when the organisation was published: a view writes nothing."""
        if hasattr(self, "knows_logo"):
            return getattr(self, "made_logo", None)
        return self.logo.find_existing_renditions(LOGO).get(LOGO) if self.logo else None

    def clean(self) -> None:
        super().clean()
        only_past({"founded": self.founded})

    def tidy_up(self) -> None:
        super().tidy_up()
        names = [" ".join(tidy(name).split()) for name in self.other_names.splitlines()]
        self.other_names = "\n".join(dict.fromkeys(filter(None, names)))
        self.organisation_number = orgnr.compact(self.organisation_number or "")

    def with_content_json(self, content: dict[str, Any]) -> "Organisation":
        version = super().with_content_json(content)
        version.is_stale = self.is_stale
        return version

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "directory/organisation.html"


def _labels(organisation: Organisation, name: str) -> list[str]:
    field: Any = Organisation._meta.get_field(name)
    labels = field.labels(getattr(organisation, name))
    # Swedish writes them small within a sentence.
    small = (get_language() or "sv").startswith("sv")
    return [label.lower() if small and number else label for number, label in enumerate(labels)]


class OrganisationPlace(Place):
    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="places")


class Channel(Orderable):
    """Where an organisation is among the social media."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("channel"), max_length=12, choices=ChannelKind.choices)
    url = models.URLField(_("address"), max_length=300, validators=[only_web])

    class Meta(Orderable.Meta):
        verbose_name = _("social channel")
        verbose_name_plural = _("social channels")
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ChannelKind.values), name="channel_is_of_a_known_kind"),
            models.UniqueConstraint(fields=["organisation", "url"], name="channel_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.url}"

    def clean(self) -> None:
        hosts = HOSTS.get(self.kind, ())
        host = (urlsplit(self.url).hostname or "").lower()
        if hosts and not any(host == known or host.endswith(f".{known}") for known in hosts):
            message = _("This is no address at %(channel)s. It begins with https://%(host)s/.")
            raise ValidationError({"url": message % {"channel": self.get_kind_display(), "host": hosts[0]}})


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
    is_trusted = models.BooleanField(
        _("trusted"),
        default=False,
        help_text=_("What its keepers publish goes live at once, without the editors' review."),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), blank=True, null=True, editable=False)

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")

    def __str__(self) -> str:
        return str(self.organisation)
