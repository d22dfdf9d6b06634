"""Whoever has the mailed link changes nothing that everybody reads without a coordinator reading it."""

from http import HTTPStatus

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.science_shop.models import Question, ResearchProject, Side, Stage
from events.science_shop.permissions import BY_LINK, Actor
from events.science_shop.services import moving, review, wording
from events.science_shop.services.links import token_of
from events.science_shop.services.moving import MovedMeanwhile
from events.science_shop.services.review import TooOften
from events.science_shop.vocabulary import Review
from tests.directory.factories import PersonFactory
from tests.directory.searched import found as searched
from tests.events.science_shop.asking import SAME_ORIGIN
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    RoundFactory,
    answered,
    in_days,
    taken,
)
from tests.events.visitors import text_of

pytestmark = pytest.mark.django_db
RUDE = "Köp billiga klockor hos Elak"


@pytest.fixture
def coordinator():
    return PersonFactory()


@pytest.fixture
def question(coordinator):
    return QuestionFactory(round=RoundFactory(coordinator=coordinator), title="Vad är den värd?", stage=Stage.SEEKING)


def link_to(question, page: str = "") -> str:
    return reverse("science_shop:own", args=[token_of(question)]) + page


def puts(client, question, text: str = RUDE):
    shown = question.wordings.last().number
    return client.post(link_to(question, "andra-ord/"), {"text": text, "shown": shown}, headers=SAME_ORIGIN)


def shows(client, question, **said):
    form = client.get(link_to(question, "visas/")).context["form"]
    written = {name: form[name].value() for name in form.fields} | said
    data = {name: value for name, value in written.items() if value not in (None, False)}
    return client.post(link_to(question, "visas/"), data, headers=SAME_ORIGIN)


def everything(client, question) -> str:
    """All that anybody may read of it."""
    pages = [
        question.get_absolute_url(),
        reverse("science_shop:questions"),
        reverse("science_shop:question_atom", args=[question.slug]),
        f"/api/v1/science_shop/questions/{question.slug}/",
    ]
    client.logout()
    return " ".join(client.get(page).content.decode() for page in pages)


def letters_to(person) -> int:
    return sum(letter.to == [person.email] for letter in mail.outbox)


def test_new_words_are_read_by_a_coordinator_before_everybody_does(client, question, coordinator):
    answer = puts(client, question)
    assert "läser dem innan alla gör det" in text_of(client.get(answer["Location"]))
    question.refresh_from_db()
    assert question.title == "Vad är den värd?"
    assert RUDE not in everything(client, question)
    assert not searched("Elak")
    assert letters_to(coordinator) == 1
    assert RUDE not in mail.outbox[0].body
    assert question.steps.filter(side=Side.COORDINATOR, stage="", done_at=None).count() == 1
    client.force_login(coordinator)
    page = client.get(reverse("science_shop:coordinate", args=[question.slug])).content.decode()
    assert RUDE in page
    assert "?proposal=2" in page


def test_a_coordinator_puts_it_so_and_the_step_is_done(client, question, coordinator):
    puts(client, question, "Vilka värden skapar den?")
    client.force_login(coordinator)
    address = reverse("science_shop:coordinate_reword", args=[question.slug]) + "?proposal=2"
    form = client.get(address).context["form"]
    assert form["text"].value() == "Vilka värden skapar den?"
    client.post(address, {"shown": form["shown"].value(), "text": form["text"].value(), "reason": "Tydligare."})
    question.refresh_from_db()
    assert question.title == "Vilka värden skapar den?"
    assert not question.steps.filter(stage="", done_at=None).exists()
    assert "Vilka värden skapar den?" in everything(client, question)


def test_one_letter_tells_of_all_that_is_proposed_and_three_are_enough_for_a_day(client, question, coordinator):
    for number in range(review.MOST_A_DAY):
        puts(client, question, f"{RUDE} {number}")
    puts(client, question, f"{RUDE} 2")
    refused = puts(client, question)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "skicka det i morgon" in text_of(refused)
    assert f"{RUDE}</textarea>" in refused.content.decode()
    assert letters_to(coordinator) == 1
    assert question.wordings.count() == 1 + review.MOST_A_DAY
    # What a coordinator has answered is no reason to be silent about the next.
    review.is_read(question, Review.WORDS)
    mail.outbox.clear()
    with pytest.raises(TooOften):
        wording.reword(question, "En till?", actor=BY_LINK, shown=4)
    assert not mail.outbox


def test_the_next_after_an_answer_is_told_again(client, question, coordinator):
    puts(client, question)
    review.is_read(question, Review.WORDS)
    puts(client, question, "En till?")
    assert letters_to(coordinator) == 2


def test_who_coordinates_too_proposes_on_the_page_of_whoever_asks(client, question):
    both = PersonFactory()
    Question.objects.filter(pk=question.pk).update(raised_by=both, round=RoundFactory(coordinator=both))
    client.force_login(both)
    address = reverse("science_shop:own_reword_question", args=[question.slug])
    client.post(address, {"text": "Som samordnare?", "shown": 1})
    question.refresh_from_db()
    assert question.title == "Vad är den värd?"


def test_a_name_that_everybody_reads_is_told_to_a_coordinator_who_can_take_it_away(client, question, coordinator):
    assert shows(client, question, contact_name=RUDE, shows_person="on").status_code == HTTPStatus.FOUND
    assert RUDE in everything(client, question)
    assert letters_to(coordinator) == 1
    client.force_login(coordinator)
    page = reverse("science_shop:coordinate", args=[question.slug])
    assert "Visa inget namn" in text_of(client.get(page))
    client.post(reverse("science_shop:show_no_name", args=[question.slug]))
    assert RUDE not in everything(client, question)
    assert not question.steps.filter(stage="", done_at=None).exists()
    shows(client, question, shows_person="on")
    assert letters_to(coordinator) == 2


def waiting(question) -> list[str]:
    """What a coordinator has still to read."""
    return [step.review for step in question.steps.open().exclude(review="").order_by("review")]


def test_words_and_a_name_are_told_of_and_answered_each_by_itself(client, question, coordinator):
    puts(client, question)
    shows(client, question, contact_name=RUDE, shows_person="on")
    assert letters_to(coordinator) == 2
    assert waiting(question) == ["name", "words"]
    client.force_login(coordinator)
    client.post(reverse("science_shop:show_no_name", args=[question.slug]))
    assert waiting(question) == ["words"]
    shows(client, question, shows_person="on")
    client.force_login(coordinator)
    address = reverse("science_shop:coordinate_reword", args=[question.slug])
    client.post(address, {"shown": 2, "text": "Vilka värden skapar den?", "reason": "Tydligare."})
    assert waiting(question) == ["name"]


def test_what_was_changed_again_after_it_was_seen_is_not_done_by_a_press(client, question, coordinator):
    puts(client, question)
    seen = question.steps.get(review="words")
    puts(client, question, "Något helt annat?")
    client.force_login(coordinator)
    done = reverse("science_shop:coordinate_step_done", args=[question.slug, seen.pk])
    assert "ändrat det igen" in text_of(client.post(done, follow=True))
    assert waiting(question) == ["words"]
    address = reverse("science_shop:coordinate_reword", args=[question.slug])
    stale = client.post(address, {"shown": 2, "text": "Mina ord?", "reason": "Tydligare."})
    assert stale.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Något helt annat?" in text_of(stale)
    assert "Mina ord?" in stale.content.decode()
    assert waiting(question) == ["words"]


def test_nobody_but_who_coordinates_sees_that_something_is_to_be_read(client, question, coordinator):
    step = {"text": "Läsa tre rapporter", "side": Side.RESEARCHER, "due_on": in_days(30)}
    question.steps.all().delete()
    question.steps.create(**step)
    taken(question, worker := ResearcherFactory())
    puts(client, question)
    text = question.steps.get(review="words").text
    assert text not in everything(client, question)
    assert "Läsa tre rapporter" in text_of(client.get(question.get_absolute_url()))
    client.force_login(worker.user)
    assert text not in text_of(client.get(reverse("science_shop:work", args=[question.slug])))
    client.force_login(coordinator)
    assert text in text_of(client.get(reverse("science_shop:board")))


def test_a_name_at_an_answered_question_is_told_of_once_until_it_is_read(client, coordinator):
    question = answered(round=RoundFactory(coordinator=coordinator))
    for name in ("Elak", "Elakare"):
        shows(client, question, contact_name=name, shows_person="on")
    assert letters_to(coordinator) == 1
    assert waiting(question) == ["name"]


def test_a_name_waits_on_when_the_question_ends_and_words_do_not(client, question, coordinator):
    puts(client, question)
    shows(client, question, contact_name=RUDE, shows_person="on")
    Question.objects.filter(pk=question.pk).update(stage=Stage.LOOKING)
    ResearchProject.objects.create(question=question, title="Vad är den värd?")
    moving.move(question, "make_project", actor=Actor(coordinator, frozenset({Side.COORDINATOR})), shown=0)
    assert waiting(question) == ["name"]


def test_to_be_shown_less_is_told_to_nobody_and_always_possible(client, question, coordinator):
    Question.objects.filter(pk=question.pk).update(shows_person=True)
    for _number in range(review.MOST_A_DAY):
        shows(client, question, shows_person=None)
        shows(client, question, shows_person="on")
        review.is_read(question, Review.NAME)
    mail.outbox.clear()
    shows(client, question, shows_person=None)
    assert shows(client, question, shows_person="on").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    question.refresh_from_db()
    assert not question.shows_person
    assert not mail.outbox


@pytest.mark.parametrize("way", ["words", "facts", "name"])
def test_what_is_changed_while_a_coordinator_reads_stops_the_move(client, way):
    question = QuestionFactory(stage=Stage.INTAKE)
    question.fields.create(field="504")
    if way == "words":
        puts(client, question)
    elif way == "name":
        shows(client, question, contact_name=RUDE, shows_person="on")
    else:
        form = client.get(link_to(question, "andra/")).context["form"]
        written = {name: form[name].value() for name in form.fields} | {"problem": RUDE}
        data = {name: value for name, value in written.items() if value not in (None, False)}
        client.post(link_to(question, "andra/"), data, headers=SAME_ORIGIN)
    with pytest.raises(MovedMeanwhile):
        moving.move(question, "formulate", actor=Actor(None, frozenset({Side.COORDINATOR})), shown=0)


def test_that_a_question_is_withdrawn_is_told_to_all_who_have_to_do_with_it(client, question, coordinator):
    other, gone = ResearcherFactory(), ResearcherFactory()
    taken(question, other)
    taken(question, gone, state="handed-back", ended_at=timezone.now())
    moving.move(question, "withdraw", actor=BY_LINK, shown=0)
    told = {letter.to[0]: letter.body for letter in mail.outbox}
    assert {*told} == {coordinator.email, other.user.email, question.contact_email}
    assert "Var det inte du?" in told[question.contact_email]


def test_what_nobody_had_begun_with_is_withdrawn_in_silence(coordinator):
    question = QuestionFactory(round=RoundFactory(coordinator=coordinator), stage=Stage.SUBMITTED)
    moving.move(question, "withdraw", actor=BY_LINK, shown=0)
    assert [letter.to for letter in mail.outbox] == [[question.contact_email]]
