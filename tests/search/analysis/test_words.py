"""Characters, English and tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import derived, folded, plain, words
from search.analysis.english import stem
from search.analysis.text import joined_words


def test_our_letters_are_letters_and_other_accents_are_not():
    assert plain("Kafé") == "kafe"
    assert plain("ÅÄÖ") == "åäö"
    assert plain("Smørrebrød") == "smörrebröd"
    assert plain("Škoda") == "skoda"
    assert folded("ängelholm") == "angelholm"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IOP:er och IOP:n", ["iop", "och", "iop"]),
        ("EU:s pengar", ["eu", "pengar"]),
        ("people's café", ["people", "cafe"]),
        ("kl:12", ["kl", "12"]),
        ("info@example.org", ["info", "example", "org"]),
        ("LSS-boende", ["lss", "boende"]),
        ("c++ <b>x</b>_y", ["c", "b", "x", "b", "y"]),
        ("", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert list(words(text)) == expected


def test_what_stands_with_a_hyphen_is_one_word_too():
    assert list(joined_words("Skicka e-post om drop-in")) == ["epost", "dropin"]


@pytest.mark.parametrize(
    "family",
    [
        "volunteer volunteers volunteering volunteered",
        "organisation organization organisations organizations",
        "neighbourhood neighborhood neighbourhoods",
        "centre center centres centers",
        "child children",
        "woman women",
        "programme program programmes",
        "community communities",
        "travelled traveled travelling",
        "garden gardens gardening",
    ],
)
def test_the_forms_of_an_english_word_have_one_stem(family):
    assert len({stem(word) for word in family.split()}) == 1, {word: stem(word) for word in family.split()}


def test_a_words_tokens_tell_their_strength():
    assert derived("vattenvården", "sv", ()) == (
        "1vattenvård",
        "2vatt",
        "2vård",
        "3vard",
        "3vattenvard",
        "3vattenvarden",
    )
    assert derived("odlarna", "sv", ()) == ("1odl",)
    assert derived("odlingen", "sv", ()) == ("1odling", "4odl")
    assert derived("volunteers", "en", ()) == ("5volunt",)


def test_function_words_and_numbers_have_only_themselves():
    assert derived("och", "sv", ()) == ()
    assert derived("the", "en", ()) == ()
    assert derived("2024", "sv", ()) == ()


def test_a_word_with_our_letters_is_swedish_wherever_it_stands():
    assert "1överenskommels" in derived("överenskommelser", "en", ())


@given(st.text(max_size=200))
def test_whatever_is_written_gives_tokens_of_our_own_alphabet(text):
    for word in words(text):
        for token in derived(word, "sv", ()) + derived(word, "en", ()):
            assert token[1:].isalnum(), token
