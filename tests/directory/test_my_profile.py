"""What those who keep a profile see of it under My pages."""

import re

import pytest

from tests.directory.factories import InitiativeFactory, OrganisationFactory, PersonFactory
from tests.directory.posted import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(client):
    person = PersonFactory()
    client.force_login(person)
    return OrganisationFactory(name="Fyren", kept_by=person)


def test_english_texts_say_so_in_the_parts_and_in_what_will_change(client, kept):
    write(client, kept, summary_en="A clubhouse.", website="https://fyren.example.org")
    page = client.get(kept.edit_url).content.decode()
    assert re.search(r'<p class="muted clamp" lang="en"><bdi>A clubhouse\.', page)
    assert re.search(r'<p lang="en"><bdi><ins>A clubhouse\.', page)
    assert '<p class="muted clamp"><bdi>https://fyren.example.org' in page


def test_what_is_added_stands_below_what_there_is(client, kept):
    InitiativeFactory(title="Studiecirkeln", by=[kept])
    page = client.get("/mina-sidor/").content.decode()
    order = ["Ändra profilen", "Se profilen", "Läget", "Vilka som sköter den", "Studiecirkeln", "Lägg till initiativ"]
    found = [page.index(words) for words in order]
    assert found == sorted(found)


def test_a_choice_that_is_not_made_says_so_in_words(client, kept):
    page = client.get("/hitta/lagg-till/").content.decode()
    assert '<option value="" selected>Välj</option>' in page
    assert "---" not in page
