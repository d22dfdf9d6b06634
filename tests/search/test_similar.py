"""What is like a thing or a text."""

import pytest

from portal.plugins.search import similar
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


@pytest.mark.parametrize("factory", [OrganisationFactory, InitiativeFactory])
def test_profiles_show_what_is_like_them_within_fifteen_queries(client, factory, django_assert_max_num_queries):
    texts = ["Odling i skolan", "Skolans odling"]
    one, other = (factory(summary_sv=f"{text} med grönsaker och kompost") for text in texts)
    client.get(one.get_absolute_url())
    with django_assert_max_num_queries(15):
        html = client.get(one.get_absolute_url()).content.decode()
    assert other.get_absolute_url() in html
