"""The vocabulary follows the rows, word by word."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.plugins.search import Document, publish
from search import services
from search.engines import site_index
from search.models import Card, Entry, Form, Total, Word
from search.planning.spelling import distance, guesses, sound
from search.queries import search
from search.query import Query
from search.services import rebuild_index, reconcile

pytestmark = [pytest.mark.usefixtures("any_engine"), pytest.mark.database]


def words() -> dict[tuple[str, str], tuple[int, str]]:
    return {(row.language, row.word): (row.documents, row.tokens) for row in Word.objects.all()}


def state() -> tuple:
    forms = sorted(Form.objects.values_list("token", "word__word", "word__language"))
    entries = sorted(Entry.objects.values_list("pk", "title", "labels", "body", "top_forms", "forms"))
    cards = sorted(Card.objects.values_list("pk", "kind", "key", "language", "group", "filed"))
    return (
        words(),
        forms,
        entries,
        cards,
        dict(Total.objects.exclude(name="unsettled").exclude(value=0).values_list("name", "value")),
    )


def test_words_are_counted_by_rows_and_leave_with_the_last(shelf):
    one, other = shelf.put("Odling odling"), shelf.put("Odling och bin")
    assert words()["sv", "odling"] == (2, "1odling 4odl")
    shelf.take_away(one)
    assert words()["sv", "odling"][0] == 1
    shelf.hide(other)
    assert words() == {}
    assert Form.objects.count() == Entry.objects.count() == 0
    assert set(Total.objects.values_list("value", flat=True)) <= {0}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["Vatten", "Vattenvård", "Vård", "Lekplatsen", "Zymalgrupp", "Zymal", "Ö"]), max_size=8)
)
def test_step_by_step_comes_to_what_a_rebuild_makes(shelf, texts):
    notes = []
    for number, text in enumerate(texts):
        notes.append(shelf.put(text, texts[number - 1]))
        if number % 3 == 2:
            shelf.hide(notes.pop(0))
    stepwise = state()
    rebuild_index()
    assert state() == stepwise
    site_index().rebuild()
    assert state() == stepwise
    for note in notes:
        shelf.hide(note)


def test_many_new_words_at_once_are_taken_apart_by_the_schedule(shelf):
    note = shelf.put("Zymalvrångan")
    shelf.put_many([Document("sv", f"Vrånga {'abcdefghijklmnopqrstuvwxyzåäö'[n]}xyltan", f"/{n}/") for n in range(29)])
    shelf.put_many([Document("sv", f"Zymal {'abcdefghijklmnopqrstuvwxyzåäö'[n]}stukla", f"/{n}/") for n in range(29)])
    reconcile()
    assert "2vrång" in Entry.objects.get(document__key=str(note.pk)).top_forms
    before = state()
    site_index().rebuild()
    assert state() == before


def test_what_an_older_analysis_made_is_made_anew_in_batches(shelf, monkeypatch):
    shelf.put("Vatten")
    shelf.put("Vattenvården", "Vård och vatten")
    right = state()
    Word.objects.update(tokens="1x")
    Form.objects.all().delete()
    Entry.objects.update(top_forms="1x", forms="1x")
    monkeypatch.setattr(services, "BATCH", 1)
    seen = []
    assert rebuild_index(seen.append) == 2
    assert seen == [1, 2]
    assert state() == right


def test_a_change_that_fails_leaves_the_vocabulary_as_it_was(shelf, monkeypatch):
    note = shelf.put("Odling")
    before = state()
    shelf.documents[note.pk] = [Document("sv", "Biodling", "/b/")]
    monkeypatch.setattr("search.entries._write", lambda entries: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(note)
    assert state() == before


def test_an_index_out_of_step_is_mended(shelf):
    note = shelf.put("Odling")
    Entry.objects.all().delete()
    assert reconcile()["indexed"] == 1
    assert site_index().revisions() == {Entry.objects.get(document__key=str(note.pk)).pk: 1}


def test_distance_counts_letters():
    assert distance("odling", "odling", 2) == 0
    assert distance("odling", "odlnig", 2) == 1
    assert distance("odling", "dling", 2) == 1
    assert distance("odling", "odlar", 2) == 3
    assert distance("odling", "matlagning", 2) == 3


@pytest.mark.parametrize(
    "pair", ["sykel/cykel", "jälp/hjälp", "ekonåmi/ekonomi", "sjorta/skjorta", "statjon/station", "verkstadd/verkstad"]
)
def test_what_sounds_alike(pair):
    one, other = pair.split("/")
    assert sound(one) == sound(other)


@pytest.mark.parametrize("pair", ["häst/höst", "sju/su", "bil/bål"])
def test_what_sounds_otherwise(pair):
    one, other = pair.split("/")
    assert sound(one) != sound(other)


def test_suggestions_are_words_of_the_portal_near_to_what_was_written(shelf):
    shelf.put("Överenskommelse, bibliotek, häst, Malmö")
    written = ["överenskomelse", "bibliotik", "hast", "malmo", "xyz", "12345", "ö" * 64]
    found = [guess.words for guess in guesses(written).values()]
    assert found == [["överenskommelse"], ["bibliotek"], [], ["malmö"], [], [], []]


def test_two_words_written_as_one(shelf):
    shelf.put("Gula duvor")
    assert [guess.halves for guess in guesses(["guladuvor", "gula"]).values()] == [("gula", "duvor"), None]


def test_what_a_row_is_filed_under_goes_with_it(shelf):
    note = shelf.put("Odling", group="a", municipalities=("Lund",))
    shelf.put("Gardening", language="en", group="a")
    assert set(Card.objects.values_list("entry__document__key", "language")) >= {(str(note.pk), "sv")}
    shelf.take_away(note)
    assert not Card.objects.filter(language="sv", group="a").exists()
    assert [hit.title for hit in search(Query("gardening")).hits] == ["Gardening"]
