"""What is hidden is gone at once from every place in which the public reads of it."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from directory.models import Organisation
from directory.services import drafts, merging, withdrawing
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    PersonFactory,
    TagFactory,
    editor,
    place,
)
from tests.directory.posted import press, publish, write

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NAME, STREET = "Gömstället", "Kvarnvirvelgatan"
POINT = ("55.91357", "13.51357")
LIST = "/hitta/"
API = "/api/v1/directory"
# Where somebody reads of the directory; what a test looks for is in one of them while it is shown.
ADDRESSES = [
    *(LIST, f"{LIST}?view=map", f"{LIST}?tag=odling", f"{LIST}?tag=odling&view=map", f"{LIST}?municipality=horby"),
    *(f"{LIST}?q=kvarnvirvelgatan", f"{LIST}?q=gomstallet", f"{LIST}?q=odling&view=map", f"{LIST}?near=horby"),
    *(f"{LIST}?box=13.5,55.9,13.6,56", f"{LIST}?sort=newest", f"{LIST}?support=advice", f"{LIST}?goal=11"),
    *(f"/en/find/{query}" for query in ("", "?view=map", "?tag=odling")),
    *(f"{LIST}ladda-ner/{form}/{query}" for form in ("csv", "xlsx", "geojson") for query in ("", "?tag=odling")),
    *(f"{LIST}{feed}.atom" for feed in ("nytt", "amnen/odling", "kommuner/horby")),
    *(f"{LIST}stod/", f"{LIST}stod/landskapet/", f"{LIST}stod/radet/", f"{LIST}initiativ/delat/"),
    *(f"{LIST}initiativ/delat/fel/", f"{LIST}stod/radet/fel/"),
    *(f"{LIST}organisationer/{slug}/" for slug in ("gomstallet", "gamla", "grannen")),
    *(f"{LIST}organisationer/{slug}/fel/" for slug in ("gomstallet", "gamla")),
    *(f"{API}/{kind}" for kind in ("organisations", "initiatives", "offers", "map")),
    *(f"{API}/organisations?{query}" for query in ("tag=odling", "municipality=horby", "goal=11", "near=horby")),
    f"{API}/organisations?q=kvarnvirvelgatan",
    *(f"{API}/organisations/{slug}" for slug in ("gomstallet", "gamla", "grannen")),
    *(f"{API}/{path}" for path in ("initiatives/delat", "offers/radet")),
    *(f"{API}/map?{query}" for query in ("tag=odling", "zoom=16&bbox=13.5,55.9,13.53,55.93")),
    *("/sok/?q=gomstallet", "/sok/?q=kvarnvirvelgatan", "/sok/?q=odling", "/en/search/?q=odling"),
    *("/api/v1/search?q=gomstallet", "/api/v1/search?q=kvarnvirvelgatan", "/api/v1/search/suggest?q=goms"),
    *("/api/v1/search/suggest?q=kvarnv", "/api/v1/search?q=kvarnvirvelgatam", "/sok/?q=kvarnvirvelgatam"),
    *("/", "/sitemap.xml", "/sitemap-organisations.xml", "/sitemap-initiatives.xml", "/sitemap-offers.xml"),
]


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if "spreadsheetml" in response["Content-Type"]:
        sheets = load_workbook(BytesIO(content)).worksheets
        return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)
    return content.decode()


def read() -> dict[str, str]:
    """All that a visitor reads, by address; what they asked for is not an answer."""
    visitor, found = Client(), {}
    for address in ADDRESSES:
        response = visitor.get(address)
        assert response.status_code < 500, address
        found[address] = text_of(response) + response.get("Location", "")
    idea = {"idea": "Kvarnvirvelgatan, gömstället, odling vid kvarnvirveln"}
    answer = visitor.post(f"{LIST}finns-det-redan/", idea, headers={"Sec-Fetch-Site": "same-origin"})
    found["idea"] = re.sub(r"<textarea.*?</textarea>", "", answer.content.decode(), flags=re.DOTALL)
    return found


def told_in(found: dict[str, str], *words: str) -> set[str]:
    """Where one of the words is told, in whatever writing; what somebody asked and is shown again tells nothing."""

    def tells(address: str, text: str) -> bool:
        asked = re.search(r"[?&]q=(\w+)", address)
        text = text.lower()
        for echo in (asked[1] if asked else "", "gomstallet" if "/gomstallet" in address else ""):
            text = text.replace(echo, "")
        return any(word.lower() in text for word in words)

    return {address for address, text in found.items() if tells(address, text)}


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(client, keeper):
    tag = TagFactory(name="Odling", slug="odling")
    shown = {"tagged_with": [tag], "municipality": place("Hörby"), "goals": [11]}
    kept = OrganisationFactory(name=NAME, slug="gomstallet", kept_by=keeper, trusted=True, **shown)
    there = {"street": f"{STREET} 7", "town": "Hörby", "latitude": POINT[0], "longitude": POINT[1], "is_visited": "on"}
    assert publish(client, kept, places=[there]).status_code == 302
    other = OrganisationFactory(name="Gamla namnet", slug="gamla")
    kept.refresh_from_db()
    contents = (merging.content_of(kept), merging.content_of(other))
    merging.merge(kept, other, contents[0], by=editor(), shown=merging.fingerprint(*contents))
    OrganisationFactory(name="Grannen", slug="grannen", **shown)
    InitiativeFactory(title="Delat", slug="delat", by=[kept, Organisation.objects.get(slug="grannen")])
    OfferFactory(title="Rådet", slug="radet", organisation=kept, tagged_with=[tag])
    return Organisation.objects.get(pk=kept.pk)


SPOT = [point[:-1] for point in POINT]
OWN = ("gömstället", "gomstallet", "g\\u00f6mst\\u00e4llet", "kvarnvirvel", *SPOT)


def test_while_it_is_shown_it_is_told_all_over(kept):
    found = read()
    assert len(told_in(found, *OWN)) > len(found) * 0.6
    for address in ("/sitemap-organisations.xml", f"{LIST}nytt.atom", f"{API}/map?zoom=16&bbox=13.5,55.9,13.53,55.93"):
        assert address in told_in(found, *OWN), address
    assert {"idea", f"{LIST}ladda-ner/xlsx/", f"{LIST}organisationer/grannen/"} <= told_in(found, *OWN)
    assert f"{LIST}ladda-ner/geojson/" in told_in(found, *SPOT)


def test_a_protected_address_is_told_nowhere_from_the_save_on(client, kept):
    assert told_in(read(), "kvarnvirvel", *SPOT)
    hidden = {"street": f"{STREET} 7", "town": "Hörby", "latitude": POINT[0], "longitude": POINT[1], "is_hidden": "on"}
    assert write(client, kept, places=[hidden]).status_code == 302
    found = read()
    assert not told_in(found, "kvarnvirvel", *SPOT)
    assert f"{LIST}organisationer/gomstallet/" in told_in(found, NAME)
    # Nor is it found by the street.
    for address in (f"{LIST}?q=kvarnvirvelgatan", "/api/v1/search?q=kvarnvirvelgatan"):
        assert address not in told_in(found, NAME), address
    press(client, kept, "send")
    assert not told_in(read(), "kvarnvirvel", *SPOT)


def _withdraw(kept: Organisation) -> None:
    withdrawing.withdraw(kept, by=kept.memberships.get().user)


def _unpublish(kept: Organisation) -> None:
    kept.unpublish()


def _delete(kept: Organisation) -> None:
    kept.delete()


@pytest.mark.parametrize("hide", [_withdraw, _unpublish, _delete])
def test_what_is_taken_off_is_told_nowhere_at_once(kept, hide):
    before = {address: counts(text) for address, text in read().items()}
    hide(kept)
    found = read()
    assert not told_in(found, *OWN)
    # Nor do the numbers count it: one is left in Hörby, and under the subject.
    for address in (f"{LIST}?tag=odling", f"{LIST}?municipality=horby"):
        assert counts(found[address]) != before[address]
        assert "1 organisation " in found[address] or "En organisation" in found[address]
    assert "Hörby: 1" in found[f"{LIST}?view=map"]


def counts(text: str) -> list[str]:
    return re.findall(r"\b\d+\b", re.sub(r"<[^>]*>", " ", text))


def test_what_a_keeper_still_sees_is_kept_in_no_cache_for_others(client, kept):
    Client().get(kept.get_absolute_url())
    kept.unpublish()
    own = client.get(kept.get_absolute_url())
    assert own.status_code == 200
    assert "Cookie" in own["Vary"]
    assert Client().get(kept.get_absolute_url()).status_code == 404
    assert drafts.waits(Organisation.objects.get(pk=kept.pk))
