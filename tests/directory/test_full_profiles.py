"""Profiles filled with everything: what they cost, and what machines read of them."""

import json
import re

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
from portal.plugins import slots
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    TagFactory,
    editor,
    place,
)
from tests.portal.content.factories import image

pytestmark = pytest.mark.django_db

ORGANISATION, INITIATIVE, OFFER = "/hitta/organisationer/fyren/", "/hitta/initiativ/soppan/", "/hitta/stod/samtal/"
PAGES = (ORGANISATION, INITIATIVE, OFFER)


@pytest.fixture(scope="module")
def full_once(written_once):
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
        contact_said_yes=True,
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


@pytest.fixture
def full(full_once):
    return [thing._meta.model.objects.get(pk=thing.pk) for thing in full_once]


@pytest.mark.parametrize("page", PAGES)
def test_a_profile_with_everything_costs_at_most_fifteen_queries(client, full, page):
    client.get("/hitta/")
    with CaptureQueriesContext(connection) as captured:
        html = client.get(page).content.decode()
    assert "Liknande" in html
    asked = [query["sql"] for query in captured.captured_queries]
    # The part of a plugin above the directory costs one of its own.
    of_questions = [sql for sql in asked if "science_shop_question" in sql]
    assert len(of_questions) <= 1
    assert len(asked) - len(of_questions) <= 15, [sql[:90] for sql in asked]


# What schema.org has (version 29), of the types that we use: properties of their own and of what they are kinds of.
THING = {"name", "description", "url", "alternateName", "identifier", "sameAs", "image"}
ORGANIZATION = THING | {
    *("email", "telephone", "foundingDate", "dissolutionDate", "knowsLanguage", "location", "contactPoint"),
    *("areaServed", "keywords", "logo", "member"),
}
SCHEMA = {
    **dict.fromkeys(("NGO", "Organization", "Corporation", "GovernmentOrganization", "Project"), ORGANIZATION),
    "Service": THING
    | {"serviceType", "provider", "areaServed", "audience", "offers", "category", "availableChannel", "logo"},
    "Offer": THING | {"price", "priceCurrency", "availabilityEnds", "category"},
    "Audience": THING | {"audienceType"},
    "ServiceChannel": THING | {"servicePhone", "serviceUrl"},
    "ContactPoint": THING | {"contactType", "email", "telephone"},
    "Place": THING | {"address", "geo"},
    "PostalAddress": THING | {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "GeoCoordinates": THING | {"latitude", "longitude"},
    "PropertyValue": THING | {"propertyID", "value"},
    "ImageObject": THING | {"width", "height", "caption"},
}


def structured(html: str) -> dict:
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(script)


def check(node: object) -> None:
    """Every node is of a type of schema.org, and says only what that has."""
    if isinstance(node, list):
        for each in node:
            check(each)
    elif isinstance(node, dict):
        unknown = set(node) - {"@context", "@type", "@id"} - SCHEMA[node["@type"]]
        assert not unknown, (node["@type"], unknown)
        for value in node.values():
            assert value not in ("", None, [], {})
            check(value)


def test_machines_read_all_of_an_organisation(client, full):
    told = structured(client.get(ORGANISATION).content.decode())
    check(told)
    assert told["@type"] == "NGO"
    assert told["@id"] == f"http://testserver{ORGANISATION}"
    assert told["knowsLanguage"] == ["sv", "ar"]
    assert told["logo"]["url"].startswith("http://testserver/media/")
    assert [place["address"]["addressLocality"] for place in told["location"]] == ["Eslöv", "Lund"]
    assert told["location"][0]["geo"]["latitude"] == 55.8
    assert told["contactPoint"][0]["name"] == "Kim Ek"
    assert told["keywords"] == ["Odling", "Återbruk"]


def test_machines_read_all_of_an_initiative(client, full):
    told = structured(client.get(INITIATIVE).content.decode())
    check(told)
    assert (told["@type"], told["name"], told["foundingDate"], told["dissolutionDate"]) == (
        *("Project", "Soppan"),
        *("2019", "2023"),
    )
    assert {member["name"] for member in told["member"]} == {"Fyren", "Båken"}
    assert told["image"][0]["caption"] == "En gryta med soppa"
    assert told["sameAs"] == ["https://example.org/film"]


def test_machines_read_all_of_an_offer(client, full):
    told = structured(client.get(OFFER).content.decode())
    check(told)
    assert (told["@type"], told["provider"]["name"], told["areaServed"]) == ("Service", "Fyren", ["Lund", "Malmö"])
    assert told["offers"]["price"] == 0
    assert told["availableChannel"]["servicePhone"]["email"] == "kim@example.org"
    assert told["category"] == ["Odling", "Återbruk"]


@pytest.mark.parametrize("page", PAGES)
def test_what_others_show_of_a_shared_page_is_whole(client, full, page):
    html = client.get(page).content.decode()
    told = dict(re.findall(r'<meta property="og:([\w:]+)" content="([^"]*)">', html))
    assert {"site_name", "type", "title", "description", "url", "locale", "image", "image:alt"} <= set(told)
    assert told["locale"] == "sv_SE"
    assert told["image"].startswith("http")
    assert told["image:width"].isdigit()


def test_what_is_not_public_is_read_by_no_machine(client, full):
    _organisation, initiative, _offer = full
    initiative.live = False
    initiative.save()
    client.force_login(editor())
    html = client.get(INITIATIVE).content.decode()
    assert "ld+json" not in html
    assert "noindex" in html


@pytest.mark.parametrize(
    ("name", "page"), [("organisation", ORGANISATION), ("initiative", INITIATIVE), ("offer", OFFER)]
)
def test_other_plugins_have_a_place_on_every_kind_of_profile(client, full, monkeypatch, name, page):
    shown = {name: lambda request, subject: f"Om {subject.called} & annat"}
    monkeypatch.setattr(slots, "contributions", lambda kind: [(None, shown)] if kind == "slots" else [])
    assert f"Om {full[PAGES.index(page)].called} &amp; annat" in client.get(page).content.decode()
