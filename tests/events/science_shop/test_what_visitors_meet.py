"""What a visitor meets: who asks, in a sentence; ways on that end nowhere without an account; forms in an order that
helps while one writes."""

import re

import pytest
from django.utils.html import strip_tags

from directory.models import Municipality
from events.science_shop.models import Stage
from portal.plugins import search
from search.services import reconcile
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, taken

pytestmark = pytest.mark.django_db

ASKERS = [
    ({"organisation_name": "Cykelköket", "shows_organisation": True}, "Cykelköket", "Cykelköket"),
    ({"contact_name": "Åsa Ek", "shows_person": True}, "Åsa Ek", "Åsa Ek"),
    ({"contact_name": "Åsa Ek"}, "en grupp i Skåne", "a group in Skåne"),
]


def lede(client, address: str) -> str:
    page = client.get(address).content.decode()
    return " ".join(strip_tags(re.search(r'<p class="lede">(.*?)</p>', page, re.S)[1]).split())  # ty: ignore[not-subscriptable]


@pytest.mark.parametrize(("told", "swedish", "english"), ASKERS)
def test_by_whom_a_question_is_asked_is_a_sentence(client, told, swedish, english):
    place = Municipality.objects.get(name="Lund")
    question = QuestionFactory(municipality=place, round=RoundFactory(title="Vardagen"), **told)
    swedish_lede = f"Ställd av {swedish} i omgången Vardagen. Frågan gäller Lund."
    assert lede(client, question.get_absolute_url()) == swedish_lede
    english_lede = f"Asked by {english} in the round Vardagen. It is about Lund."
    assert lede(client, f"/en/science-shop/questions/{question.slug}/") == english_lede


def test_whoever_has_no_account_is_told_why_the_same_need_takes_one_and_what_they_can_do(client):
    question = QuestionFactory()
    page = client.get(question.get_absolute_url()).content.decode()
    before, button = page.index("Därför loggar du in först."), page.index("Logga in och säg det")
    assert before < button
    panel = page[before : page.index("</section>", button)]
    assert f"/forskarverkstad/fragor/{question.slug}/folj/" in panel
    assert "/forskarverkstad/stall-en-fraga/" in panel


def test_a_member_who_keeps_no_organisation_has_a_way_on(client):
    client.force_login(PersonFactory())
    question = QuestionFactory()
    assert "Därför loggar du in först." not in client.get(question.get_absolute_url()).content.decode()
    page = client.get(f"/forskarverkstad/fragor/{question.slug}/samma-har/").content.decode()
    main = page[page.index("<main") :]
    assert "/hitta/" in main
    assert f"/forskarverkstad/fragor/{question.slug}/folj/" in main
    assert "/forskarverkstad/stall-en-fraga/" in main


def test_a_member_who_keeps_one_is_offered_it(client):
    member = PersonFactory()
    OrganisationFactory(kept_by=member)
    client.force_login(member)
    page = client.get(f"/forskarverkstad/fragor/{QuestionFactory().slug}/samma-har/").content.decode()
    assert "Säg att vi har samma fråga" in page


def test_what_is_like_a_question_is_met_after_the_problem_and_enter_keeps_it(client, monkeypatch):
    monkeypatch.setattr(search, "is_there", lambda: True)
    page = client.get("/forskarverkstad/stall-en-fraga/").content.decode()
    page = page[page.index("<main") :]
    assert page.index('name="problem"') < page.index("data-idea-ask") < page.index('name="affected"')
    first = re.search(r"<button[^>]*>", page)
    assert first
    assert "formaction" not in first[0]
    assert 'type="submit"' in first[0]


def test_one_source_is_added_at_a_time(client):
    researcher, question = ResearcherFactory(), QuestionFactory(stage=Stage.LOOKING)
    taken(question, researcher)
    client.force_login(researcher.user)
    address = f"/forskarverkstad/fragor/{question.slug}/arbeta/fynd/"
    page = client.get(address).content.decode()
    # The second stands within the first, folded.
    rows = page[page.index('id="sources-0"') :]
    assert rows.count("<details") == rows.count("</details>") == 2
    assert rows.index('id="sources-2"') < rows.index("</details>")
    assert " open" not in rows[: rows.index('id="sources-2"')]
    data = {"sources-TOTAL_FORMS": 3, "sources-INITIAL_FORMS": 0, "sources-2-title": "Berg", "text": "", "version": 0}
    rows = client.post(address, data).content.decode()
    # What is filled in further down is not folded away.
    assert '<details class="form-more" open' in rows


@pytest.mark.parametrize(
    ("language", "words", "address"),
    [
        ("sv", "forskarverkstad", "/forskarverkstad/"),
        ("sv", "ställ en fråga", "/forskarverkstad/stall-en-fraga/"),
        ("sv", "idébank", "/forskarverkstad/fragor/"),
        ("en", "science shop", "/en/science-shop/"),
        ("en", "ask a question", "/en/science-shop/ask/"),
    ],
)
def test_the_science_shop_s_own_pages_are_found_first(language, words, address):
    QuestionFactory(title="Vad är en forskarverkstad, och vem ställer en fråga där?")
    RoundFactory(title="Forskarverkstad om idébanker")
    reconcile()
    assert search.find(words, language=language)[0].url == address


def test_a_long_title_is_set_smaller_and_a_card_says_its_language(client):
    QuestionFactory(title="Varför så långt? " * 12, language="sv")
    bank = client.get("/en/science-shop/questions/").content.decode()
    address = re.search(r'href="(/en/science-shop/questions/[^"/]+/)" lang="sv"', bank)
    assert address
    assert '<h1 lang="sv" class="h2">' in client.get(address[1]).content.decode()
