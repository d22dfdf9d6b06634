"""Who is in several municipalities is found, and counted, under each; a protected address tells nothing."""

import pytest

from directory.models import OrganisationPlace
from directory.models.initiatives import InitiativePlace
from search.models import SearchDocument
from search.queries import search
from search.query import Query
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, place

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def found(text: str, *towns: str) -> list[str]:
    return [hit.title for hit in search(Query(text, choices={"municipality": towns})).hits]


def municipalities(thing) -> list[str]:
    return SearchDocument.objects.get(key=str(thing.pk), kind=thing._meta.model_name, language="sv").municipalities


def test_an_organisation_is_found_in_each_municipality_where_it_has_a_place():
    organisation = OrganisationFactory(name="Cykelköket", municipality=place("Lund"))
    for town in ("Ystad", "Lund", "Åstorp"):
        organisation.places.add(OrganisationPlace(town=town, municipality=place(town)))
    organisation.save_revision().publish()
    assert municipalities(organisation) == ["Lund", "Ystad", "Åstorp"]
    assert [found("cykelköket", town) for town in ("Lund", "Ystad", "Åstorp", "Bjuv")] == [["Cykelköket"]] * 3 + [[]]


def test_an_initiative_and_an_offer_are_found_so_too():
    initiative = InitiativeFactory(title="Matsvinn", municipality=None)
    initiative.places.add(InitiativePlace(town="Ystad", municipality=place("Ystad")))
    initiative.save_revision().publish()
    OfferFactory(title="Låna bilen", at=["Lund", "Bjuv"])
    assert found("matsvinn", "Ystad") == ["Matsvinn"]
    assert found("bilen", "Bjuv") == found("bilen", "Lund") == ["Låna bilen"]


def test_the_municipality_of_a_protected_address_is_not_told():
    organisation = OrganisationFactory(name="Kvinnojouren", municipality=place("Lund"))
    organisation.places.add(OrganisationPlace(town="Ystad", municipality=place("Ystad"), is_hidden=True))
    organisation.save_revision().publish()
    assert municipalities(organisation) == ["Lund"]
    assert found("kvinnojouren", "Ystad") == []


def test_a_municipality_of_a_place_is_followed_to_its_new_name():
    organisation = OrganisationFactory(municipality=place("Lund"))
    organisation.places.add(OrganisationPlace(town="Ystad", municipality=place("Ystad")))
    organisation.save_revision().publish()
    ystad = place("Ystad")
    ystad.name = "Nya Ystad"
    ystad.save()
    assert municipalities(organisation) == ["Lund", "Nya Ystad"]
