"""The directory as open data: narrowed, in parts, answered 304, documented, and without a word of a draft."""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from directory.api.examples import EXAMPLES
from directory.models import OrganisationPlace, Tag
from directory.services import tags
from portal.api import api
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    TagFactory,
    editor,
    place,
)

pytestmark = pytest.mark.django_db

API = "/api/v1/directory"
LISTS = ("organisations", "initiatives", "offers")


def called(answer: dict) -> list[str]:
    return [item.get("name") or item["title"] for item in answer["items"]]


def get(client, address: str) -> dict:
    response = client.get(address if address.startswith("/") else f"{API}/{address}")
    assert response.status_code == 200, response.content
    return response.json()


@pytest.mark.database
def test_organisations_are_narrowed_by_each_filter(client):
    day = datetime(2026, 5, 1, tzinfo=UTC)
    OrganisationFactory(
        name="Fyren",
        form="stiftelse",
        municipality=place("Lund"),
        goals=[1, 11],
        languages=["sv", "ar"],
        audiences=["unga"],
        summary_sv="Odling i skolan.",
        last_published_at=day,
        tagged_with=[TagFactory(name="Odling")],
    )
    OrganisationFactory(name="Båken", goals=[12], languages=["sv"], audiences=["barn"])
    for choice in (
        "form=stiftelse",
        "municipality=lund",
        "goal=1",
        "goal=11",
        "language=ar",
        "audience=unga",
        "tag=odling",
        "q=odlingar",
        "changed_since=2026-04-30T00:00:00Z",
        "changed_since=2026-05-01",
        "goal=11&language=ar&q=odling&tag=odling",
    ):
        assert called(get(client, f"organisations?{choice}")) == ["Fyren"], choice
    assert called(get(client, "organisations?goal=2")) == []
    assert called(get(client, "organisations?changed_since=2026-05-02T00:00:00Z")) == []


@pytest.mark.database
def test_initiatives_and_offers_are_narrowed_by_each_filter(client):
    InitiativeFactory(title="Soppan", stage="pilot", form="projekt", goals=[2], municipality=place("Lund"))
    InitiativeFactory(title="Teatern", goals=[12])
    for choice in ("stage=pilot", "form=projekt", "goal=2", "municipality=lund", "q=soppan"):
        assert called(get(client, f"initiatives?{choice}")) == ["Soppan"], choice
    OfferFactory(title="Pengar", kind="funding", at=["Lund", "Malmö"], organisation=OrganisationFactory(slug="fyren"))
    OfferFactory(title="Samtal")
    for choice in ("kind=funding", "organisation=fyren", "municipality=malmo", "whole_region=false", "q=pengar"):
        assert called(get(client, f"offers?{choice}")) == ["Pengar"], choice


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("organisations?municipality=atlantis", "municipality: there is no such municipality"),
        ("initiatives?tag=finns-inte", "tag: there is no such tag"),
        ("offers?organisation=finns-inte", "organisation: there is no such public organisation"),
        ("organisations?near=atlantis", "near: there is no such municipality"),
        ("organisations?form=magi", "form"),
        ("initiatives?stage=magi", "stage"),
        ("offers?kind=magi", "kind"),
        ("organisations?goal=18", "goal"),
        ("organisations?language=klingon", "language"),
        ("organisations?changed_since=igår", "changed_since"),
        ("organisations?limit=101", "limit"),
        ("organisations?offset=10001", "offset"),
        ("organisations?after=nonsense", "after: this is no place in the list"),
        ("organisations?after=WyJhIiwiYiJd", "after: this is no place in the list"),
        ("organisations?after=WyJhIiwxXQ&offset=1", "after: not together with offset"),
        ("organisations?after=WyJhIiwxXQ&near=lund", "after: only where the list is by name"),
        (f"organisations?q={'a' * 201}", "q"),
    ],
)
def test_an_unknown_value_is_refused_with_its_reason(client, address, reason):
    OrganisationFactory()
    response = client.get(f"{API}/{address}")
    assert response.status_code == 422
    assert reason in response.json()["detail"]


def test_an_offers_organisation_that_is_not_public_is_as_none(client):
    OfferFactory(organisation=OrganisationFactory(slug="hemlig", live=False))
    assert client.get(f"{API}/offers?organisation=hemlig").status_code == 422


def test_the_address_of_a_merged_tag_leads_on(client):
    old, new = TagFactory(name="Gammal"), TagFactory(name="Ny")
    OrganisationFactory(name="Fyren", tagged_with=[new])
    tags.merge(old, new, by=editor())
    assert Tag.objects.get(pk=old.pk).merged_into == new
    assert called(get(client, "organisations?tag=gammal")) == ["Fyren"]


@pytest.mark.database
@pytest.mark.parametrize("more", ["", "&near=lund", "&q=cyklar"])
def test_following_next_meets_each_once_while_others_come_and_go(client, more):
    names = ["Ark", "Bo", "Bo", "Bo", "Ö"]
    for number, name in enumerate(names):
        OrganisationFactory(name=name, slug=f"nummer-{number}", summary_sv="Lagar cyklar.")
    answer = get(client, f"organisations?limit=2{more}")
    seen = [item["slug"] for item in answer["items"]]
    if not more:
        OrganisationFactory(name="Aaa", slug="kom-sedan")
    while answer["next"]:
        following = urlsplit(answer["next"])
        answer = get(client, f"{following.path}?{following.query}")
        seen += [item["slug"] for item in answer["items"]]
    assert sorted(seen) == [f"nummer-{number}" for number in range(5)]


@pytest.mark.parametrize("kind", LISTS)
def test_deep_parts_ask_no_more_than_the_first(client, kind, django_assert_max_num_queries):
    factory = {"organisations": OrganisationFactory, "initiatives": InitiativeFactory, "offers": OfferFactory}[kind]
    for _number in range(6):
        factory()
    following = urlsplit(get(client, f"{kind}?limit=2")["next"])
    with django_assert_max_num_queries(5):
        client.get(f"{following.path}?{following.query}")


def operations() -> list[str]:
    return [path for path in api.get_openapi_schema()["paths"] if path.startswith(API)]


@pytest.fixture
def fyren():
    organisation = OrganisationFactory(name="Fyren", slug="fyren")
    InitiativeFactory(title="Soppan", slug="soppan", by=[organisation])
    OfferFactory(title="Samtal", slug="samtal", organisation=organisation)
    return organisation


def addresses() -> list[str]:
    slugs = {"organisations": "fyren", "initiatives": "soppan", "offers": "samtal"}
    return [re.sub(r"/(\w+)/\{slug\}", lambda found: f"/{found[1]}/{slugs[found[1]]}", path) for path in operations()]


def test_every_answer_is_not_sent_again_to_who_has_it(client, fyren):
    for address in addresses():
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["ETag"] == first["ETag"]
        assert client.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
    first = client.get(f"{API}/organisations")
    fyren.summary_sv = "Något annat."
    fyren.save()
    assert client.get(f"{API}/organisations", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_guess_at_what_is_hidden_is_told_nothing(client, fyren):
    known = client.get(f"{API}/organisations/fyren")["ETag"]
    fyren.live = False
    fyren.save()
    for guess in (known, "*", ""):
        hidden = client.get(f"{API}/organisations/fyren", headers={"If-None-Match": guess})
        nothing = client.get(f"{API}/organisations/ingen", headers={"If-None-Match": guess})
        assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content)
        assert hidden.status_code == 404
        assert "ETag" not in hidden


def test_it_says_the_same_to_everybody(client, fyren):
    seen = [client.get(address)["ETag"] for address in addresses()]
    for person in (PersonFactory(), editor()):
        client.force_login(person)
        assert [client.get(address)["ETag"] for address in addresses()] == seen


WAITING = "Smygordet"


@pytest.fixture
def waiting(fyren):
    """A draft of each kind that waits beside what is live, with a word planted in whatever a person can write."""
    texts = ("CharField", "TextField", "DescriptionField")
    things = [
        fyren,
        fyren.parts.get().initiative,
        fyren.support_offers.get(),
        OrganisationFactory(name=f"{WAITING} ny", live=False),
        InitiativeFactory(title=f"{WAITING} ny", live=False),
        OfferFactory(title=f"{WAITING} ny", organisation=fyren, live=False),
    ]
    tag = TagFactory(name=f"{WAITING} ämne")
    for thing in things:
        for field in thing._meta.fields:
            is_free = not field.choices and field.editable and field.name != "slug"
            if type(field).__name__ in texts and is_free and field.name not in {"contact_phone", "organisation_number"}:
                setattr(thing, field.name, f"{WAITING} {field.name}"[: field.max_length])
        thing.tags.add(tag)
        thing.website = f"https://{WAITING}.example.org/"
        if hasattr(thing, "places") and hasattr(thing, "channels"):
            thing.places = [OrganisationPlace(town=WAITING)]
        thing.save_revision()
    call_command("search_reindex")
    return things


def test_no_word_of_a_draft_is_in_any_answer_or_feed(client, waiting):
    outlets = [
        *addresses(),
        *(f"{API}/{kind}?q={WAITING}" for kind in LISTS),
        f"{API}/map?zoom=16",
        *("/hitta/nytt.atom", "/en/find/new.atom", "/hitta/kommuner/lund.atom"),
        *("/hitta/organisationer/fyren/", "/hitta/initiativ/soppan/", "/hitta/stod/samtal/"),
        *("/hitta/", "/hitta/stod/", "/sitemap-organisations.xml"),
    ]
    for address in outlets:
        response = client.get(address)
        assert response.status_code == 200, address
        told = response.content.decode().replace(f"?q={WAITING}", "")
        assert WAITING.lower() not in told.lower(), address
    for kind, thing in zip(LISTS, waiting[3:], strict=True):
        assert client.get(f"{API}/{kind}/{thing.slug}").status_code == 404
        assert get(client, kind)["count"] == 1
    waiting[0].latest_revision.publish()
    assert WAITING in client.get(f"{API}/organisations/fyren").content.decode()


def test_one_thing_tells_all_that_its_page_shows(client):
    organisation = OrganisationFactory(name="Fyren", website="https://fyren.example.org/", founded=1999)
    InitiativeFactory(title="Soppan", slug="soppan", by=[organisation])
    InitiativeFactory(title="Utkast", by=[organisation], live=False)
    OfferFactory(title="Samtal", slug="samtal", organisation=organisation)
    OfferFactory(title="Utkast", organisation=organisation, live=False)
    told = get(client, f"organisations/{organisation.slug}")
    assert told["initiatives"] == [{"initiative": "soppan", "title": "Soppan", "role": "Driver det"}]
    assert told["offers"] == [{"offer": "samtal", "title": "Samtal", "kind": "advice"}]
    assert (told["logo"], told["source_url"], told["founded"]) == (None, "", 1999)
    [part] = get(client, "initiatives/soppan")["parts"]
    assert part == {"organisation": organisation.slug, "name": "Fyren", "role": "Driver det"}
    assert get(client, "offers/samtal")["organisation_name"] == "Fyren"


@pytest.mark.parametrize("path", [*(f"{API}/{kind}" for kind in LISTS), f"{API}/map"])
def test_each_list_is_documented_with_every_parameter_and_an_example_that_holds(client, fyren, path):
    described = get(client, "/api/v1/openapi.json")["paths"][path]["get"]
    assert described["summary"]
    assert {"200", "304", "422"} <= set(described["responses"])
    for parameter in described["parameters"]:
        if parameter["name"] not in {"q", "type", "form", "limit"} or path != f"{API}/map":
            assert parameter.get("description") or parameter["schema"].get("description"), parameter["name"]
    example = described["responses"]["200"]["content"]["application/json"]["example"]
    assert example == EXAMPLES[path.rsplit("/", 1)[1]]
    answer = get(client, path)
    assert set(example) == set(answer)
    for name in ("items", "clusters"):
        if answer.get(name):
            assert set(example[name][0]) == set(answer[name][0])
