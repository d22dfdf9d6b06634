"""The public list of support offers: filters, counts, search, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.plugins import search
from tests.directory.factories import OfferFactory, OrganisationFactory, TagFactory

pytestmark = pytest.mark.django_db


def found(client: Client, query: str = "") -> list[str]:
    return [offer.title for offer in client.get(f"/hitta/stod/?{query}").context["found"].page]


def counts(client: Client, facet: str, query: str = "") -> dict[str, int]:
    return {option.value: option.count for option in client.get(f"/hitta/stod/?{query}").context["found"].facets[facet]}


@pytest.fixture(scope="module")
def some(written_once):
    tag = TagFactory(name="Odling", label_en="Growing")
    OfferFactory(title="Åkermark", kind="premises", at=["Lund", "Malmö"], tagged_with=[tag])
    OfferFactory(title="Ämneskurs", kind="training", at=["Lund"])
    OfferFactory(title="Zonlån", kind="funding", tagged_with=[tag])
    OfferFactory(title="Avslutat", at=["Lund"], deadline=timezone.localdate() - timedelta(days=1))


def test_what_is_open_comes_first_in_swedish_order_and_what_is_closed_sinks(client, some):
    assert found(client) == ["Zonlån", "Åkermark", "Ämneskurs", "Avslutat"]


def test_facets_narrow_and_values_of_one_widen(client, some):
    assert found(client, "municipality=lund") == ["Åkermark", "Ämneskurs", "Avslutat"]
    assert found(client, "municipality=lund&open=now&kind=training") == ["Ämneskurs"]
    assert found(client, "municipality=lund&municipality=malmo&kind=premises") == ["Åkermark"]
    assert found(client, "municipality=hela-skane") == ["Zonlån"]
    assert found(client, "municipality=malmo&municipality=hela-skane") == ["Zonlån", "Åkermark"]
    assert found(client, "tag=odling") == ["Zonlån", "Åkermark"]
    assert found(client, "open=closed") == ["Avslutat"]
    assert len(found(client, "open=closed&open=now")) == 4


@pytest.mark.database
def test_each_facet_is_counted_without_its_own_choice(client, some):
    assert counts(client, "municipality", "municipality=lund") == {"hela-skane": 1, "lund": 3, "malmo": 1}
    assert counts(client, "kind", "municipality=lund&open=now") == {"premises": 1, "training": 1}
    assert counts(client, "open", "open=now") == {"now": 3, "closed": 1}
    assert counts(client, "tag") == {"odling": 2}


def test_the_count_stands_as_a_heading(client, some):
    assert "3 stöd i Lund" in client.get("/hitta/stod/?municipality=lund").content.decode()
    assert "1 stöd för hela Skåne" in client.get("/hitta/stod/?municipality=hela-skane").content.decode()
    assert "3 support offers in Lund" in client.get("/en/find/support/?municipality=lund").content.decode()


def test_what_is_for_the_whole_region_is_offered_beside_a_municipality(client, some):
    page = client.get("/hitta/stod/?municipality=malmo").content.decode()
    assert "Visa också det som gäller hela Skåne" in page
    assert "municipality=hela-skane&amp;municipality=malmo" in page
    assert "Visa också" not in client.get("/hitta/stod/?municipality=malmo&kind=premises").content.decode()
    assert "Visa också" not in client.get("/hitta/stod/").content.decode()


def test_words_narrow_by_the_search_and_what_is_closed_sinks(client, some):
    OfferFactory(title="Potatiskurs", summary_sv="Potatis.", deadline=timezone.localdate() - timedelta(days=1))
    OfferFactory(title="Fröbank", summary_sv="Ibland potatis, i Lund.", at=["Lund"])
    assert found(client, "q=potatis") == ["Fröbank", "Potatiskurs"]
    assert found(client, "q=potatis&municipality=lund") == ["Fröbank"]
    assert counts(client, "open", "q=potatis") == {"now": 1, "closed": 1}


@pytest.mark.parametrize(
    "query", ["page=1000000000", "page=x", "municipality=%00", "tag=" + "a" * 500, "q=" + "ö" * 5000, "kind=x&open=x"]
)
def test_nonsense_is_answered(client, some, query):
    assert client.get(f"/hitta/stod/?{query}").status_code == 200


def test_a_choice_that_nothing_has_stays_so_that_it_can_be_taken_away(client, some):
    page = client.get("/hitta/stod/?municipality=ystad&tag=odling&kind=network&open=closed")
    assert page.context["found"].total == 0
    assert [str(chip["label"]) for chip in page.context["chips"]] == ["Nätverk", "Ystad", "Stängt", "Odling"]
    assert "Inget sådant stöd här än" in page.content.decode()


def test_pages_keep_the_choices(client):
    organisation = OrganisationFactory()
    OfferFactory.create_batch(30, organisation=organisation, at=["Lund"])
    assert "municipality=lund&amp;page=2" in client.get("/hitta/stod/?municipality=lund").content.decode()
    assert len(found(client, "municipality=lund&page=2")) == 6


def _cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_many_cost_as_many_queries_as_one(client):
    urls = ["/hitta/stod/", "/hitta/stod/?municipality=lund&tag=amne&open=now", "/hitta/stod/?q=hjälper"]
    tag = TagFactory(name="Ämne")
    OfferFactory(at=["Lund"], tagged_with=[tag])
    few = [_cost(client, url) for url in urls]
    for _number in range(25):
        OfferFactory(at=["Lund", "Malmö"], tagged_with=[tag])
    many = [_cost(client, url) for url in urls]
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
    assert max(many[:2]) <= 10, many
    # With what the search itself asks.
    assert many[2] <= 18, many


def test_looking_writes_nothing(client, some):
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/hitta/stod/?q=odling")
        client.get("/hitta/stod/landskapet/")
        client.get("/hitta/stod/zonlan/")
    assert {row["sql"].strip("(").split()[0] for row in captured} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert not response.cookies


def test_without_the_search_words_find_nothing_and_the_list_stands(client, some, monkeypatch):
    monkeypatch.setattr(search, "_search", None)
    assert found(client, "q=odling") == []
    assert len(found(client)) == 4
    assert client.get("/hitta/stod/zonlan/").context["similar"][0].title == "Åkermark"
