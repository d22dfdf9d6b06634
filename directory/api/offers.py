"""Support offers as open data."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema

from directory.api.entries import MunicipalityOut, Narrowing, PublishedOut
from directory.forms_of_organising import OfferKind
from directory.models import SupportOffer, Tag
from directory.models.offers import SupportOfferQuerySet
from portal.plugins.api import PROBLEMS, Limit, Offset

router = Router()


class OfferOut(PublishedOut):
    """`municipalities` is empty for what is offered in the whole of Skåne; `organisation` is a slug."""

    title: str
    kind: OfferKind
    organisation: str
    municipalities: list[MunicipalityOut]
    deadline: date | None
    is_open: bool
    is_free: bool
    cost_sv: str
    cost_en: str

    @staticmethod
    def resolve_organisation(offer: SupportOffer) -> str:
        return offer.organisation.slug

    @staticmethod
    def resolve_municipalities(offer: SupportOffer) -> list:
        return list(offer.municipalities.all())

    @staticmethod
    def resolve_is_open(offer: SupportOffer) -> bool:
        return not offer.is_closed


class OfferList(Schema):
    items: list[OfferOut]
    count: int


class OfferInFull(OfferOut):
    description_sv: str
    description_en: str
    for_whom_sv: str
    for_whom_en: str
    how_to_apply_sv: str
    how_to_apply_en: str
    application_url: str
    contact_name: str
    contact_email: str
    contact_phone: str


class OfferNarrowing(Narrowing):
    """`whole_region`: only what is offered in the whole of Skåne, or only the rest; `organisation` is a slug."""

    kind: OfferKind | None = None
    organisation: str | None = None
    is_open: bool | None = None
    whole_region: bool | None = None


@router.get("", response={200: OfferList, **PROBLEMS}, summary="Public support offers, by title")
def offers(
    request: HttpRequest, narrowing: Query[OfferNarrowing], limit: Limit = 20, offset: Offset = 0
) -> dict[str, Any]:
    chosen = _narrowed(_public(), narrowing)
    return {"items": list(chosen[offset : offset + limit]), "count": chosen.count()}


@router.get("/{slug}", response={200: OfferInFull, **PROBLEMS}, summary="One public support offer")
def offer(request: HttpRequest, slug: str) -> SupportOffer:
    return get_object_or_404(_public(), slug=slug)


def _public() -> SupportOfferQuerySet:
    return (
        SupportOffer.objects.visible_to(None)
        .select_related("standing", "organisation")
        .prefetch_related("tagged__tag", "municipalities")
    )


def _narrowed(offers: SupportOfferQuerySet, narrowing: OfferNarrowing) -> SupportOfferQuerySet:
    if narrowing.kind is not None:
        offers = offers.filter(kind=narrowing.kind)
    if narrowing.organisation is not None:
        offers = offers.filter(organisation__slug=narrowing.organisation)
    if narrowing.municipality is not None:
        offers = offers.filter(municipalities__slug=narrowing.municipality)
    if narrowing.tag is not None:
        offers = offers.filter(tagged__tag__in=Tag.objects.at(narrowing.tag))
    if narrowing.is_open is not None:
        offers = offers.open() if narrowing.is_open else offers.closed()
    if narrowing.whole_region is not None:
        offers = offers.filter(municipalities__isnull=narrowing.whole_region).distinct()
    return offers
