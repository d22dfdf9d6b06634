"""Support offers as open data."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.errors import HttpError

from directory.api.examples import example
from directory.api.listing import Listed, Narrowing, Part, described, listed, narrowed
from directory.api.schemas import MunicipalityOut, PublishedOut
from directory.forms_of_organising import OfferKind
from directory.models import Organisation, SupportOffer
from directory.models.offers import SupportOfferQuerySet
from portal.plugins.api import NOTHING_NEW, PROBLEMS

router = Router()


class OfferOut(PublishedOut):
    """`municipalities` is empty for what is offered in the whole of Skåne; `organisation` is a slug."""

    title: str
    kind: OfferKind
    organisation: str
    organisation_name: str
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
    def resolve_organisation_name(offer: SupportOffer) -> str:
        return offer.organisation.name

    @staticmethod
    def resolve_municipalities(offer: SupportOffer) -> list:
        return list(offer.municipalities.all())

    @staticmethod
    def resolve_is_open(offer: SupportOffer) -> bool:
        return not offer.is_closed


class OfferList(Listed):
    items: list[OfferOut]


class OfferInFull(OfferOut):
    """`description_*` is HTML of a few elements; `contact_name` is empty unless the person has said yes."""

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

    @staticmethod
    def resolve_contact_name(offer: SupportOffer) -> str:
        return offer.public_contact_name


class OfferNarrowing(Narrowing):
    """`municipality` chooses what is offered there, without what is for the whole region."""

    kind: OfferKind | None = described("Kind of support.", "funding")
    organisation: str | None = described("Slug of who offers it.", "coompanion-skane", max_length=120)
    is_open: bool | None = described("Whether it can be applied for today.", True)
    whole_region: bool | None = described("Only what is offered in the whole of Skåne, or only the rest.", False)


@router.get(
    "",
    response={200: OfferList, **NOTHING_NEW, **PROBLEMS},
    summary="Public support offers, by title",
    openapi_extra=example("offers"),
)
def offers(request: HttpRequest, narrowing: Query[OfferNarrowing], part: Query[Part]) -> dict[str, Any]:
    chosen, ranked = narrowed(_public(), "offer", narrowing)
    if narrowing.kind is not None:
        chosen = chosen.filter(kind=narrowing.kind)
    if narrowing.organisation is not None:
        organisation = Organisation.objects.visible_to(None).filter(slug=narrowing.organisation).first()
        if organisation is None:
            raise HttpError(422, "organisation: there is no such public organisation")
        chosen = chosen.filter(organisation=organisation)
    if narrowing.is_open is not None:
        chosen = chosen.open() if narrowing.is_open else chosen.closed()
    if narrowing.whole_region is not None:
        chosen = chosen.filter(municipalities__isnull=narrowing.whole_region).distinct()
    return listed(request, chosen, part, ranked=ranked)


@router.get(
    "/{slug}",
    response={200: OfferInFull, **NOTHING_NEW, **PROBLEMS},
    summary="One public support offer, with all that its page shows",
)
def offer(request: HttpRequest, slug: str) -> SupportOffer:
    return get_object_or_404(_public(), slug=slug)


def _public() -> SupportOfferQuerySet:
    return (
        SupportOffer.objects.visible_to(None)
        .select_related("standing", "organisation")
        .prefetch_related("tagged__tag", "municipalities")
    )
