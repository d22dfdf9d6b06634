"""The page of results."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from portal.content.models import SiteSettings
from portal.plugins.search import Document

pytestmark = pytest.mark.django_db


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def titles(html: str) -> list[str]:
    return [re.sub("<.*?>", "", title) for title in re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a>", html)]


def test_a_hit_shows_its_kind_title_marked_excerpt_and_place(client, shelf):
    shelf.put("Odling i Rosengård", "Vi odlar <b>ihop</b> & delar skörden.", municipalities=("Malmö",))
    html = page(client, "/sok/?q=odlar")
    assert "1 resultat" in html
    assert "Anteckning" in html
    assert "Vi <mark>odlar</mark> &lt;b&gt;ihop&lt;/b&gt; &amp; delar" in html
    assert "Malmö" in html


def test_what_happens_on_a_day_says_when_without_a_place_too(client, shelf):
    shelf.put("Odling", starts_at=timezone.make_aware(datetime(2031, 5, 1, 18)))
    assert "1 maj 2031, 18.00" in page(client, "/sok/?q=odling")


def test_a_text_that_is_hardly_more_than_the_word_follows_the_summary(client, shelf):
    shelf.put("Katthem", "Ideell förening", summary="Hjälp till hemlösa katter.")
    assert "<p>Hjälp till hemlösa katter. Ideell <mark>förening</mark></p>" in page(client, "/sok/?q=f%C3%B6rening")


def test_facets_narrow_and_count_what_another_choice_would_give(client, shelf):
    shelf.put("Odling ett", municipalities=("Lund",))
    shelf.put("Odling två", municipalities=("Malmö",))
    shelf.put("Odling tre", municipalities=("Malmö",), facets={"letter": True})
    html = page(client, "/sok/?q=odling&kind=note")
    assert titles(html) == ["Odling ett", "Odling två"]
    counts = dict(re.findall(r'facet-label">([^<]*)</span><span class="facet-count">(\d+)', html))
    assert counts == {"Anteckning": "2", "Brev": "1", "Lund": "1", "Malmö": "1"}


def test_choices_that_leave_nothing_are_taken_away_by_one_click_that_says_what_is_found_then(client, shelf):
    shelf.put("Odling", municipalities=("Lund",))
    shelf.put("Mera odling", municipalities=("Lund",))
    shelf.put("Annat", municipalities=("Malmö",))
    html = page(client, "/sok/?q=odling&municipality=Malm%C3%B6")
    assert "Inget med de här valen" in html
    assert '<a class="button" href="/sok/?q=odling">Ta bort valen: 2 resultat</a>' in html
    assert re.findall(r"<h4><a[^>]*>(.*?)</a>", html) == ["<mark>Odling</mark>", "Mera <mark>odling</mark>"]


def test_choices_are_not_blamed_for_what_is_not_there_without_them_either(client, shelf):
    shelf.put("Odling")
    html = page(client, "/sok/?q=finnsinte&kind=note")
    assert "Inget med de här valen" not in html
    assert "Inget hittades för ”finnsinte”" in html


def test_nothing_found_says_how_to_widen_and_shows_the_doors_and_what_is_new(client, shelf):
    now, day = timezone.now(), timedelta(days=1)
    shelf.put("Förra veckan", published_at=now - 7 * day)
    shelf.put("I går", published_at=now - day)
    shelf.put("Ett brev", published_at=now - 2 * day, facets={"letter": True})
    shelf.put("I morgon", published_at=now + day)
    shelf.put("Har varit", published_at=now, starts_at=now - day)
    html = page(client, "/sok/?q=finnsinte")
    assert "Inget hittades för ”finnsinte”" in html
    assert "rättstavade" in html
    assert 'href="/en/search/?q=finnsinte"' in html
    assert "Nytt på portalen" in html
    assert titles(html) == ["I går", "Ett brev"]
    assert re.search(r'<a class="chip" href="/[a-z/]+">', html)


def test_nothing_found_shows_what_comes_nearest_and_leads_to_all_of_it(client, shelf):
    shelf.put_many([Document("sv", f"Odling i staden {number}", f"/{number}/") for number in range(4)])
    html = page(client, "/sok/?q=%22staden+odling%22")
    assert "Det som kommer närmast" in html
    assert len(titles(html)) == 3
    assert '<a href="/sok/?q=staden+odling">Visa alla 4 resultat</a>' in html
    assert "Nytt på portalen" not in html
    assert len(titles(page(client, "/sok/?q=odling+-staden"))) == 3
    assert len(titles(page(client, "/sok/?q=odlling&exact=1"))) == 3


def test_nothing_found_says_whom_to_ask_if_somebody_is_there(client, shelf):
    assert "Fråga oss" not in page(client, "/sok/?q=finnsinte")
    SiteSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"contact_email": "fraga@example.org", "contact_phone": "040-10 00"}
    )
    main = page(client, "/sok/?q=finnsinte").split("<footer")[0]
    assert 'Fråga oss:\n    <a href="mailto:fraga@example.org">' in main
    assert 'href="tel:040-10 00"' in main


def test_what_stands_instead_of_nothing_costs_few_queries(client, shelf, django_assert_max_num_queries):
    shelf.put("Odling i staden", municipalities=("Lund",))
    shelf.put("Annat", municipalities=("Malmö",))
    with django_assert_max_num_queries(25):
        page(client, "/sok/?q=%22staden+odling%22&municipality=Malm%C3%B6")


def test_without_a_question_there_is_a_box_and_no_noindex(client, shelf):
    html = page(client, "/sok/")
    assert 'name="q"' in html
    assert "noindex" not in html


def test_results_are_not_indexed_by_others(client, shelf):
    assert "noindex" in page(client, "/sok/?q=odling")


def test_pages_are_bounded_and_keep_the_question(client, shelf):
    shelf.put_many([Document("sv", f"Odling {number}", f"/{number}/") for number in range(25)])
    first = page(client, "/sok/?q=odling")
    assert len(titles(first)) == 10
    assert "?q=odling&amp;page=3" in first
    assert len(titles(page(client, "/sok/?q=odling&page=3"))) == 5
    assert client.get("/sok/?q=odling&page=999999999").url == "/sok/?q=odling&page=3"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/sok/?q=", "/sok/"),
        ("/sok/?q=%20odling%20", "/sok/?q=odling"),
        ("/sok/?page=1&q=odling", "/sok/?q=odling"),
        ("/sok/?q=odling&page=-1", "/sok/?q=odling"),
        ("/sok/?q=odling&kind=note&kind=letter&kind=note", "/sok/?q=odling&kind=letter&kind=note"),
        ("/sok/?q=odling&kind=nothing&municipality=Atlantis&x=1", "/sok/?q=odling"),
        ("/sok/?kind=note", "/sok/"),
    ],
)
def test_a_question_has_one_address(client, shelf, address, canonical):
    assert client.get(address).url == canonical
    assert client.get(canonical).status_code == 200


def test_what_is_written_in_the_other_language_only_says_so(client, shelf):
    shelf.put("Odling för alla")
    html = page(client, "/en/search/?q=odling")
    assert '<h3 lang="sv">' in html
    assert "In Swedish" in html


def test_a_translation_stands_in_for_the_original(client, shelf):
    shelf.put("Teater på torget", group="pjäs")
    shelf.put("Teater in the square", group="pjäs", language="en")
    assert titles(page(client, "/en/search/?q=teater")) == ["Teater in the square"]
    assert titles(page(client, "/sok/?q=teater")) == ["Teater på torget"]


def test_searching_sets_no_cookie_and_writes_nothing(client, shelf, django_assert_max_num_queries):
    shelf.put("Odling")
    with django_assert_max_num_queries(15) as queries:
        response = client.get("/sok/?q=odling")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert {query["sql"].split()[0].lstrip("(") for query in queries.captured_queries} == {"SELECT"}


def test_only_get_is_answered(client, shelf):
    assert client.post("/sok/").status_code == 405


ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(['"', "(", "NEAR", "*", "AND", "col:", "%_", "\0", "odling", "😀", "a\u0301" * 40])).map(
        " ".join
    ),
    st.just("ö" * 10_000),
)


@pytest.mark.database
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, number=st.one_of(st.text(max_size=8), st.integers().map(str)))
def test_any_text_answers_after_one_redirect_at_most(client, shelf, text, number):
    choices = dict.fromkeys(("kind", "municipality", "tag", "form", "stage", "when", "sort", "exact"), text)
    response = client.get("/sok/", {"q": text, "page": number, **choices}, follow=True)
    assert response.status_code == 200
    assert len(response.redirect_chain) <= 1
    if response.redirect_chain:
        asked = parse_qs(urlsplit(response.redirect_chain[0][0]).query).get("q", [""])[0]
        assert len(asked) <= 200


def test_results_for_what_was_meant_say_so_and_lead_to_the_exact_question(client, shelf):
    shelf.put("Simning", "Alla barn lär sig simma i simhallen.")
    shelf.put("Odling & bin", "Simhall finns också här.")
    html = page(client, "/sok/?q=simhalen")
    assert "Visar resultat för <strong>simhallen</strong>" in html
    assert "<mark>simhallen</mark>" in html
    assert 'href="/sok/?q=simhalen&amp;exact=1"' in html
    exact = page(client, "/sok/?q=simhalen&exact=1")
    assert "Inget hittades" in exact
    assert 'Menade du <a href="/sok/?q=simhallen">simhallen</a>' in exact


def test_a_correction_is_escaped(client, shelf):
    shelf.put("Simhallen")
    html = page(client, "/sok/?q=simhalen+%3Cb%3E")
    assert "<strong>simhallen &lt;b&gt;</strong>" in html
    assert "<b>" not in html


def test_a_word_that_is_there_is_not_put_right(client, shelf):
    shelf.put("Simhallen")
    html = page(client, "/sok/?q=simhallen")
    assert "Visar resultat för" not in html
    assert "Menade du" not in html


def test_where_the_hits_begin_that_have_only_some_of_the_words_is_told(client, shelf):
    shelf.put("Odling i Lund", "Om odling, odling och odling.")
    shelf.put("Odling", "I Malmö.")
    html = page(client, "/sok/?q=odling+malm%C3%B6")
    before, after = html.split("Det som följer har inte alla dina ord")
    assert titles(before) == ["Odling"]
    assert titles(after) == ["Odling i Lund"]
    assert "Det som följer" not in page(client, "/sok/?q=odling")


def test_every_choice_has_a_chip_and_a_place_in_the_address(client, shelf, django_assert_max_num_queries):
    facets = {"tag": {"gront": "Grönt"}, "form": {"klubb": "Klubb"}, "stage": {"idea": "Idé"}}
    shelf.put("Odling", facets=facets, municipalities=("Lund",), starts_at=timezone.now())
    shelf.put("Odling två", facets={"form": {"bolag": "Bolag"}})
    address = "/sok/?q=odling&kind=note&when=coming&tag=gront&municipality=Lund&form=klubb&stage=idea&written_in=sv"
    with django_assert_max_num_queries(15):
        html = page(client, f"{address}&sort=newest")
    assert titles(html) == ["Odling"]
    chips = re.findall(r'chip-chosen" href="[^"]*"><span[^>]*>[^<]*</span>([^<]*)', html)
    assert chips == ["Anteckning", "Kommande", "Grönt", "Lund", "Klubb", "Idé", "Svenska"]
    assert client.get("/sok/?q=odling&written_in=sv&kind=note&sort=newest&form=klubb").url == (
        "/sok/?q=odling&kind=note&form=klubb&written_in=sv&sort=newest"
    )


def test_a_choice_that_other_things_have_keeps_its_name(client, shelf):
    shelf.put("Odling", facets={"form": {"klubb": "Klubb"}})
    shelf.put("Annat", facets={"form": {"bolag": "Bolag"}})
    html = page(client, "/sok/?q=odling&form=bolag")
    assert "Inget med de här valen" in html
    assert "Bolag" in html
    assert client.get("/sok/?q=odling&form=nothing").url == "/sok/?q=odling"


def test_the_order_is_a_link_and_stays_when_filters_change(client, shelf):
    shelf.put("Odling", starts_at=timezone.now())
    shelf.put("Odling två")
    html = page(client, "/sok/?q=odling&sort=newest")
    assert "<strong>Nyast</strong>" in html
    assert '<a href="/sok/?q=odling&amp;sort=soonest">Närmast i tid</a>' in html
    assert '<input type="hidden" name="sort" value="newest">' in html


@pytest.mark.parametrize(("address", "language"), [("/sok/", "sv"), ("/en/search/", "en")])
def test_a_browser_finds_the_search_and_how_to_ask_it(client, shelf, address, language):
    html = page(client, address)
    link = re.search(
        r'<link rel="search" type="application/opensearchdescription\+xml" title="[^"]+" href="([^"]+)"', html
    )
    answer = client.get(link[1])
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    root = ElementTree.fromstring(answer.content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.find(f"{space}Url").get("template") == f"http://testserver{address}?q={{searchTerms}}"
    assert 0 < len(root.findtext(f"{space}ShortName")) <= 16
    assert root.findtext(f"{space}Language") == language
