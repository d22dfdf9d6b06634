"""The rows of a form: taken away by a tick, wrong beside the field, named in the summary."""

import re

import pytest

from tests.directory.factories import InitiativeFactory, OrganisationFactory, PersonFactory
from tests.directory.posted import publish, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(keeper):
    return OrganisationFactory(name="Fyren", kept_by=keeper, trusted=True)


def towns(organisation) -> list[str]:
    organisation.refresh_from_db()
    return list(organisation.places.values_list("town", flat=True))


def summary(response) -> list[tuple[str, str]]:
    """Where each line of the summary leads, and what it says."""
    html = response.content.decode().split('class="error-summary"')[1].split("</ul>")[0]
    return [(to, " ".join(said.split())) for to, said in re.findall(r'<a href="#([^"]+)">(.*?)</a>', html, re.DOTALL)]


def test_a_ticked_row_is_taken_away_and_the_others_stay(client, kept):
    publish(client, kept, places=[{"town": "Lund"}, {"town": "Ystad"}, {"town": "Bjuv"}])
    publish(client, kept, places=[{"town": "Lund"}, {"town": "Ystad", "remove": "on"}, {"town": "Bjuv"}])
    assert towns(kept) == ["Lund", "Bjuv"]


def test_nothing_is_wrong_with_what_is_taken_away(client, kept):
    wrong = {"town": "Ystad", "postcode": "x", "latitude": "north", "remove": "on"}
    assert publish(client, kept, places=[{"town": "Lund"}, wrong]).status_code == 302
    assert towns(kept) == ["Lund"]


def test_what_is_taken_away_makes_room_for_another(client, kept):
    full = [{"town": f"By {number}"} for number in range(11)]
    assert write(client, kept, places=[*full, {"town": "Ny"}]).status_code == 200
    assert publish(client, kept, places=[{**full[0], "remove": "on"}, *full[1:], {"town": "Ny"}]).status_code == 302
    assert len(towns(kept)) == 11


def test_a_form_that_is_shown_again_keeps_the_tick_and_what_was_typed(client, kept):
    response = write(
        client, kept, places=[{"town": "Lund", "postcode": "y", "remove": "on"}, {"town": "Ystad", "postcode": "x"}]
    )
    html = response.content.decode()
    assert re.search(r'name="places-0-remove"[^>]*checked', html)
    assert 'value="Ystad"' in html
    assert [to for to, _said in summary(response)] == ["id_places-1-postcode"]


def test_the_summary_names_the_row_and_the_field(client, kept):
    response = write(client, kept, places=[{"town": "Lund"}, {"town": "Ystad", "postcode": "x"}, {"is_visited": "on"}])
    assert summary(response) == [
        ("id_places-1-postcode", "Plats 2, Postnummer: Skriv fem siffror, till exempel 211 20."),
        ("places-2", "Plats 3: Skriv var det är."),
    ]
    assert 'id="places-2"' in response.content.decode()


def test_a_label_that_is_a_question_is_not_followed_by_a_colon(client):
    organisation = OrganisationFactory()
    page = client.post(
        f"/hitta/organisationer/{organisation.slug}/fel/", {"text": ""}, headers={"sec-fetch-site": "same-origin"}
    )
    assert next(said for _to, said in summary(page)).startswith("Vad är fel? ")


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ({"latitude": "55,6090", "longitude": "13,0007"}, (55.609, 13.0007)),
        ({"latitude": "55.6090, 13.0007"}, (55.609, 13.0007)),
        ({"latitude": "55.6090 13.0007"}, (55.609, 13.0007)),
        ({}, (None, None)),
    ],
)
def test_a_point_is_read_as_people_write_it_and_as_maps_give_it(client, kept, written, point):
    assert publish(client, kept, places=[{"town": "Malmö", **written}]).status_code == 302
    found = kept.places.get()
    assert (found.latitude, found.longitude) == point


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"latitude": "55.6"}, "longitude"),
        ({"longitude": "13"}, "latitude"),
        ({"latitude": "norr", "longitude": "13"}, "latitude"),
        ({"latitude": "13", "longitude": "55.6"}, "latitude"),
        ({"is_visited": "on", "is_hidden": "on"}, "is_visited"),
    ],
)
def test_what_is_wrong_with_a_place_stands_beside_the_field(client, kept, written, field):
    response = write(client, kept, places=[{"town": "Malmö", **written}])
    assert [to for to, _said in summary(response)] == [f"id_places-0-{field}"]
    assert f'id="id_places-0-{field}_error"' in response.content.decode()


def test_a_part_says_where_names_are_looked_up(client, keeper, kept):
    initiative = InitiativeFactory(by=[kept])
    html = client.get(f"{initiative.edit_url}deltagare/").content.decode()
    address = re.search(r'data-names="([^"]+)"', html)[1]
    assert [item["name"] for item in client.get(address, {"q": "fyren"}).json()["items"]] == ["Fyren"]


def test_an_empty_row_is_folded_and_has_nothing_to_take_away(client, kept):
    publish(client, kept, contacts=[{"name": "Siv"}])
    html = client.get(f"{kept.edit_url}kontakt/").content.decode()
    folded = re.findall(r'<details class="form-more">.*?</details>', html, re.DOTALL)
    assert [re.search(r'id="(\w+-\d+)"', row)[1] for row in folded] == ["contacts-1", "channels-0", "links-0"]
    assert re.findall(r'name="([^"]+-remove)"', html) == ["contacts-0-remove"]
