"""The map of a result: where things are, tiles and cells, clusters, and the picture that needs no JavaScript."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

import directory
from directory.api.map import Choice
from directory.mapping.clusters import MOST_BYTES, MOST_CLUSTERS, Cluster, _apart, packed
from directory.mapping.grid import LEAST_ZOOM, MOST_TILES, MOST_ZOOM, REGION, Box, Window, snapped
from directory.mapping.where import located
from directory.models import Municipality, Organisation, Tag
from directory.queries import Filters
from directory.services.listing import reconcile
from portal.plugins import search
from tests.directory.factories import InitiativeFactory, OrganisationFactory, TagFactory, place

pytestmark = pytest.mark.django_db

WHOLE = "/api/v1/directory/map"


def clusters(client: Client, query: str = "") -> list[dict]:
    response = client.get(f"{WHOLE}?{query}")
    assert response.status_code == 200, response.content
    return response.json()["clusters"]


def counted(client: Client, query: str = "") -> int:
    return sum(cluster["count"] for cluster in clusters(client, query))


@pytest.fixture(scope="module")
def some(written_once):
    tag = TagFactory(name="Odling", label_en="Growing")
    OrganisationFactory(name="Åkern", municipality=place("Lund"), tagged_with=[tag])
    OrganisationFactory(name="Änden", municipality=place("Lund"), form="stiftelse")
    OrganisationFactory(name="Zonen", municipality=place("Ystad"), tagged_with=[tag])
    OrganisationFactory(name="Överallt")
    InitiativeFactory(title="Bänken", municipality=place("Osby"))


# Boxes and tiles -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "13,55,12,56", "13,56,14,55", "nan,55,14,56", "13,55,inf,56", "1e999,1,2,3"],
)
def test_nonsense_is_no_box(text):
    assert Box.of(text) is None


def test_a_box_is_said_as_it_is_read():
    assert str(Box.of("12.9,55.50000001,13.25,55.75")) == "12.9,55.5,13.25,55.75"


coordinates = st.tuples(
    st.floats(12.3, 14.6), st.floats(55.3, 56.6), st.floats(0.001, 2), st.floats(0.001, 1), st.integers(0, 30)
)


@given(coordinates)
def test_tiles_cover_the_box_and_are_few(drawn):
    west, south, width, height, zoom = drawn
    box = Box(west, south, west + width, south + height)
    window = snapped(box, zoom)
    assert window
    part = box.meet(REGION)
    assert part
    covered = window.box
    assert covered.west <= part.west + 1e-9
    assert covered.east >= part.east - 1e-9
    assert covered.south <= part.south + 1e-9
    assert covered.north >= part.north - 1e-9
    assert max(window.right - window.left, window.top - window.bottom) <= MOST_TILES
    assert LEAST_ZOOM <= window.zoom <= MOST_ZOOM


def test_what_lies_in_the_same_tiles_is_the_same_question():
    assert snapped(Box(13.01, 55.60, 13.20, 55.70), 10) == snapped(Box(13.02, 55.61, 13.19, 55.69), 10)
    assert snapped(Box(13.01, 55.60, 13.20, 55.70), 10) != snapped(Box(13.00, 55.60, 13.90, 55.70), 10)


def test_outside_the_region_nothing_is_asked_and_far_too_much_is_cut():
    assert snapped(Box(2, 48, 3, 49), 8) is None
    assert snapped(Box(-180, -85, 180, 85), 8) == snapped(REGION, 8)


# Clusters ------------------------------------------------------------------------------------


@pytest.mark.database
def test_the_map_counts_what_the_list_shows(client, some):
    assert counted(client) == 4
    assert counted(client, "type=organisation") == 3
    assert counted(client, "tag=odling") == 2
    assert counted(client, "municipality=lund&municipality=osby") == 3
    assert counted(client, "form=stiftelse") == 1
    search.publish(Organisation.objects.get(name="Zonen"))
    assert counted(client, "q=Zonen") == 1


def test_a_merged_tag_means_the_one_that_it_was_merged_into(client, some):
    TagFactory(name="Planta", merged_into=Tag.objects.get(name="Odling"))
    assert counted(client, "tag=planta") == 2


@pytest.mark.database
def test_far_away_they_are_one_and_near_by_each_town_is_its_own(client, db):
    for name in ("Malmö", "Burlöv", "Lomma"):
        OrganisationFactory(municipality=place(name))
    assert [cluster["count"] for cluster in clusters(client, "zoom=7")] == [3]
    near = clusters(client, "zoom=13&bbox=12.95,55.58,13.12,55.7")
    assert [cluster["count"] for cluster in near] == [1, 1, 1]
    assert {cluster["name"] for cluster in near} == set(Organisation.objects.values_list("name", flat=True))


def test_a_cluster_says_where_all_of_it_lies(client, some):
    lund = place("Lund")
    first = clusters(client, "tag=&municipality=lund")[0]
    point = [round(lund.longitude, 5), round(lund.latitude, 5)]
    assert first == {"latitude": point[1], "longitude": point[0], "count": 2, "box": [*point, *point]}


def test_what_works_everywhere_has_no_point(some):
    assert {entry.name for entry in located(Organisation.objects.all())} == {"Åkern", "Änden", "Zonen"}


@pytest.mark.database
def test_places_stand_where_they_say_or_at_their_seat_and_count_once_in_a_cell(client, db):
    workshop = OrganisationFactory(name="Verkstan", municipality=place("Lund"))
    workshop.places.create(street="Ågatan 1", latitude=55.42, longitude=13.83)
    workshop.places.create(street="Ågatan 2", latitude=55.43, longitude=13.84)
    workshop.places.create(street="Kiviksvägen 3", municipality=place("Osby"))
    workshop.save()
    search.publish(workshop)
    points = {(row.latitude, row.longitude) for row in located(Organisation.objects.all())}
    assert points == {(55.42, 13.83), (55.43, 13.84), (place("Osby").latitude, place("Osby").longitude)}
    assert sorted(cluster["count"] for cluster in clusters(client, "zoom=8")) == [1, 1]
    assert shown(client, "box=13.8,55.4,13.9,55.5") == ["Verkstan"]
    assert shown(client, "box=13.1,55.6,13.3,55.8") == []


@pytest.mark.database
def test_a_protected_address_is_no_point_and_leaves_none_at_the_seat(client, some):
    shelter = OrganisationFactory(name="Jouren", municipality=place("Malmö"))
    before = counted(client, "tag=odling")
    assert counted(client) == 5
    shelter.places.create(street="Hemliga gatan 1", latitude=55.99, longitude=13.99, is_hidden=True)
    shelter.save()
    search.publish(shelter)
    assert counted(client) == 4
    assert counted(client, "bbox=13.9,55.95,14.1,56.05&zoom=12") == 0
    assert shown(client, "box=13.9,55.9,14.1,56.1") == []
    assert b"13.99" not in client.get(f"{WHOLE}?zoom=16&bbox=13.98,55.98,14,56").content
    # As far away as its municipality, and not as the address; in the list and in its municipality's number as ever.
    rows = {entry.called: entry.away for entry in client.get("/hitta/?near=lund").context["found"].page}
    assert rows["Jouren"] == "ungefär 16 km från Lund"
    page = client.get("/hitta/?view=map").content.decode()
    assert 'aria-label="Malmö: 1"' in page
    assert "2 finns i listan men inte på kartan" in page
    # What it does show is a point as everybody's.
    shelter.places.create(street="Öppna gatan 2", latitude=55.6, longitude=13.0)
    shelter.save()
    search.publish(shelter)
    assert counted(client) == 5
    assert counted(client, "bbox=13.9,55.95,14.1,56.05&zoom=12") == 0
    assert counted(client, "tag=odling") == before


def test_the_nearest_of_several_places_counts(client, some):
    here = OrganisationFactory(name="Två hus", municipality=place("Osby"))
    here.places.create(street="Ågatan 1", latitude=55.43, longitude=13.82)
    here.places.create(street="Bgatan 1", latitude=56.3, longitude=13.9)
    here.save()
    search.publish(here)
    assert shown(client, "near=ystad")[:2] == ["Zonen", "Två hus"]
    assert shown(client, "near=osby")[:2] == ["Bänken", "Två hus"]
    assert len(client.get("/api/v1/directory/organisations?near=osby").json()["items"]) == 5


def test_only_what_is_asked_for_is_counted(client, some):
    assert counted(client, "zoom=10&bbox=13.7,55.38,13.9,55.5") == 1
    assert counted(client, "bbox=2,48,3,49") == 0


def test_markers_do_not_lie_on_each_other():
    two = [Cluster(55.6, 13.0, 3, 13.0, 55.6, 13.0, 55.6), Cluster(55.61, 13.01, 1, 13.01, 55.61, 13.01, 55.61)]
    (one,) = _apart(two, (0.1, 0.05))
    assert (one.count, one.latitude, one.east, one.north) == (4, 55.6, 13.01, 55.61)


def test_drafts_and_what_is_nowhere_are_never_there(client, some):
    before = clusters(client)
    OrganisationFactory(name="Utkastet", live=False, municipality=place("Lund"))
    InitiativeFactory(title="Utkastat", live=False, municipality=place("Båstad"))
    OrganisationFactory(name="Ingenstans")
    assert clusters(client) == before
    Organisation.objects.get(name="Zonen").unpublish()
    assert counted(client) == 3


def test_keeping_a_draft_shows_it_to_nobody_on_the_map(client, django_user_model):
    keeper = django_user_model.objects.create_superuser(email="allt@example.org", password="x")
    OrganisationFactory(live=False, municipality=place("Lund"), kept_by=keeper)
    client.force_login(keeper)
    assert clusters(client) == []


@pytest.mark.database
def test_an_answer_is_small_however_much_there_is(client, db):
    """8,000 organisations strewn evenly over all of Skåne, with names as long as they can be."""
    towns = [
        Municipality(
            code=f"x{number:03x}",
            name=f"Ort {number}",
            slug=f"ort-{number}",
            latitude=55.3 + number % 50 * 0.026,
            longitude=12.5 + number // 50 * 0.044,
        )
        for number in range(2500)
    ]
    Municipality.objects.bulk_create(towns)
    Organisation.objects.bulk_create(
        Organisation(
            name=f"{'å' * 150} {number}",
            slug=f"o-{number}",
            sort_key=str(number),
            form="stiftelse",
            summary_sv="x",
            live=True,
            municipality=towns[number if number < 2500 else number % 60],
        )
        for number in range(8000)
    )
    assert reconcile() == {"organisation": 8000}
    most = 0
    for zoom in range(LEAST_ZOOM, MOST_ZOOM + 1):
        for box, all_of_them in ((str(REGION), 8000), ("12.7,55.4,14.7,56.4", 0)):
            response = client.get(f"{WHOLE}?zoom={zoom}&bbox={box}")
            found = response.json()["clusters"]
            assert len(response.content) <= MOST_BYTES
            assert sum(cluster["count"] for cluster in found) >= all_of_them
            most = max(most, len(found))
    assert MOST_CLUSTERS // 3 < most <= MOST_CLUSTERS


def test_names_find_room_or_are_left_out():
    alone = [Cluster(55 + n / 300, 13, 1, 13, 55, 13, 55, name="ö" * 160) for n in range(MOST_CLUSTERS)]
    body = packed(alone, Window(9, 1, 1, 2, 2))
    named = [cluster for cluster in json.loads(body)["clusters"] if "name" in cluster]
    assert 10 < len(named) < MOST_CLUSTERS
    assert len(body) <= MOST_BYTES


def test_the_same_answer_is_not_sent_twice(client, some):
    first = client.get(WHOLE)
    assert "max-age" in first["Cache-Control"]
    assert not first.cookies
    again = client.get(WHOLE, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    OrganisationFactory(municipality=place("Lund"))
    assert client.get(WHOLE, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("query", ["bbox=1,2,3", "bbox=a,b,c,d", "zoom=99", "zoom=x", "bbox=" + "1" * 200])
def test_what_cannot_be_asked_is_refused(client, db, query):
    response = client.get(f"{WHOLE}?{query}")
    assert response.status_code == 422
    assert "detail" in response.json()


def test_the_map_costs_the_same_for_many_and_few(client, some):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{WHOLE}?zoom=9")
        return len(captured)

    few, again = cost(), cost()
    OrganisationFactory.create_batch(20, municipality=place("Malmö"))
    OrganisationFactory.create_batch(3, municipality=place("Höör"))
    # Two for each of the four blocks that a window can touch; then they are remembered.
    assert cost() <= few <= 11
    assert cost() <= again <= 3


def test_every_filter_of_the_list_is_documented(client, db):
    assert set(Filters.FACETS) | {"q", "near", "sort"} == set(Choice.model_fields)
    described = client.get("/api/v1/openapi.json").json()["paths"][WHOLE]["get"]["parameters"]
    assert {parameter["name"] for parameter in described} == {"bbox", "zoom", *Choice.model_fields}


# The list's box and order --------------------------------------------------------------------


def shown(client: Client, query: str) -> list[str]:
    return [entry.called for entry in client.get(f"/hitta/?{query}").context["found"].page]


def test_a_part_of_the_map_narrows_the_list_and_its_counts(client, some):
    lund = "box=13.1,55.6,13.3,55.8"
    page = client.get(f"/hitta/?{lund}&view=map")
    assert shown(client, lund) == ["Åkern", "Änden"]
    assert {option.value: option.count for option in page.context["found"].facets["form"]}["stiftelse"] == 1
    text = page.content.decode()
    assert "2 organisationer och initiativ i den här delen av kartan" in text
    assert "En del av kartan" in text
    assert 'name="box" value="13.1,55.6,13.3,55.8"' in text
    assert shown(client, "box=13.1,55.8,13.3,56") == []
    assert shown(client, "box=nonsense") == ["Bänken", "Zonen", "Åkern", "Änden", "Överallt"]


@pytest.mark.database
def test_the_nearest_stand_first_and_what_has_no_place_last(client, some):
    assert shown(client, "near=ystad") == ["Zonen", "Åkern", "Änden", "Bänken", "Överallt"]
    assert shown(client, "near=osby") == ["Bänken", "Åkern", "Änden", "Zonen", "Överallt"]
    assert shown(client, "near=nowhere") == shown(client, "")


def test_the_list_says_how_far_it_is_as_the_crow_flies(client, some):
    rows = {entry.called: entry.away for entry in client.get("/hitta/?near=lund").context["found"].page}
    # Lund to Ystad is 50 km.
    assert rows["Zonen"] == "ungefär 50 km från Lund"
    assert rows["Åkern"] == rows["Överallt"] == ""


def test_the_order_is_kept_by_the_filters_and_chosen_in_a_form(client, some):
    page = client.get("/hitta/?near=lund&tag=odling&view=map").content.decode()
    assert '<option value="near:lund" selected>' in page
    form = page[page.index('class="list-order"') :]
    assert 'name="tag" value="odling"' in form
    assert 'name="view" value="map"' in form
    assert '<input type="hidden" name="near" value="lund">' in page[page.index('class="facets"') :]
    assert Filters.of(QueryDict("near=lund&box=13,55,14,56&tag=x")).query == "tag=x&near=lund&box=13,55,14,56"


def test_the_api_sorts_by_distance_too(client, some):
    names = [row["name"] for row in client.get("/api/v1/directory/organisations?near=ystad").json()["items"]]
    assert names == ["Zonen", "Åkern", "Änden", "Överallt"]
    titles = client.get("/api/v1/directory/initiatives?near=ystad").json()["items"]
    assert [row["title"] for row in titles] == ["Bänken"]
    assert client.get("/api/v1/directory/organisations?near=atlantis").status_code == 422


# The picture ---------------------------------------------------------------------------------


def test_the_picture_has_a_title_and_a_link_with_a_number_for_each_municipality_that_has_some(client, some):
    page = client.get("/hitta/?view=map").content.decode()
    svg = ElementTree.fromstring(page[page.index('<svg class="region-map"') :].partition("</svg>")[0] + "</svg>")
    assert svg.findtext("title") == "Karta över Skåne: hur många i varje kommun"
    assert svg.find("desc") is not None
    assert {link.get("aria-label") for link in svg.iterfind("a")} == {"Lund: 2", "Ystad: 1", "Osby: 1"}
    assert sorted(text.text or "" for text in svg.iterfind("text")) == ["1", "1", "2"]
    assert len(svg.findall("path")) == 30
    for link in svg.iterfind("a"):
        told = int((link.get("aria-label") or "").rpartition(" ")[2])
        assert client.get(link.get("href") or "").context["found"].total == told


def test_the_map_says_how_many_are_not_on_it(client, some):
    assert "En verkar i hela Skåne" in client.get("/hitta/?view=map").content.decode()
    assert "En finns i listan men inte på kartan" in client.get("/hitta/?view=map").content.decode()
    for narrowed in ("municipality=lund", "box=13,55,14,56"):
        assert "verkar i hela Skåne" not in client.get(f"/hitta/?view=map&{narrowed}").content.decode()


def test_list_and_map_lead_to_each_other_with_the_same_choices(client, some):
    page = client.get("/hitta/?tag=odling&near=lund&view=map").content.decode()
    switch = page[page.index('class="view-switch"') :].partition("</p>")[0]
    assert re.findall(r'href="([^"]+)"', switch) == [
        "/hitta/?tag=odling&amp;near=lund",
        "/hitta/?tag=odling&amp;near=lund&amp;view=map",
    ]
    assert "leaflet" in page
    assert "leaflet" not in client.get("/hitta/").content.decode()


def test_the_boundaries_are_those_of_the_municipalities(db):
    drawn = json.loads((Path(directory.__file__).parent / "static/directory/boundaries.json").read_text())["features"]
    known = {place.slug: [place.latitude, place.longitude] for place in Municipality.objects.all()}
    assert {area["properties"]["slug"]: area["properties"]["seat"] for area in drawn} == known


def test_leaflet_is_ours_with_its_licence():
    vendored = Path(directory.__file__).parent / "static/directory/vendor/leaflet"
    assert "BSD 2-Clause" in (vendored / "LICENSE.txt").read_text()
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"] == ["'self'"]
    assert "sourceMappingURL" not in (vendored / "leaflet.js").read_text()
