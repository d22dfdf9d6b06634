"""Swedish and English as people write them, through the whole search: each class of difficulty on every engine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.planning import make_plan
from search.queries import search
from search.query import Query
from search.synonyms import Synonyms

pytestmark = [pytest.mark.usefixtures("any_engine"), pytest.mark.database]


def titles(text: str, **choices: object) -> list[str]:
    return [hit.title for hit in search(Query(text, **choices)).hits]


RIGHT = "bibliotek ekonomi simhallen cykel hjälpen skorstenen trädgården vattenvård musikskolan"
WRONG = "biblotek ekonåmi simhalen sykel jälpen skårstenen trädgorden vattenvrd mucikskålan"
FOUND = """
    tänderna|Tand  natt|Nätter  böckerna|Bok  lärarnas|Lärare  kvarteret|Kvarter  museets|Museum
    vatten|Vattenvård  vård|Vattenvården  lekplatserna|Lek och plats  kafé|Språkcaféet  jour|Kvinnojouren
    vattenvård|Vård av vatten  strandstädning|Vi städar stränder  arbetslöshet|Arbetslösa
    odla|Odling  forskare|Forskning  trygghet|Tryggare
    angelholm|Ängelholm  bocker|Bok  foraldrastod|Föräldrastöd  foraldrastod|Stöd till föräldrar
    överenskommlse|Överenskommelser  biblotek|Biblioteket  sykel|Cykel  jälp|Hjälp  ekonåmi|Ekonomin
    förreningarna|Förening  epost|E-post  dropin|Drop in  vattenvrd|Vård av vatten
"""
APART = """
    häst|Hast  hast|Höst  mål|Mal  vård|Värd  man|Allmän  tal|Betal  får|Far  hälsa|Hals  båt|Bat
"""


@pytest.mark.parametrize("pair", [pair.strip() for pair in FOUND.replace("\n", "  ").split("  ") if pair.strip()])
def test_it_is_found(shelf, pair):
    asked, title = pair.split("|")
    shelf.put(title)
    shelf.put("Något annat")
    assert titles(asked) == [title]


@pytest.mark.parametrize("pair", [pair.strip() for pair in APART.replace("\n", "  ").split("  ") if pair.strip()])
def test_it_is_another_word(shelf, pair):
    asked, title = pair.split("|")
    shelf.put(title)
    assert titles(asked) == []


@pytest.mark.parametrize(
    "pair", ["volunteering|Volunteers", "organizations|Organisation", "neighborhood|Neighbourhoods", "woman|Women"]
)
def test_english_is_found_in_english(shelf, pair):
    asked, title = pair.split("|")
    shelf.put(title, language="en")
    assert titles(asked, language="en") == titles(asked) == [title]


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("lek plats", "Lekplatserna"),
        ("arbets marknad", "Arbetsmarknaden"),
        ("förening liv", "Föreningsliv"),
        ("fritids gårds verksamhet", "Fritidsgårdsverksamhet"),
        ("e-post", "Epost"),
        ("lekplats", "Lek plats"),
    ],
)
def test_words_written_apart_that_are_one(shelf, asked, title):
    shelf.put(title)
    assert titles(asked) == [title]


def test_the_word_as_it_was_written_comes_before_its_other_forms(shelf):
    for title in ("Odlare", "Odlingar", "Odling", "Balkongodling"):
        shelf.put(title)
    assert titles("odling")[:3] == ["Odling", "Odlingar", "Balkongodling"]


def test_a_tag_in_one_language_is_found_in_the_other(shelf):
    shelf.put("Fingrar i jorden", tags=("Odling", "Gardening"))
    assert titles("gardens", language="en") == ["Fingrar i jorden"]
    assert titles("odlingar") == ["Fingrar i jorden"]


def test_a_kind_is_found_by_its_name(shelf):
    shelf.put("Till dig", facets={"letter": True})
    assert titles("breven") == ["Till dig"]


def test_quoted_words_stand_so_and_in_this_order(shelf):
    shelf.put("Lokal överenskommelse")
    shelf.put("Överenskommelse om en lokal")
    assert titles('"lokal överenskommelse"') == ["Lokal överenskommelse"]
    assert titles("”lokala överenskommelse”") == []
    assert titles('"lokal" "överenskommelse"')[0] == "Lokal överenskommelse"


def test_a_word_with_a_minus_does_not_occur(shelf):
    shelf.put("Cykel och bil")
    shelf.put("Cykel")
    assert titles("cykel -bilar") == ["Cykel"]
    assert titles("-bil") == []


def test_a_new_word_makes_older_ones_compounds_at_once(shelf):
    shelf.put("Zymalvrångan")
    assert titles("vrång") == []
    shelf.put("Zymal")
    shelf.put("Vrånga")
    assert "Zymalvrångan" in titles("vrånga")


def test_what_was_probably_meant_is_told(shelf):
    shelf.put("Lokala överenskommelser")
    assert search(Query("lokal överenskommlse")).correction == "lokal överenskommelser"
    assert search(Query("lokal")).correction == ""


@pytest.mark.parametrize("number", [1, 3, 9])
def test_misspelt_words_cost_four_queries_more_however_many_they_are(shelf, number):
    words, wrong = RIGHT.split(), WRONG.split()
    for title in ("Ett", "Två", "Tre"):
        shelf.put(title, " ".join(words))
    costs = []
    for text in (words, wrong):
        with CaptureQueriesContext(connection) as queries:
            plan = make_plan(Query(" ".join(text[:number])), Synonyms())
        costs.append(len(queries))
    assert plan.correction.split()[:3] == words[: min(number, 3)]
    assert costs[1] <= costs[0] + 4


def test_what_was_probably_meant_is_told_with_its_accents(shelf):
    shelf.put("Språkkafé", "Nyfikna idéer.")
    for language in ("sv", "en"):
        assert search(Query("språkkfae", language=language)).correction == "språkkafé"
        assert search(Query("nyfiknaideer", language=language)).correction == "nyfikna idéer"


def test_only_what_the_public_may_see_is_suggested(shelf):
    note = shelf.put("Hemligheten")
    shelf.hide(note)
    assert search(Query("hemlighetne")).correction == ""


def test_neighbouring_function_words_do_not_hide_a_word(shelf):
    shelf.put("Hur man startar en förening")
    assert titles("jag vill veta hur man startar föreningar") == ["Hur man startar en förening"]


def test_a_question_of_what_happens_is_about_the_place(shelf):
    shelf.put("Handledare i second hand", "Vi räcker ut en hand.")
    shelf.put("Malmö")
    assert [hit.title for hit in search(Query("vad händer i malmö?")).hits] == ["Malmö"]
