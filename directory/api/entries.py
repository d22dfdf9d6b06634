"""Organisations and initiatives as open data."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from ninja.params.functions import Query as Parameter

from directory.forms_of_organising import InitiativeForm, OrganisationForm, Stage
from directory.mapping.where import with_distance
from directory.models import Initiative, InitiativePart, Municipality, Organisation, Tag
from directory.models.common import EntryQuerySet
from directory.terms import Audience, ChannelKind, Goal, Language
from portal.plugins.api import PROBLEMS, Limit, Offset

router = Router()


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


class PublishedOut(Schema):
    """What all have in common. `id` stays the same for ever."""

    id: UUID
    slug: str
    url: str
    summary_sv: str
    summary_en: str
    tags: list[TagOut]
    website: str
    is_demonstration: bool
    updated_at: datetime | None

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


class OrganisationList(Schema):
    items: list[OrganisationOut]
    count: int


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


class InitiativeList(Schema):
    items: list[InitiativeOut]
    count: int


class PartOut(Schema):
    organisation: str
    role: str

    @staticmethod
    def resolve_organisation(part: InitiativePart) -> str:
        return part.organisation.slug


class ImageOut(Schema):
    url: str
    width: int
    height: int
    alt_sv: str
    alt_en: str


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
    images: list[ImageOut]
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
            {
                "url": request.build_absolute_uri(made.url),
                "width": made.width,
                "height": made.height,
                "alt_sv": image.alt_sv,
                "alt_en": image.alt_en,
            }
            for image, made in entry.shown_images
        ]

    @staticmethod
    def resolve_parts(entry: Initiative) -> list:
        return list(entry.parts.all())


class Narrowing(Schema):
    """Slugs of a municipality and of a tag."""

    municipality: str | None = None
    tag: str | None = None


Near = Annotated[
    str,
    Parameter(max_length=60, description="Slug of a municipality: the nearest to its seat first, instead of by name."),
]


@router.get("/organisations", response={200: OrganisationList, **PROBLEMS}, summary="Public organisations, by name")
def organisations(
    request: HttpRequest,
    narrowing: Query[Narrowing],
    form: OrganisationForm | None = None,
    near: Near = "",
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    chosen = _narrowed(Organisation.objects.visible_to(None), narrowing, form)
    return _slice(_in_order(chosen, near), limit, offset)


@router.get("/organisations/{slug}", response={200: OrganisationInFull, **PROBLEMS}, summary="One public organisation")
def organisation(request: HttpRequest, slug: str) -> Organisation:
    try:
        return Organisation.objects.visible_to(None).get_in_full(slug)
    except Organisation.DoesNotExist:
        raise Http404 from None


@router.get("/initiatives", response={200: InitiativeList, **PROBLEMS}, summary="Public initiatives, by title")
def initiatives(
    request: HttpRequest,
    narrowing: Query[Narrowing],
    form: InitiativeForm | None = None,
    stage: Stage | None = None,
    near: Near = "",
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    chosen = _narrowed(Initiative.objects.visible_to(None), narrowing, form)
    return _slice(_in_order(chosen.filter(stage=stage) if stage else chosen, near), limit, offset)


@router.get("/initiatives/{slug}", response={200: InitiativeInFull, **PROBLEMS}, summary="One public initiative")
def initiative(request: HttpRequest, slug: str) -> Initiative:
    public_parts = InitiativePart.objects.filter(organisation__live=True).select_related("organisation")
    public = Initiative.objects.visible_to(None).in_full().prefetch_related(Prefetch("parts", public_parts))
    return get_object_or_404(public, slug=slug)


def _in_order(entries: EntryQuerySet, near: str) -> EntryQuerySet:
    if not near:
        return entries
    centre = Municipality.objects.filter(slug=near).first()
    if centre is None:
        raise HttpError(422, "near: no such municipality")
    return with_distance(entries, centre).order_by("distance", "sort_key", "pk")


def _slice(entries: EntryQuerySet, limit: int, offset: int) -> dict[str, Any]:
    return {"items": list(entries[offset : offset + limit]), "count": entries.count()}


def _with_standing(entries: EntryQuerySet) -> EntryQuerySet:
    return entries.select_related("standing", "municipality").prefetch_related("tagged__tag")


def _narrowed(
    entries: EntryQuerySet, narrowing: Narrowing, form: OrganisationForm | InitiativeForm | None
) -> EntryQuerySet:
    chosen = _with_standing(entries)
    if narrowing.municipality is not None:
        chosen = chosen.filter(municipality__slug=narrowing.municipality)
    if narrowing.tag is not None:
        chosen = chosen.filter(tagged__tag__in=Tag.objects.at(narrowing.tag))
    return chosen.filter(form=form) if form else chosen
