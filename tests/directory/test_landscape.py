"""The support landscape: what is counted where, and how it is shown."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from directory.landscape import Place, landscape, pictures
from tests.directory.factories import OfferFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/hitta/stod/landskapet/"


@pytest.fixture(scope="module")
def some(written_once):
    OfferFactory(title="Åkermark", kind="premises", at=["Lund", "Malmö"])
    OfferFactory(title="Rum", kind="premises", at=["Lund"])
    OfferFactory(title="Zonlån", kind="funding")
    OfferFactory(title="Sista dagen", at=["Lund"], deadline=timezone.localdate())
    OfferFactory(title="Avslutat", kind="network", at=["Lund"], deadline=timezone.localdate() - timedelta(days=1))
    OfferFactory(title="Utkast", at=["Ystad"], live=False)
    OfferFactory(title="Av utkast", at=["Ystad"], organisation=OrganisationFactory(live=False))


def of(place: Place) -> list[int]:
    """Advice, funding, premises, training, networks, process support."""
    return [cell.count for cell in place.cells]


@pytest.mark.database
def test_what_is_public_and_open_counts_in_each_of_its_municipalities(some):
    found = landscape()
    places = {place.label: place for place in found.places}
    assert len(places) == 33
    assert of(places["Lund"]) == [1, 0, 2, 0, 0, 0]
    assert of(places["Malmö"]) == [0, 0, 1, 0, 0, 0]
    assert of(places["Ystad"]) == [0] * 6


def test_what_is_for_the_whole_region_counts_apart(some):
    found = landscape()
    assert of(found.region) == [0, 1, 0, 0, 0, 0]
    assert found.reached == 2
    assert len(found.without) == 31
    assert "Lund" not in {place.label for place in found.without}


def test_each_offer_counts_once_in_all_and_each_empty_field_is_a_gap(some):
    found = landscape()
    assert [kind.total for kind in found.kinds] == [1, 1, 2, 0, 0, 0]
    assert found.total == 4
    assert found.fields == 33 * 6
    assert found.gaps == 33 * 6 - 3
    assert (found.kinds[2].reached, found.kinds[2].missing) == (2, 31)


def test_each_cell_leads_to_as_many_offers_as_it_says(client, some):
    page = client.get(ADDRESS).content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    links = re.findall(r'<a href="([^"]+)" aria-label="[^"]+: (\d+)">(\d+)</a>', table)
    assert len(links) == 34 * 7
    for address, told, shown in dict.fromkeys(link for link in links if link[2] != "0" or "lund" in link[0]):
        assert told == shown
        assert client.get(address.replace("&amp;", "&")).context["found"].total == int(shown)


def test_the_table_names_its_rows_and_columns(client, some):
    page = client.get(ADDRESS).content.decode()
    table = ElementTree.fromstring(page[page.index('<table class="landscape') : page.index("</table>") + 8])
    assert table.find("caption") is not None
    assert {cell.get("scope") for cell in table.iterfind("thead/tr/th")} == {"col"}
    assert len(table.findall("tbody/tr")) == len(table.findall("tbody/tr/th[@scope='row']")) == 34
    assert table.findtext("tbody/tr/th") == "Hela Skåne"
    assert [cell.text for cell in table.iterfind("tfoot/tr/td")] == ["1", "1", "2", "0", "0", "0", "4"]


def test_the_picture_has_a_title_numbers_and_links_of_its_own(client, some):
    page = client.get(ADDRESS).content.decode()
    drawings = re.findall(r"<svg class=\"landscape-picture.*?</svg>", page, re.DOTALL)
    assert len(drawings) == 2
    for drawing in drawings:
        svg = ElementTree.fromstring(drawing)
        assert svg.findtext("title") == "Stöd efter slag och kommun"
        assert svg.find("desc") is not None
        assert svg.get("aria-labelledby") == svg.find("title").get("id")  # ty: ignore[unresolved-attribute]
        assert sorted(link.findtext("text") or "" for link in svg.iterfind("a")) == ["1", "1", "1", "2"]
        assert len(svg.findall("rect[@class='landscape-gap']")) == 34 * 6 - 4
        assert "Lokaler, Lund: 2" in [link.get("aria-label") for link in svg.iterfind("a")]


def test_nothing_in_the_picture_lies_outside_it_or_over_another():
    OfferFactory(at=["Lund"])
    for picture in pictures(landscape()):
        for tile in picture.tiles:
            assert 0 <= tile.x <= tile.x + tile.width <= picture.width
            assert 0 <= tile.y <= tile.y + tile.height <= picture.height
        assert len({(tile.x, tile.y) for tile in picture.tiles}) == len(picture.tiles) == 34 * 6


def test_the_places_that_have_most_are_drawn_first(some):
    tall, wide = pictures(landscape())
    assert [str(name.text) for name in tall.names if not name.is_turned][:3] == ["Hela Skåne", "Lund", "Malmö"]
    assert [str(name.text) for name in wide.names if name.is_turned][:3] == ["Hela Skåne", "Lund", "Malmö"]


def test_it_is_told_in_english_too(client, some):
    with translation.override("en"):
        page = client.get("/en/find/support/landscape/").content.decode()
    assert "The support landscape" in page
    assert "Premises, Lund: 2" in page
    assert "/en/find/support/?kind=premises&amp;municipality=lund&amp;open=now" in page


def test_without_any_offer_it_says_so(client):
    page = client.get(ADDRESS).content.decode()
    assert "Inget sådant stöd här än" in page
    assert "<table" not in page


def test_it_costs_the_same_for_many_and_little(client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS)
        return len(captured)

    client.get(ADDRESS)
    OfferFactory(at=["Lund"])
    few, again = cost(), cost()
    for _number in range(10):
        OfferFactory(at=["Ystad", "Malmö"])
    # Counted anew once, and remembered then.
    assert cost() <= few <= 7
    assert cost() <= again <= 3
