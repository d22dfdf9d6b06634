"""Profiles filled with everything: what they cost, and what machines read of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import (
    Channel,
    ContactConsent,
    ContactPerson,
    InitiativeImage,
    OrganisationLink,
    OrganisationPlace,
)
from directory.models.initiatives import InitiativeLink, InitiativePlace
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, TagFactory, place
from tests.portal.content.factories import image

pytestmark = pytest.mark.django_db

ORGANISATION, INITIATIVE, OFFER = "/hitta/organisationer/fyren/", "/hitta/initiativ/soppan/", "/hitta/stod/samtal/"
PAGES = (ORGANISATION, INITIATIVE, OFFER)


@pytest.fixture
def full():
    """An organisation, an initiative and an offer that hold all there is, and others that are like each."""
    tags = [TagFactory(name="Odling", label_en="Growing"), TagFactory(name="Återbruk")]
    like = {"summary_sv": "Odling av grönsaker på skolgårdar med kompost.", "tagged_with": tags}
    organisation = OrganisationFactory(
        name="Fyren",
        slug="fyren",
        other_names="Fyrföreningen\nF",
        organisation_number="8024241237",
        founded=1999,
        form="stiftelse",
        municipality=place("Lund"),
        description_sv="<p>Om odling.</p>",
        summary_en="Growing vegetables.",
        languages=["sv", "ar", "sv-x-easy"],
        audiences=["unga", "barn"],
        goals=[2, 11],
        contact_email="fyren@example.org",
        contact_phone="040-12 34 56",
        website="https://fyren.example.org/",
        logo=image("Logotyp"),
        **like,
    )
    person = ContactPerson(name="Kim Ek", role="ordförande", email="kim@example.org", is_public=True)
    organisation.contacts = [person]
    organisation.places = [
        OrganisationPlace(name="Huset", street="Gatan 1", postcode="222 22", town="Lund", municipality=place("Lund")),
        OrganisationPlace(town="Eslöv", latitude=55.8, longitude=13.3, is_visited=True),
    ]
    organisation.channels = [Channel(kind="facebook", url="https://facebook.com/fyren")]
    organisation.links = [OrganisationLink(label="Rapport", url="https://example.org/rapport")]
    organisation.save_revision().publish()
    ContactConsent.objects.get_or_create(organisation=organisation, person=person.key)
    initiative = InitiativeFactory(
        title="Soppan",
        slug="soppan",
        stage="pilot",
        challenge_sv="Barn äter för lite grönt.",
        solution_sv="Vi odlar.",
        results_sv="Mer soppa.",
        lessons_sv="Börja smått.",
        started=2019,
        ended=2023,
        goals=[2],
        municipality=place("Lund"),
        website="https://soppan.example.org/",
        by=[organisation, OrganisationFactory(name="Båken", municipality=place("Ystad"), logo=image("Båken"))],
        **like,
    )
    initiative.places = [InitiativePlace(street="Torget 2", town="Lund", municipality=place("Lund"))]
    initiative.links = [InitiativeLink(label="Film", url="https://example.org/film")]
    initiative.images = [InitiativeImage(image=image("Soppa"), alt_sv="En gryta med soppa")]
    initiative.save_revision().publish()
    offer = OfferFactory(
        title="Samtal",
        slug="samtal",
        organisation=organisation,
        at=["Lund", "Malmö"],
        description_sv="Ett samtal.",
        for_whom_sv="föreningar",
        how_to_apply_sv="Ring.",
        application_url="https://fyren.example.org/ansok",
        website="https://fyren.example.org/samtal",
        contact_name="Kim Ek",
        contact_email="kim@example.org",
        contact_phone="040-12 34 56",
        **like,
    )
    offer.save_revision().publish()
    for number in range(3):
        OrganisationFactory(municipality=place("Lund"), logo=image(f"Annan {number}"), **like)
        InitiativeFactory(by=[organisation], municipality=place("Malmö"), **like)
        OfferFactory(organisation=organisation, at=["Lund"], **like)
    return organisation, initiative, offer


@pytest.mark.parametrize("page", PAGES)
def test_a_profile_with_everything_costs_at_most_fifteen_queries(client, full, page):
    client.get("/hitta/")
    with CaptureQueriesContext(connection) as captured:
        html = client.get(page).content.decode()
    assert "Liknande" in html
    assert len(captured) <= 15, [query["sql"][:90] for query in captured.captured_queries]
