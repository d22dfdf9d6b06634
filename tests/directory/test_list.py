"""The public list: filters, counts, search, and what it costs."""

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from directory.alphabet import sort_key
from directory.slots import slots
from portal.plugins import search
from tests.directory.factories import InitiativeFactory, OrganisationFactory, TagFactory, place

pytestmark = pytest.mark.django_db


def found(client: Client, query: str = "") -> list[str]:
    return [entry.called for entry in client.get(f"/hitta/?{query}").context["found"].page]


def counts(client: Client, facet: str, query: str = "") -> dict[str, int]:
    return {option.value: option.count for option in client.get(f"/hitta/?{query}").context["found"].facets[facet]}


@pytest.fixture(scope="module")
def some(written_once):
    tag = TagFactory(name="Odling", label_en="Growing")
    OrganisationFactory(name="Åkern", municipality=place("Lund"), tagged_with=[tag])
    OrganisationFactory(name="Änden", municipality=place("Lund"), form="stiftelse")
    OrganisationFactory(name="Zonen", municipality=place("Malmö"), tagged_with=[tag])
    InitiativeFactory(title="Bänken", municipality=place("Malmö"))


def test_entries_stand_in_swedish_order(client, some):
    assert found(client) == ["Bänken", "Zonen", "Åkern", "Änden"]


@pytest.mark.database
def test_every_database_sorts_alike(client):
    names = ["Zonen", "Łuka", "Ås-laget", "Aslan", "A slå", "Þing", "8 hjul", "Åslaget"]
    for name in names:
        OrganisationFactory(name=name)
    assert found(client) == sorted(names, key=sort_key)


def test_facets_narrow_and_values_of_one_widen(client, some):
    assert found(client, "municipality=lund") == ["Åkern", "Änden"]
    assert found(client, "municipality=lund&form=stiftelse") == ["Änden"]
    assert found(client, "municipality=lund&municipality=malmo") == ["Bänken", "Zonen", "Åkern", "Änden"]
    assert found(client, "type=initiative") == ["Bänken"]
    assert found(client, "tag=odling&type=organisation") == ["Zonen", "Åkern"]


def test_each_facet_is_counted_without_its_own_choice(client, some):
    assert counts(client, "municipality", "municipality=lund") == {"lund": 2, "malmo": 2}
    assert counts(client, "type", "municipality=lund") == {"organisation": 2}
    assert counts(client, "tag") == {"odling": 2}
    assert counts(client, "form", "type=organisation") == {"ideell-forening": 2, "stiftelse": 1}


def test_the_count_stands_as_a_heading(client, some):
    assert "2 organisationer i Lund" in client.get("/hitta/?type=organisation&municipality=lund").content.decode()
    assert "2 organisations in Lund" in client.get("/en/find/?type=organisation&municipality=lund").content.decode()


def test_words_narrow_by_the_search_the_best_first(client, some):
    OrganisationFactory(name="Potatisodlarna", summary_sv="Potatis i Lund.", municipality=place("Lund"))
    OrganisationFactory(name="Allmänna", summary_sv="Ibland potatis.", municipality=place("Malmö"))
    assert set(found(client, "q=potatis")) == {"Potatisodlarna", "Allmänna"}
    assert found(client, "q=potatis")[0] == "Potatisodlarna"
    assert found(client, "q=potatis&municipality=malmo") == ["Allmänna"]
    assert counts(client, "municipality", "q=potatis") == {"lund": 1, "malmo": 1}


@pytest.mark.parametrize(
    "query", ["page=1000000000", "page=x", "municipality=%00", "tag=" + "a" * 500, "q=" + "ö" * 5000]
)
def test_nonsense_is_answered(client, some, query):
    assert client.get(f"/hitta/?{query}").status_code == 200


def test_a_choice_that_nothing_has_stays_so_that_it_can_be_taken_away(client, some):
    page = client.get("/hitta/?municipality=ystad&tag=odling&form=byalag&type=initiative")
    assert page.context["found"].total == 0
    assert [str(chip["label"]) for chip in page.context["chips"]] == ["Initiativ", "Ystad", "Odling", "Byalag"]
    assert "Ingen här än" in page.content.decode()


def test_unknown_values_of_closed_facets_are_left_out(client, some):
    assert len(found(client, "type=nothing&form=nothing")) == 4


def test_pages_keep_the_choices(client):
    OrganisationFactory.create_batch(30, municipality=place("Lund"))
    page = client.get("/hitta/?municipality=lund").content.decode()
    assert "municipality=lund&amp;page=2" in page
    assert len(found(client, "municipality=lund&page=2")) == 6


def test_what_is_not_published_is_neither_shown_nor_counted(client):
    draft = OrganisationFactory(name="Utkastet", live=False, municipality=place("Lund"), tagged_with=[TagFactory()])
    InitiativeFactory(title="Utkast till initiativ", live=False, by=[draft])
    response = client.get("/hitta/")
    assert "tkast" not in response.content.decode()
    assert response.context["found"].total == 0
    assert not any(response.context["found"].facets.values())
    assert client.get("/hitta/?q=Utkastet").context["found"].total == 0


def _cost(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_fifty_cost_as_many_queries_as_one_and_no_more_than_fifteen(client):
    urls = ["/hitta/", "/hitta/?type=organisation&tag=amne", "/hitta/?q=cyklar"]
    tag = TagFactory(name="Ämne")

    def make() -> None:
        OrganisationFactory(municipality=place("Lund"), tagged_with=[tag])
        InitiativeFactory()

    make()
    client.get("/hitta/")
    few = [_cost(client, url) for url in urls]
    for _number in range(25):
        make()
    many = [_cost(client, url) for url in urls]
    # Fewer when all of the first page is of one kind.
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
    assert max(many) <= 15, many


def test_looking_writes_nothing(client, some):
    with CaptureQueriesContext(connection) as captured:
        response = client.get("/hitta/?q=odling")
        client.get("/hitta/organisationer/akern/")
    assert {row["sql"].strip("(").split()[0] for row in captured} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert not response.cookies


def test_without_the_search_words_find_nothing_and_the_list_stands(client, some, monkeypatch):
    monkeypatch.setattr(search, "_search", None)
    assert found(client, "q=odling") == []
    assert len(found(client)) == 4


def test_the_map_leads_to_the_list_of_a_municipality_and_keeps_the_other_choices(client, some):
    assert "region-map" not in client.get("/hitta/").content.decode()
    page = client.get("/hitta/?tag=odling&view=map").content.decode()
    assert 'aria-label="Lund: 1"' in page
    assert 'href="/hitta/?municipality=lund&amp;tag=odling&amp;view=map"' in page
    assert _cost(client, "/hitta/?view=map") <= 15


def test_the_home_page_has_figures_and_the_map(client, some):
    shown = slots["home-end"](RequestFactory().get("/"), None)
    assert "<dd>3</dd>" in shown
    assert "<title>Lund: 2</title>" in shown
