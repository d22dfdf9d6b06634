"""Pages by number, and beyond them by what the last row was sorted by."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from directory import keyset
from directory.keyset import Order
from directory.models import Organisation
from directory.services.listing import reconcile
from tests.directory.factories import InitiativeFactory, OrganisationFactory, place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    """Pages of three, numbered to the second."""
    monkeypatch.setattr(keyset, "PER_PAGE", 3)
    monkeypatch.setattr(keyset, "LAST_NUMBER", 2)
    monkeypatch.setattr("directory.queries.PER_PAGE", 3)
    monkeypatch.setattr("directory.queries.LAST_NUMBER", 2)


@pytest.fixture(scope="module")
def twenty(written_once):
    now = timezone.now()
    for number in range(20):
        # Some of one name, and some of one moment.
        OrganisationFactory(
            name=f"Namn {number // 3}",
            slug=f"o-{number}",
            municipality=place("Lund") if number % 2 else place("Ystad"),
            first_published_at=now - timedelta(days=number // 4),
            last_published_at=now - timedelta(days=(number * 7) % 20 // 3),
        )
    InitiativeFactory(title="Namn 3", municipality=place("Osby"))


def page(client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    return response


def names(response) -> list[str]:
    return [entry.slug for entry in response.context["found"].page]


def link(response, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', response.content.decode())
    return f"/hitta/{found[1].replace('&amp;', '&')}" if found else ""


def walk(client: Client, address: str, rel: str = "next", between=lambda: None) -> list[list[str]]:
    pages = []
    while address:
        response = page(client, address)
        pages.append(names(response))
        between()
        address = link(response, rel)
        assert len(pages) < 30
    return pages


ORDERS = ["", "sort=newest", "sort=changed", "near=ystad", "near=ystad&type=organisation"]


@pytest.mark.database
@pytest.mark.parametrize("query", ORDERS)
def test_next_meets_each_row_once_and_previous_leads_the_same_way_back(client, twenty, query):
    pages = walk(client, f"/hitta/?{query}")
    met = [slug for each in pages for slug in each]
    total = page(client, f"/hitta/?{query}").context["found"].total
    assert len(met) == len(set(met)) == total
    last = f"/hitta/?{query}"
    while following := link(page(client, last), "next"):
        last = following
    assert "after=" in last
    back = walk(client, last, "prev")
    # What is left at the beginning is the first page again, whole.
    assert back[-1] == pages[0]
    assert list(dict.fromkeys(slug for each in reversed(back) for slug in each)) == met


@pytest.mark.database
def test_rows_that_come_and_go_meanwhile_shift_nobody(client, twenty):
    before = set(Organisation.objects.values_list("slug", flat=True))
    made = iter(range(100))

    def others_write() -> None:
        number = next(made)
        OrganisationFactory(name="Aaa först", slug=f"ny-{number}")
        if number == 3:
            Organisation.objects.get(slug="o-19").delete()

    start = "/hitta/?after=0~namn+0~0"
    met = [slug for each in walk(client, start, between=others_write) for slug in each]
    old = [slug for slug in met if slug in before]
    assert len(old) == len(set(old))
    assert set(old) >= before - {"o-19"}


def test_numbers_end_where_the_list_goes_on_without(client, twenty):
    second = page(client, "/hitta/?page=2")
    assert "after=" in link(second, "next")
    assert "page=3" not in second.content.decode()
    assert names(page(client, "/hitta/?page=900")) == names(second)
    third = page(client, link(second, "next"))
    assert "Första sidan" in third.content.decode()
    canonical = re.search(r'rel="canonical" href="http://testserver(/hitta/[^"]+)"', third.content.decode())
    assert names(page(client, canonical[1].replace("&amp;", "&"))) == names(third)


def test_choices_go_along_and_a_new_choice_begins_at_the_first_page(client, twenty):
    address = link(page(client, "/hitta/?municipality=lund&sort=newest&page=2"), "next")
    query = parse_qs(urlsplit(address).query)
    assert (query["municipality"], query["sort"], "page" in query) == (["lund"], ["newest"], False)
    deep = page(client, address)
    assert all("after=" not in chip["query"] for chip in deep.context["chips"])
    assert not {"after", "before", "page"} & {hidden["name"] for hidden in deep.context["hidden"]}


@pytest.mark.parametrize(
    "mark",
    [
        "x",
        "~",
        "a~b",
        "a~-1",
        "0~a~-1",
        "9~a~99999999999999999999",
        "a~99999999999999999999",
        "a~1~2",
        "%00~1",
        "a" * 500 + "~1",
        "2026-13-01~1",
        "nan~a~1",
    ],
)
@pytest.mark.parametrize("sort", ["", "sort=newest", "near=lund"])
def test_nonsense_marks_show_the_first_page(client, twenty, mark, sort):
    for way in ("after", "before"):
        shown = page(client, f"/hitta/?{sort}&{way}={mark}")
        assert names(shown) == names(page(client, f"/hitta/?{sort}"))


@pytest.mark.database
@pytest.mark.parametrize("mark", ["99999999999999999999~a~1", "-5~a~1", "0~a~9223372036854775807", "inf~a~1"])
def test_marks_beyond_all_rows_are_answered(client, twenty, mark):
    for query in (f"after={mark}", f"before={mark}", f"near=lund&after={mark}", f"near=lund&before={mark}"):
        assert page(client, f"/hitta/?{query}").context["found"].total == 21


def test_past_the_end_and_before_the_beginning_is_the_first_page(client, twenty):
    first = names(page(client, "/hitta/"))
    assert names(page(client, "/hitta/?after=0~zzzz~1")) == first
    assert names(page(client, "/hitta/?before=0~a~1")) == first


def test_a_mark_reads_as_it_was_written():
    now = timezone.now()
    assert Order(("changed_at", "id")).place(Order(("changed_at", "id")).mark((now, 7, None, 3))) == (now, 7)
    near = Order(("distance", "sort_key", "id"))
    assert near.place(near.mark((0.1 + 0.2, "å k", 7))) == (0.1 + 0.2, "å k", 7)


def test_orders_say_what_they_are(client, twenty):
    newest = names(page(client, "/hitta/?sort=newest"))
    assert set(newest) <= {"namn-3", "o-0", "o-1", "o-2", "o-3"}
    Organisation.objects.filter(slug="o-19").update(last_published_at=timezone.now() + timedelta(days=1))
    reconcile()
    assert names(page(client, "/hitta/?sort=changed"))[0] == "o-19"
    text = page(client, "/hitta/?sort=changed").content.decode()
    assert '<option value="changed" selected>Senast ändrade eller bekräftade först</option>' in text


def test_the_forms_way_of_saying_leads_to_the_address_that_is_shared(client, twenty):
    assert client.get("/hitta/?sort=near:lund&type=organisation").url == "/hitta/?type=organisation&near=lund"
    assert client.get("/hitta/?sort=name").url == "/hitta/"
    assert client.get("/hitta/?q=namn&sort=name").status_code == 200
    assert client.get("/hitta/?sort=nonsense").url == "/hitta/"
