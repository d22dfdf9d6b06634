"""What every engine does alike: hits and counts are the same on each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.plugins.search import Document, publish
from search.engines import site_index
from search.queries import search
from search.query import Query

pytestmark = [pytest.mark.usefixtures("any_engine"), pytest.mark.database]


def titles(text: str, **choices: object) -> list[str]:
    return [hit.title for hit in search(Query(text, **choices)).hits]


def test_a_word_is_found_in_title_text_tags_and_place(shelf):
    shelf.put("Cykelverkstad")
    shelf.put("I texten", "Vi lagar en cykelverkstad ihop.")
    shelf.put("I taggen", tags=("cykelverkstad",))
    shelf.put("Annat")
    assert set(titles("cykelverkstad")) == {"Cykelverkstad", "I texten", "I taggen"}
    shelf.put("Där", municipalities=("Ystad",))
    assert titles("ystad") == ["Där"]


def test_title_counts_more_than_tags_and_tags_more_than_text(shelf):
    shelf.put("Text", "Här nämns odling en gång bland annat.")
    shelf.put("Tagg", "Här nämns något annat.", tags=("odling",))
    shelf.put("Odling", "Här nämns något annat.")
    for number in range(8):
        shelf.put(f"Utfyllnad {number}", "Om helt andra saker.")
    assert titles("odling") == ["Odling", "Tagg", "Text"]


def test_the_beginning_of_a_word_finds_it_after_the_word_itself(shelf):
    shelf.put("Språkkafé på torget")
    shelf.put("Ett språk till")
    assert titles("språk") == ["Ett språk till", "Språkkafé på torget"]
    assert titles("språkkaf")[0] == "Språkkafé på torget"


def test_a_single_letter_is_only_itself(shelf):
    shelf.put("Vitamin D")
    shelf.put("Dans")
    assert titles("d") == ["Vitamin D"]


def test_letters_of_their_own_are_found_without_their_dots_but_not_the_other_way(shelf):
    shelf.put("Ängelholm")
    shelf.put("Hast")
    assert titles("angelholm") == ["Ängelholm"]
    assert titles("ängelholm") == ["Ängelholm"]
    assert titles("häst") == []


def test_the_exact_spelling_comes_first(shelf):
    shelf.put("Häst i hagen")
    shelf.put("Annat", "Utan hast och brådska")
    assert titles("hast") == ["Annat", "Häst i hagen"]


def test_accents_that_are_no_letters_of_their_own_do_not_matter(shelf):
    shelf.put("Språkkafé")
    assert titles("språkkafe") == ["Språkkafé"]
    assert titles("SPRÅKKAFÉ") == ["Språkkafé"]


def test_what_has_every_word_comes_first_and_is_enough_when_there_is_much(shelf):
    shelf.put("Odling i Malmö")
    shelf.put("Odling i Lund")
    assert titles("odling malmö") == ["Odling i Malmö", "Odling i Lund"]
    assert not search(Query("odling malmö")).is_relaxed
    for number in range(12):
        shelf.put(f"Odling {number} i Ystad")
    found = search(Query("odling ystad", limit=50))
    assert found.total == 12
    assert all("Ystad" in hit.title for hit in found.hits)


def test_when_nothing_has_every_word_what_has_some_is_shown(shelf):
    shelf.put("Odling i Malmö")
    shelf.put("Odling i Lund")
    relaxed = search(Query("odling kristianstad"))
    assert relaxed.is_relaxed
    assert {hit.title for hit in relaxed.hits} == {"Odling i Malmö", "Odling i Lund"}


def test_function_words_are_not_asked_for_unless_alone(shelf):
    shelf.put("Kaffe Malmö")
    assert titles("kaffe i malmö") == ["Kaffe Malmö"]
    shelf.put("En i laget")
    assert titles("i") == ["En i laget"]


def test_counts_are_over_all_hits_and_leave_the_own_choice_out(shelf):
    for number in range(12):
        shelf.put(f"Bok {number}", municipalities=(("Lund" if number < 5 else "Malmö"),))
    shelf.put("Bok som brev", facets={"letter": True}, municipalities=("Lund",))
    found = search(Query("bok", choices={"kind": ("letter",)}))
    assert found.total == 1
    assert {value.value: value.count for value in found.facets["kind"]} == {"note": 12, "letter": 1}
    assert {value.value: value.count for value in found.facets["municipality"]} == {"Lund": 1}
    found = search(Query("bok", choices={"municipality": ("Lund",)}, limit=2))
    assert (found.total, len(found.hits)) == (6, 2)
    assert {value.value: value.count for value in found.facets["kind"]} == {"note": 5, "letter": 1}
    assert [(value.value, value.count) for value in found.facets["municipality"]] == [("Malmö", 7), ("Lund", 6)]


def test_what_is_in_several_municipalities_is_found_and_counted_under_each(shelf):
    shelf.put("Bok på väg", municipalities=("Ystad", "Lund", "Åstorp", "Lund", ""))
    shelf.put("Bok", municipalities=("Lund",))
    shelf.put("Bok ingenstans")
    [counted] = [{value.label: value.count for value in search(Query("bok")).facets["municipality"]}]
    assert counted == {"Lund": 2, "Ystad": 1, "Åstorp": 1}
    found = search(Query("bok", choices={"municipality": ("Ystad", "Åstorp")}))
    assert [(hit.title, hit.municipalities) for hit in found.hits] == [("Bok på väg", ("Ystad", "Lund", "Åstorp"))]
    assert {value.value: value.count for value in found.facets["municipality"]} == {"Lund": 2, "Ystad": 1, "Åstorp": 1}
    assert titles("åstorp") == ["Bok på väg"]
    assert set(titles("bok", choices={"municipality": ("Lund",)})) == {"Bok på väg", "Bok"}


def test_what_leaves_a_municipality_is_no_longer_found_there(shelf):
    note = shelf.put("Bok", municipalities=("Ystad", "Lund"))
    shelf.documents[note.pk] = [Document("sv", "Bok", "/bok/", municipalities=("Lund",))]
    publish(note)
    assert titles("bok", choices={"municipality": ("Ystad",)}) == []
    assert titles("bok", choices={"municipality": ("Lund",)}) == ["Bok"]


def test_pages_follow_each_other_without_a_gap(shelf):
    for number in range(25):
        shelf.put(f"Bok {number}")
    seen = [hit.url for offset in (0, 10, 20) for hit in search(Query("bok", offset=offset)).hits]
    assert len(seen) == len(set(seen)) == 25


def test_another_language_answers_only_where_there_is_no_translation(shelf):
    shelf.put("Konferens", group="a")
    shelf.put("Conference", "konferens", language="en", group="a")
    shelf.put("Konferens utan översättning", group="b")
    assert set(titles("konferens")) == {"Konferens", "Konferens utan översättning"}
    assert set(titles("konferens", language="en")) == {"Conference", "Konferens utan översättning"}


def test_what_is_changed_hidden_or_taken_away_is_so_at_once(shelf):
    note = shelf.put("Gammal rubrik")
    shelf.documents[note.pk] = [Document(language="sv", title="Ny titel", url="/ny/")]
    shelf.put_many([])
    from portal.plugins.search import publish

    publish(note)
    assert titles("gammal") == []
    assert titles("ny titel") == ["Ny titel"]
    shelf.hide(note)
    assert titles("ny titel") == []
    other = shelf.put("Kort liv")
    shelf.take_away(other)
    assert titles("kort liv") == []
    assert site_index().revisions() == {}


def test_a_kind_whose_plugin_is_gone_is_not_found(shelf, monkeypatch):
    shelf.put("Brev", facets={"letter": True})
    assert titles("brev") == ["Brev"]
    from search import sources as search_sources

    monkeypatch.setattr(search_sources, "each_contribution", lambda name: [(None, shelf.NoteSource)])
    search_sources.sources.cache_clear()
    assert titles("brev") == []


def _counts(found, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in found.facets[facet]}


def test_hits_are_narrowed_by_what_they_are_sorted_under(shelf):
    green, club = {"gront": "Grönt"}, {"klubb": "Klubb"}
    shelf.put("Bok ett", facets={"tag": green | {"barn": "Barn"}, "form": club, "stage": {"idea": "Idé"}})
    shelf.put("Bok två", facets={"tag": green, "form": {"bolag": "Bolag"}})
    shelf.put("Bok tre", facets={"form": club})
    found = search(Query("bok", choices={"tag": ("gront",), "form": ("klubb",)}))
    assert [hit.title for hit in found.hits] == ["Bok ett"]
    # Each count leaves out the choice of its own facet only.
    assert _counts(found, "tag") == {"gront": 1, "barn": 1}
    assert _counts(found, "form") == {"klubb": 1, "bolag": 1}
    assert _counts(found, "stage") == {"idea": 1}
    assert [value.label for value in found.facets["form"] if value.checked] == ["Klubb"]
    assert search(Query("bok", choices={"tag": ("gront", "barn")})).total == 2


def test_hits_are_narrowed_by_day_and_sorted(shelf):
    now = timezone.now()
    day = timedelta(days=1)
    shelf.put("Bok förr", starts_at=now - 30 * day, published_at=now - 40 * day)
    shelf.put("Bok sen", starts_at=now + 30 * day, published_at=now - 2 * day)
    shelf.put("Bok snart", starts_at=now + 2 * day, published_at=now - 3 * day)
    shelf.put(
        "Bok i dag", starts_at=timezone.localtime().replace(hour=0, minute=0, second=1), published_at=now - 9 * day
    )
    shelf.put("Bok alltid", published_at=now - day)
    found = search(Query("bok", choices={"when": ("coming",)}, sort="soonest"))
    assert [hit.title for hit in found.hits] == ["Bok i dag", "Bok snart", "Bok sen"]
    assert _counts(found, "when") == {"coming": 3, "past": 1}
    assert titles("bok", sort="newest") == ["Bok alltid", "Bok sen", "Bok snart", "Bok i dag", "Bok förr"]
    assert titles("bok", sort="soonest")[:3] == ["Bok i dag", "Bok snart", "Bok sen"]


def test_hits_are_narrowed_by_language(shelf):
    shelf.put("Konferens")
    shelf.put("Conference", "konferens", language="en")
    assert titles("konferens", choices={"written_in": ("en",)}) == ["Conference"]
    assert _counts(search(Query("konferens")), "written_in") == {"sv": 1, "en": 1}


def test_a_facet_is_called_as_in_the_language_that_is_read(shelf):
    shelf.put("Konferens ett", facets={"tag": {"gront": "Grönt"}})
    shelf.put("Konferens two", language="en", facets={"tag": {"gront": "Green"}})
    shelf.put("Konferens tre", facets={"tag": {"gront": "Grönt"}})
    for language, label in (("sv", "Grönt"), ("en", "Green")):
        [value] = search(Query("konferens", language=language)).facets["tag"]
        assert (value.label, value.count) == (label, 3)


def test_a_value_may_have_any_sign_but_those_that_keep_values_apart(shelf):
    shelf.put("Bok", municipalities=("Upp\x1eland, norra",), facets={"tag": {'a"b|c, d': "Å\x1fä <b>"}})
    found = search(Query("bok", choices={"tag": ('a"b|c, d',)}))
    assert found.total == 1
    assert [(value.value, value.label) for value in found.facets["tag"]] == [('a"b|c, d', "Å ä <b>")]
