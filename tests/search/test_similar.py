"""What is like a thing or a text."""

import pytest

from portal.plugins.search import Document, similar
from tests.directory.factories import InitiativeFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def titles(thing) -> list[str]:
    return [hit.title for hit in similar(thing, language="sv")]


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_what_shares_several_telling_words_is_alike_in_every_form(shelf):
    asked = shelf.put("Odling i skolan", "Barn odlar grönsaker på skolgården.")
    shelf.put("Grönsaksland", "Skolan och odlingen på gården.")
    shelf.put("Teater", "Barn spelar teater.")
    shelf.put("Bank", "Räntor och lån.")
    assert titles(asked) == ["Grönsaksland"]
    assert titles("Vi vill odla grönsaker i skolan")[0] == "Odling i skolan"


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_what_is_hidden_or_has_nothing_in_common_is_not_alike(shelf):
    asked = shelf.put("Odling i skolan", "grönsaker")
    other = shelf.put("Skolans odling", "grönsaker")
    assert titles(asked) == ["Skolans odling"]
    shelf.hide(other)
    assert titles(asked) == []
    assert titles("") == []
    assert titles('" OR * NEAR(') == []


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_what_is_like_a_text_names_the_words_and_tags_that_they_share(shelf):
    shelf.put("Odlingen på gården", "Barnen sköter grönsakerna.", tags=("Återbruk av jord", "Odling", "Teater"))
    [hit] = similar("Vi vill odla grönsaker, och återbruka jorden.", language="sv")
    assert (hit.shared_words, hit.shared_tags) == (
        ("grönsaker", "jorden", "återbruka", "odla"),
        ("Återbruk av jord", "Odling"),
    )


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_what_shares_rare_words_is_more_alike_than_what_shares_common_ones(shelf):
    for number in range(6):
        shelf.put(f"Kaffe {number}", "Grannar dricker kaffe.")
    shelf.put("Biodling", "Bin och honung.")
    found = [hit.title for hit in similar("Grannar med kaffe, honung och bin", language="sv", limit=9)]
    assert found == ["Biodling", *(f"Kaffe {number}" for number in range(6))]


def documents(*texts: str) -> list[Document]:
    return [Document(language="sv", title=f"Blad {number}", text=text, url="/") for number, text in enumerate(texts)]


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_one_rare_word_that_a_text_shares_is_enough_and_a_common_one_is_not(shelf):
    shelf.put_many(documents(*["Grannar dricker kaffe."] * 9, *["Barn spelar teater."] * 30))
    shelf.put("Cykelköket", "Öppen verkstad för cyklar, som grannar sköter.")
    found = similar("Vi grannar vill laga cyklar och dansa teater", language="sv", limit=50)
    assert [(hit.title, hit.shared_words) for hit in found] == [("Cykelköket", ("cyklar", "grannar"))]


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_two_words_that_are_not_rare_are_enough_together(shelf):
    shelf.put_many(documents(*["Grannar."] * 6, *["Soppa."] * 6, *["Annat."] * 30))
    shelf.put("Soppkök", "Soppa för grannar.")
    assert titles("Grannar kokar soppa") == ["Soppkök"]


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
@pytest.mark.parametrize(
    ("language", "filling", "telling"),
    [
        ("sv", "Tillsammans skapar människor nya möjligheter för varandra", "cyklar"),
        ("sv", "Nästan fjorton av fem vet aldrig om någon vill svara", "cyklar"),
        ("en", "Almost fourteen of five never know whether someone would answer", "bicycles"),
        ("en", "Together people create new opportunities to help each other", "bicycles"),
    ],
)
def test_words_that_stand_in_every_description_make_nothing_alike(shelf, language, filling, telling):
    shelf.put("Annat", f"{filling}.", language=language)
    shelf.put("Kök", f"{filling}: {telling}.", language=language)
    [hit] = similar(f"{filling} med {telling}", language=language)
    assert (hit.title, hit.shared_words) == ("Kök", (telling,))
    assert similar(filling, language=language) == []


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
def test_a_text_is_compared_with_the_kinds_that_are_asked_for(shelf):
    shelf.put("Odling som brev", facets={"letter": True})
    shelf.put("Odling")
    texts = [hit.title for hit in similar("odling", language="sv", kinds=["letter", "nonsense"])]
    assert texts == ["Odling som brev"]
    assert similar("odling", language="sv", kinds=["nonsense"]) == []


@pytest.mark.database
@pytest.mark.usefixtures("any_engine")
@pytest.mark.parametrize("text", ["och att det som en", "\u200b\x00\ud800☕", "🧶" * 9_000, "odling " * 9_000])
def test_whatever_a_person_writes_is_answered(shelf, text):
    shelf.put("Odling")
    assert [hit.title for hit in similar(text, language="sv")] == (["Odling"] if "odling" in text else [])


@pytest.mark.parametrize("factory", [OrganisationFactory, InitiativeFactory])
def test_profiles_show_what_is_like_them_within_fifteen_queries(client, factory, django_assert_max_num_queries):
    texts = ["Odling i skolan", "Skolans odling"]
    one, other = (factory(summary_sv=f"{text} med grönsaker och kompost") for text in texts)
    client.get(one.get_absolute_url())
    with django_assert_max_num_queries(15):
        html = client.get(one.get_absolute_url()).content.decode()
    assert other.get_absolute_url() in html
