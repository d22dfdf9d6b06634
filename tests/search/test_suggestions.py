"""What is offered while somebody writes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import Spelling
from search.services import rebuild_index, reconcile
from tests.search.test_results import ANY_TEXT

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/search/suggest"


def offered(client, text: str, **parameters: str) -> tuple[list[str], list[str]]:
    answer = client.get(ADDRESS, {"q": text, **parameters}).json()
    return [thing["title"] for thing in answer["things"]], answer["words"]


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_things_come_with_kind_and_whole_address_those_that_begin_so_first(client, shelf):
    note = shelf.put("Språkkafé på torget", municipalities=("Lund",))
    shelf.put("Vi läser språk")
    shelf.put("Annat", "språk i texten")
    answer = client.get(ADDRESS, {"q": "språ"}).json()
    assert [thing["title"] for thing in answer["things"]] == ["Språkkafé på torget", "Vi läser språk"]
    assert answer["things"][0] == {
        "kind": "note",
        "kind_label": "Anteckning",
        "language": "sv",
        "title": "Språkkafé på torget",
        "url": f"http://testserver/anteckningar/{note.pk}/",
        "municipalities": ["Lund"],
    }


def test_words_complete_the_question_each_in_one_form(client, shelf):
    shelf.put("Simning", "odling odlingar odlingen")
    shelf.put("Annat", "odling och odlare")
    assert offered(client, "barn od")[1] == ["barn odling", "barn odlare"]


def test_one_letter_offers_nothing(client, shelf):
    shelf.put("Odling")
    assert offered(client, "o") == ([], [])
    assert offered(client, "od")[0] == ["Odling"]


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_without_dots_the_word_with_dots_is_offered_but_not_the_other_way(client, shelf):
    shelf.put("Ängelholms teater")
    shelf.put("Hastigt")
    assert offered(client, "angel") == (["Ängelholms teater"], ["ängelholms"])
    assert offered(client, "häst") == ([], [])


@pytest.mark.parametrize("written", ["språkk", "sprakk", "SPRÅKKAFE", "språkkafé", "vårt språkk"])
def test_a_word_is_offered_with_the_accents_that_the_texts_have(client, shelf, written):
    shelf.put("Lördag", "Språkkafé på torget, vårt språkkafé.")
    shelf.put("Söndag", "Språkkaféer finns.")
    before = written[:-6] if " " in written else ""
    assert offered(client, written)[1] == [f"{before}språkkafé"]


def test_the_accents_are_those_of_most_texts_and_follow_them(client, shelf):
    shelf.put("En idé", tags=("Café", "Café"))
    shelf.put("Ide")
    third = shelf.put("Ide igen")
    assert offered(client, "ide")[1] == ["ide"]
    assert offered(client, "caf")[1] == offered(client, "caf", language="en")[1] == ["café"]
    shelf.take_away(third)
    assert offered(client, "ide")[1] == ["idé"]
    rebuild_index()
    assert offered(client, "ide")[1] == ["idé"]
    for note in list(shelf.documents):
        shelf.hidden.add(note)
    reconcile()
    assert not Spelling.objects.exists()


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_what_is_hidden_is_not_offered_and_a_translation_stands_in(client, shelf):
    note = shelf.put("Hemligheten")
    shelf.hide(note)
    assert offered(client, "hemlig") == ([], [])
    shelf.put("Teater på torget", group="pjäs")
    shelf.put("Teater in the square", group="pjäs", language="en")
    assert offered(client, "teater", language="en")[0] == ["Teater in the square"]
    assert offered(client, "teater")[0] == ["Teater på torget"]


def test_what_is_offered_is_bounded_and_costs_few_queries(client, shelf, django_assert_max_num_queries):
    for number in range(20):
        shelf.put(f"Odling {chr(97 + number) * 5}", f"od{chr(97 + number) * 4}")
    with django_assert_max_num_queries(6):
        things, words = offered(client, "od")
    assert (len(things), len(words)) == (6, 4)


@pytest.mark.database
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(ANY_TEXT, st.just('od"* OR title:^od')))
def test_any_text_answers(client, shelf, text):
    assert client.get(ADDRESS, {"q": text}).status_code == 200


def test_every_box_is_a_plain_form_that_names_where_suggestions_come_from(client, shelf):
    html = client.get("/sok/").content.decode()
    assert html.count(f'data-suggest="{ADDRESS}"') == 2
    assert "search/suggest" in html
