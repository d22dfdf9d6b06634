"""The search as open data: bounded, and wrong parameters told in the one shape of errors."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/search"


def test_hits_come_with_whole_addresses_and_counts(client, shelf):
    note = shelf.put("Odling", "Vi odlar <i>ihop</i>.", municipalities=("Lund",))
    answer = client.get(ADDRESS, {"q": "odlar"}).json()
    assert answer["count"] == 1
    (item,) = answer["items"]
    assert item["url"] == f"http://testserver/anteckningar/{note.pk}/"
    assert item["excerpt"] == "Vi <mark>odlar</mark> &lt;i&gt;ihop&lt;/i&gt;."
    assert answer["facets"]["kind"] == [{"value": "note", "label": "Anteckning", "count": 1}]
    assert answer["facets"]["municipality"] == [{"value": "Lund", "label": "Lund", "count": 1}]


def test_what_plugins_publish_is_answered(client, db):
    OrganisationFactory(name="Odlarna")
    assert client.get(ADDRESS, {"q": "odlarna"}).json()["facets"]["kind"] == [
        {"value": "organisation", "label": "Organisationer", "count": 1}
    ]


def test_labels_follow_the_language_asked_for(client, shelf):
    shelf.put("Odling")
    assert client.get(ADDRESS, {"q": "odling", "language": "en"}).json()["items"][0]["language"] == "sv"


def test_limit_and_offset_walk_through_the_hits(client, shelf):
    for number in range(5):
        shelf.put(f"Odling {number}")
    seen = []
    for offset in range(0, 6, 2):
        answer = client.get(ADDRESS, {"q": "odling", "limit": 2, "offset": offset}).json()
        assert answer["count"] == 5
        seen += [item["title"] for item in answer["items"]]
    assert sorted(seen) == [f"Odling {number}" for number in range(5)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"limit": 0},
        {"limit": -1},
        {"limit": 101},
        {"limit": "9" * 25},
        {"limit": "many"},
        {"offset": -1},
        {"offset": 1001},
        {"language": "de"},
        {"written_in": "de"},
        {"when": "soon"},
        {"sort": "best"},
        {"kind": ["note"] * 41},
    ],
)
def test_a_wrong_parameter_is_named(client, shelf, wrong):
    response = client.get(ADDRESS, {"q": "odling", **wrong})
    assert response.status_code == 422
    assert response.json().keys() == {"detail"}
    assert next(iter(wrong)) in response.json()["detail"]


@pytest.mark.database
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), choice=st.text(max_size=20))
def test_any_text_answers(client, shelf, text, choice):
    response = client.get(ADDRESS, {"q": text, "kind": choice, "municipality": choice, "tag": choice, "form": choice})
    assert response.status_code == 200


def test_a_correction_is_told_and_can_be_declined(client, shelf):
    shelf.put("Simhallen")
    answer = client.get(ADDRESS, {"q": "simhalen"}).json()
    assert (answer["correction"], answer["is_corrected"], answer["count"], answer["complete"]) == (
        "simhallen",
        True,
        1,
        1,
    )
    answer = client.get(ADDRESS, {"q": "simhalen", "exact": True}).json()
    assert (answer["correction"], answer["is_corrected"], answer["count"]) == ("simhallen", False, 0)


def test_hits_are_narrowed_and_sorted(client, shelf):
    shelf.put("Odling", facets={"tag": {"gront": "Grönt"}})
    shelf.put("Odling två")
    answer = client.get(ADDRESS, {"q": "odling", "tag": "gront", "sort": "newest"}).json()
    assert answer["count"] == 1
    assert answer["facets"]["tag"] == [{"value": "gront", "label": "Grönt", "count": 1}]
