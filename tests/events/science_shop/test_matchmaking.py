"""Who and what fits a question, shown to whoever coordinates it; and the cards that are printed."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.science_shop.matching_queries import fitting_answers, fitting_beside, fitting_researchers
from events.science_shop.models import Match, Question, Researcher, ResearcherTag, Stage
from events.science_shop.telling_words import telling_words
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.search import Hit
from tests.directory.factories import InitiativeFactory, PersonFactory, TagFactory, editor
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    RoundFactory,
    brought_together,
    in_a_field,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(client):
    """A round whose coordinator is signed in."""
    person = PersonFactory()
    client.force_login(person)
    return RoundFactory(coordinator=person, title="Stadens gröna näringar", slug="grona")


@pytest.fixture
def question(own) -> Question:
    question = QuestionFactory(
        round=own, title="Hur odlar grannar grönsaker på taket?", problem="Vi vill odla i pallkragar mellan husen."
    )
    in_a_field(question, "401")
    return question


def page_of(question: Question) -> str:
    return reverse("science_shop:coordinate_matching", args=[question.slug])


def tagged(thing: Question | Researcher, tag) -> None:
    thing.tagged.create(tag=tag)


# Words


def test_words_are_told_by_their_stems_and_what_says_little_is_left_out():
    asked, other = telling_words("Hur påverkar odlingar grannarna?"), telling_words("Odlingen och grannarnas liv")
    assert {asked[stem] for stem in asked.keys() & other.keys()} == {"odlingar", "grannarna"}
    for text in (
        "Vilka frågor behöver forskare veta mer om, och varför?",
        "Nästan fjorton vill alltid svara: fem vet",
        "Almost fourteen researchers would always answer, because they know",
    ):
        assert telling_words(text) == {}
    assert list(telling_words("Many take the roof: hela taket").values()) == ["roof", "taket"]


# Researchers


def test_researchers_stand_in_the_order_of_what_they_share_and_each_names_it(question):
    tag = TagFactory(name="Stadsodling")
    tagged(question, tag)
    by_words = ResearcherFactory(name="Ada", about="Jag studerar grannarnas grönsaker.")
    by_tag = ResearcherFactory(name="Bea")
    tagged(by_tag, tag)
    by_both = ResearcherFactory(name="Cia", fields=["401"])
    tagged(by_both, tag)
    by_field = ResearcherFactory(name="Dan", fields=["401", "504"])
    ResearcherFactory(name="Eva", fields=["504"], about="Grannar och annat.")
    found = fitting_researchers(question)
    assert [fit.thing for fit in found] == [by_both, by_field, by_words, by_tag]
    assert found[0].tags == ("Stadsodling",)
    assert found[1].fields == ("Lantbruk, skogsbruk och fiske",) or len(found[1].fields) == 1
    assert found[2].words == ("grannar", "grönsaker")


def test_equals_stand_in_the_order_of_their_names_each_time(question):
    for name in ("Bo", "Al", "Cy"):
        ResearcherFactory(name=name, fields=["401"])
    assert [fit.thing.name for fit in fitting_researchers(question)] == ["Al", "Bo", "Cy"]


def test_a_word_that_many_researchers_use_says_little(question):
    for number in range(8):
        ResearcherFactory(about="Grannar och grönsaker.", name=f"N{number}")
    assert fitting_researchers(question) == []


def test_who_is_not_confirmed_has_been_asked_asks_themselves_or_has_no_account_is_left_out(question):
    ResearcherFactory(fields=["401"], confirmed_at=None)
    brought_together(question, ResearcherFactory(fields=["401"]))
    asking = ResearcherFactory(fields=["401"])
    Question.objects.filter(pk=question.pk).update(raised_by=asking.user)
    gone = ResearcherFactory(fields=["401"])
    User.objects.filter(pk=gone.user_id).update(is_active=False)
    question.refresh_from_db()
    assert fitting_researchers(question) == []


def test_answered_questions_that_everybody_may_read_fit_by_what_they_share(question):
    like = QuestionFactory(stage=Stage.ANSWERED, title="Vad ger grönsaker som grannar odlar?")
    in_a_field(like, "401")
    for fields in (
        {"stage": Stage.ANSWERED, "may_be_shown": False},
        {"stage": Stage.SEEKING},
        {"stage": Stage.WITHDRAWN},
    ):
        in_a_field(QuestionFactory(**fields), "401")
    (fit,) = fitting_answers(question)
    assert fit.thing == like
    assert fit.fields
    assert "grannar" in fit.words


# The page


def test_fields_that_have_commas_in_their_names_are_told_apart(client, question):
    in_a_field(question, "504")
    ResearcherFactory(fields=["401", "504"])
    page = client.get(page_of(question)).content.decode()
    both = "Lantbruksvetenskap, skogsbruk och fiske; Sociologi, socialt arbete och antropologi"
    assert f"Inget annat är gemensamt än forskningsämnena: {both}." in page


def test_the_page_shows_what_fits_and_one_click_asks(client, question):
    shown = ResearcherFactory(name="Rut Research", fields=["401"], is_public=True)
    InitiativeFactory(title="Takodlarna", solution_sv="Grannar odlar grönsaker i pallkragar på taket.")
    page = client.get(page_of(question)).content.decode()
    assert "Rut Research" in page
    assert "Inget annat är gemensamt än forskningsämnet: " in page
    assert "Gemensamt ord" not in page
    assert "Takodlarna" in page
    for _again in range(2):
        client.post(page_of(question), {"researcher": shown.pk})
    match = Match.objects.get()
    assert (match.question, match.researcher) == (question, shown)
    assert [letter.to for letter in mail.outbox] == [[shown.user.email]]
    assert "Väntar på forskaren" in client.get(page_of(question)).content.decode()


def test_a_rounds_coordinator_asks_one_who_does_not_show_who_they_are_without_learning_it(client, question):
    hidden = ResearcherFactory(name="Rut Research", affiliation="Hemliga institutionen", fields=["401"])
    page = client.get(page_of(question)).content.decode()
    assert "En forskare som inte visar sin profil" in page
    client.post(page_of(question), {"researcher": hidden.pk})
    page += client.get(page_of(question)).content.decode()
    for secret in ("Rut", "Hemliga", hidden.user.email):
        assert secret not in page, secret


def test_those_who_coordinate_all_see_who_it_is_but_no_address_even_when_contact_is_open(question, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = False
    client = Client()
    client.force_login(editor())
    researcher = ResearcherFactory(name="Rut Research", fields=["401"])
    assert "Rut Research" in client.get(page_of(question)).content.decode()
    brought_together(question, researcher, researcher_said=True, asker_said=True)
    page = client.get(page_of(question)).content.decode()
    assert "Rut Research" in page
    assert "Båda har sagt ja" in page
    assert researcher.user.email not in page


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ({}, "Väntar på forskaren"),
        ({"researcher_said": True}, "Väntar på dem som frågar"),
        ({"asker_said": True}, "Väntar på forskaren"),
        ({"researcher_said": False}, "Forskaren kan inte den här gången"),
        ({"researcher_said": True, "asker_said": False}, "Det passar inte dem som frågar"),
        ({"researcher_said": True, "asker_said": True}, "Båda har sagt ja"),
    ],
)
def test_the_coordinator_sees_for_whom_it_waits(client, question, said, label):
    brought_together(question, **said)
    assert label in client.get(page_of(question)).content.decode()


def test_nobody_is_asked_about_a_question_that_is_not_shown_and_the_page_says_why(client, question):
    researcher = ResearcherFactory(fields=["401"])
    Question.objects.filter(pk=question.pk).update(may_be_shown=False)
    page = client.get(page_of(question)).content.decode()
    assert "den här frågan visas inte för alla" in page
    assert 'name="researcher"' not in page
    client.post(page_of(question), {"researcher": researcher.pk})
    assert not Match.objects.exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "0", "99999999999999999999", "²"])
def test_nobody_is_asked_who_is_not_there(client, question, number):
    assert client.post(page_of(question), {"researcher": number}).status_code == 404


def test_one_who_is_not_confirmed_is_not_there(client, question):
    researcher = ResearcherFactory(fields=["401"], confirmed_at=None)
    assert client.post(page_of(question), {"researcher": researcher.pk}).status_code == 404


def test_another_rounds_question_is_not_there(client, own):
    other = QuestionFactory(round=RoundFactory())
    for method in (client.get, client.post):
        assert method(page_of(other)).status_code == 404
    assert client.get(reverse("science_shop:question_cards"), {"round": other.round.slug}).status_code == 404


def test_who_coordinates_all_shows_a_second_factor_first(question, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = True
    client = Client()
    client.force_login(editor())
    for address in (page_of(question), reverse("science_shop:question_cards")):
        assert client.get(address).status_code == 302


def test_the_page_costs_the_same_number_of_queries_for_few_and_many(client, question):
    def many(number: int) -> None:
        tag = TagFactory()
        tagged(question, tag)
        for each in range(number):
            one = ResearcherFactory(fields=["401"], about="Grannar odlar.", offers=["talk"], is_public=True)
            ResearcherTag.objects.create(tag=tag, content_object=one)
            brought_together(question, ResearcherFactory(fields=["401"], is_public=True))
            in_a_field(QuestionFactory(stage=Stage.ANSWERED, title=f"Odlar grannar grönsaker {each}?"), "401")

    many(2)
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(question))
    many(12)
    with CaptureQueriesContext(connection) as lots:
        client.get(page_of(question))
    assert len(lots) <= len(few)


# Cards


def test_a_rounds_cards_show_what_everybody_may_read_and_lead_to_the_page(client, own, question):
    secret = QuestionFactory(round=own, may_be_shown=False, title="Hemlig fråga")
    unread = QuestionFactory(round=own, stage=Stage.SUBMITTED, title="Oläst fråga")
    page = client.get(reverse("science_shop:question_cards"), {"round": own.slug}).content.decode()
    assert question.title in page
    assert question.get_absolute_url() in page
    assert "<svg" in page.partition("paper-card-picture")[2]
    assert "2 frågor får inget kort" in page
    for hidden in (secret.title, unread.title, question.contact_name, question.contact_email):
        assert hidden not in page, hidden


def test_what_is_being_sharpened_and_may_be_shown_has_a_card_without_a_code(client, own):
    sharpened = QuestionFactory(round=own, stage=Stage.INTAKE, title="Vad ger odling åt grannarna?")
    secret = QuestionFactory(round=own, stage=Stage.INTAKE, may_be_shown=False, title="Hemlig fråga")
    page = client.get(reverse("science_shop:question_cards"), {"round": own.slug}).content.decode()
    assert sharpened.title in page
    assert sharpened.contact_name not in page
    assert secret.title not in page
    card = page.partition(sharpened.title)[2].partition("</li>")[0]
    assert "paper-card-notes" in card
    assert "paper-card-code" not in card
    assert sharpened.get_absolute_url() not in page
    assert f'value="{sharpened.slug}"' in client.get(reverse("science_shop:question_cards")).text


def test_chosen_questions_have_cards_and_anothers_have_none(client, own, question):
    other = QuestionFactory(title="En annan samordnares")
    page = client.get(
        reverse("science_shop:question_cards"), {"question": [question.slug, other.slug], "size": "a5"}
    ).content.decode()
    assert page.count('class="paper-card"') == 1
    assert "paper-cards-a5" in page
    assert other.title not in page


def test_without_a_choice_the_page_offers_one(client, own, question):
    page = client.get(reverse("science_shop:question_cards"), {"size": "poster"}).content.decode()
    assert f'value="{question.slug}"' in page
    assert "?round=grona" in page


def test_a_picture_of_a_code_says_the_address():
    from events.qr_codes import qr_code

    assert qr_code("https://portal.example.org/a/").startswith("<svg")
    assert qr_code("https://portal.example.org/a/") != qr_code("https://portal.example.org/b/")


@pytest.fixture
def alike(monkeypatch):
    """What the search calls like a text: two words in common, one, none, and a subject."""
    shares = {"Två": {"shared_words": ("grannar", "taket")}, "Ett": {"shared_words": ("pallkragar",)}, "Inget": {}}
    shares["Ämne"] = {"shared_tags": ("Odling",)}
    hits = [Hit("initiative", "", "", title, f"/{title}", "sv", **shared) for title, shared in shares.items()]
    monkeypatch.setattr(search, "similar", lambda text, **asked: hits)


@pytest.mark.usefixtures("alike")
def test_what_shares_a_single_word_with_a_question_is_not_said_to_be_like_it(client, question):
    (group,) = fitting_beside(question)
    assert [one.hit.title for one in group.entries] == ["Två", "Ämne"]
    asked = client.post(reverse("science_shop:like"), {"idea": "Odla?"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert [one.hit.title for one in asked.context["groups"][0].entries] == ["Två", "Ämne"]
    assert "2 saker liknar er fråga" in asked.content.decode()
