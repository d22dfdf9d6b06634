"""What the open data tells of an organisation and of an initiative."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Schema
from pydantic import Field
from wagtail.images.models import AbstractRendition

from directory import offer_queries
from directory.api.listing import Listed
from directory.forms_of_organising import InitiativeForm, OfferKind, OrganisationForm, Stage
from directory.models import Initiative, InitiativePart, Organisation
from directory.terms import Audience, ChannelKind, Goal, Language


class MunicipalityOut(Schema):
    code: str
    name: str
    slug: str


class TagOut(Schema):
    slug: str
    name: str
    label_en: str


class LinkOut(Schema):
    label: str
    url: str


class PlaceOut(Schema):
    """A place whose address is not protected."""

    name: str
    street: str
    postcode: str
    town: str
    municipality: MunicipalityOut | None
    latitude: float | None
    longitude: float | None
    is_visited: bool


class ChannelOut(Schema):
    kind: ChannelKind
    url: str


class ContactOut(Schema):
    """A contact person who has said yes to being shown."""

    name: str
    role: str
    email: str
    phone: str


class ImageOut(Schema):
    """A picture, as pages show it."""

    url: str
    width: int
    height: int


class DescribedImageOut(ImageOut):
    """With what it shows, in words."""

    alt_sv: str
    alt_en: str


class InitiativePartOut(Schema):
    """An organisation's part in a public initiative, which is told by its slug and title."""

    initiative: str
    title: str
    role: str

    @staticmethod
    def resolve_initiative(part: InitiativePart) -> str:
        return part.initiative.slug

    @staticmethod
    def resolve_title(part: InitiativePart) -> str:
        return part.initiative.title


class OfferTold(Schema):
    """A support offer of an organisation, by its slug; more of it at /offers/{slug}."""

    offer: str = Field(validation_alias="slug")
    title: str
    kind: OfferKind


class PublishedOut(Schema):
    """What all have in common. `id` stays the same for ever; `source_url` is where the facts came from, if anywhere."""

    id: UUID
    slug: str
    url: str
    summary_sv: str
    summary_en: str
    tags: list[TagOut]
    website: str
    is_demonstration: bool
    source_url: str
    published_at: datetime | None
    updated_at: datetime | None

    @staticmethod
    def resolve_source_url(entry: Any) -> str:
        return entry.standing.source_url

    @staticmethod
    def resolve_published_at(entry: Any) -> datetime | None:
        return entry.first_published_at

    @staticmethod
    def resolve_id(entry: Any) -> UUID:
        return entry.standing.uuid

    @staticmethod
    def resolve_url(entry: Any, context: dict) -> str:
        return context["request"].build_absolute_uri(entry.get_absolute_url())

    @staticmethod
    def resolve_tags(entry: Any) -> list:
        return [tagged.tag for tagged in entry.tagged.all()]

    @staticmethod
    def resolve_is_demonstration(entry: Any) -> bool:
        return entry.standing.is_demonstration

    @staticmethod
    def resolve_updated_at(entry: Any) -> datetime | None:
        return entry.last_published_at


class EntryOut(PublishedOut):
    """What organisations and initiatives have in common."""

    municipality: MunicipalityOut | None


class OrganisationOut(EntryOut):
    name: str
    form: OrganisationForm
    is_partner: bool

    @staticmethod
    def resolve_is_partner(entry: Organisation) -> bool:
        return entry.standing.is_partner


class OrganisationList(Listed):
    items: list[OrganisationOut]


class OrganisationInFull(OrganisationOut):
    """`description_*` is HTML of a few elements; `goals` are the numbers of the global goals."""

    other_names: list[str]
    organisation_number: str
    founded: int | None
    description_sv: str
    description_en: str
    languages: list[Language]
    audiences: list[Audience]
    goals: list[Goal]
    contact_email: str
    contact_phone: str
    contacts: list[ContactOut]
    places: list[PlaceOut]
    channels: list[ChannelOut]
    links: list[LinkOut]
    logo: ImageOut | None
    initiatives: list[InitiativePartOut]
    offers: list[OfferTold]

    @staticmethod
    def resolve_logo(entry: Organisation, context: dict) -> dict[str, Any] | None:
        made = entry.logo_rendition
        return picture(context["request"], made) if made else None

    @staticmethod
    def resolve_initiatives(entry: Organisation) -> list:
        return entry.public_parts

    @staticmethod
    def resolve_offers(entry: Organisation) -> list:
        return offer_queries.of_organisation(entry)

    @staticmethod
    def resolve_other_names(entry: Organisation) -> list[str]:
        return entry.also_called

    @staticmethod
    def resolve_contacts(entry: Organisation) -> list:
        return entry.public_contacts

    @staticmethod
    def resolve_places(entry: Organisation) -> list:
        return entry.public_places

    @staticmethod
    def resolve_channels(entry: Organisation) -> list:
        return list(entry.channels.all())

    @staticmethod
    def resolve_links(entry: Organisation) -> list:
        return list(entry.links.all())


class InitiativeOut(EntryOut):
    title: str
    form: InitiativeForm
    stage: Stage | None

    @staticmethod
    def resolve_stage(entry: Initiative) -> str | None:
        return entry.stage or None


class InitiativeList(Listed):
    items: list[InitiativeOut]


class PartOut(Schema):
    """The part of a public organisation, which is told by its slug and name."""

    organisation: str
    name: str
    role: str

    @staticmethod
    def resolve_name(part: InitiativePart) -> str:
        return part.organisation.name

    @staticmethod
    def resolve_organisation(part: InitiativePart) -> str:
        return part.organisation.slug


class InitiativeInFull(InitiativeOut):
    challenge_sv: str
    challenge_en: str
    solution_sv: str
    solution_en: str
    results_sv: str
    results_en: str
    lessons_sv: str
    lessons_en: str
    started: int | None
    ended: int | None
    goals: list[Goal]
    places: list[PlaceOut]
    links: list[LinkOut]
    images: list[DescribedImageOut]
    parts: list[PartOut]

    @staticmethod
    def resolve_places(entry: Initiative) -> list:
        return entry.public_places

    @staticmethod
    def resolve_links(entry: Initiative) -> list:
        return list(entry.links.all())

    @staticmethod
    def resolve_images(entry: Initiative, context: dict) -> list[dict[str, Any]]:
        request = context["request"]
        return [
            {**picture(request, made), "alt_sv": image.alt_sv, "alt_en": image.alt_en}
            for image, made in entry.shown_images
        ]

    @staticmethod
    def resolve_parts(entry: Initiative) -> list:
        return list(entry.parts.all())


def picture(request: HttpRequest, made: AbstractRendition) -> dict[str, Any]:
    return {"url": request.build_absolute_uri(made.url), "width": made.width, "height": made.height}
