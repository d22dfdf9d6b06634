"""What is tried to answer a question, in order: each attempt is kept, with what came of it."""

import pytest
from django.urls import reverse

from events.science_shop.models import Question, RemedyAttempt, Side, Stage
from events.science_shop.permissions import Actor
from events.science_shop.remedy_queries import ladder, remedies_tried
from events.science_shop.services import remedies
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.vocabulary import Attempt, Remedy
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import QuestionFactory, RoundFactory, brought_together

pytestmark = pytest.mark.django_db
COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))


@pytest.fixture
def question(client) -> Question:
    person = PersonFactory()
    client.force_login(person)
    return QuestionFactory(round=RoundFactory(coordinator=person))


def page_of(question: Question) -> str:
    return reverse("science_shop:coordinate_remedies", args=[question.slug])


def tries(question: Question, remedy: Remedy, result: Attempt = Attempt.WAITING) -> RemedyAttempt:
    tried = remedies.attempt(question, remedy, f"Något {remedy}", actor=COORDINATOR)
    return remedies.came_to(tried, result, shown=Attempt.WAITING, actor=COORDINATOR)


def next_of(question: Question) -> Remedy | None:
    return next((rung.remedy for rung in ladder(question) if rung.is_next), None)


def test_the_next_one_is_the_first_that_was_not_tried_until_one_has_helped(question):
    for remedy in Remedy:
        assert next_of(question) == remedy
        tries(question, remedy, Attempt.NOT_FOUND)
    assert next_of(question) is None


def test_when_one_has_helped_or_the_question_has_ended_nothing_is_next(question):
    tries(question, Remedy.EXISTING, Attempt.HELPED)
    assert next_of(question) is None
    assert next_of(QuestionFactory(stage=Stage.ANSWERED)) is None


@pytest.mark.parametrize(
    ("said", "result"),
    [
        ({}, Attempt.WAITING),
        ({"researcher_said": True}, Attempt.WAITING),
        ({"researcher_said": False}, Attempt.NOT_FOUND),
        ({"researcher_said": True, "asker_said": False}, Attempt.NOT_FOUND),
        ({"researcher_said": True, "asker_said": True}, Attempt.HELPED),
    ],
)
def test_who_is_asked_through_the_portal_is_an_attempt_too(question, said, result):
    brought_together(question, **said)
    rung = ladder(question)[list(Remedy).index(Remedy.RESEARCHER)]
    assert (rung.tried, rung.asked, dict(rung.results)) == (1, 1, {result: 1})


def test_an_attempt_is_kept_with_its_day_and_what_came_of_it(client, question):
    client.post(page_of(question), {"remedy": "environment", "text": "Institutionen för odling"})
    attempt = RemedyAttempt.objects.get()
    assert (attempt.remedy, attempt.text, attempt.result) == ("environment", "Institutionen för odling", "waiting")
    page = client.get(page_of(question)).content.decode()
    assert "Institutionen för odling" in page
    said = reverse("science_shop:coordinate_remedy", args=[question.slug, attempt.pk])
    client.post(said, {"result": "not-found", "shown": "waiting"})
    attempt.refresh_from_db()
    assert attempt.result == "not-found"
    assert attempt.answered_at is not None
    client.post(said, {"result": "waiting", "shown": "not-found"})
    attempt.refresh_from_db()
    assert (attempt.result, attempt.answered_at) == ("waiting", None)


def test_a_double_click_is_one_attempt(client, question):
    for _again in range(2):
        client.post(page_of(question), {"remedy": "environment", "text": "Institutionen"})
    assert RemedyAttempt.objects.count() == 1


@pytest.mark.parametrize(
    "written",
    [
        {"remedy": "", "text": "Institutionen"},
        {"remedy": "magic", "text": "Institutionen"},
        {"remedy": "thesis", "text": ""},
        {"remedy": "thesis", "text": "rut@research.example.org"},
        {"remedy": "thesis", "text": "x" * 301},
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, question, written):
    answer = client.post(page_of(question), written)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert written["text"] in answer.content.decode()
    assert not RemedyAttempt.objects.exists()


def test_of_two_who_say_what_came_of_it_the_second_is_told(question):
    tried = tries(question, Remedy.EXISTING)
    remedies.came_to(tried, Attempt.HELPED, shown="waiting", actor=COORDINATOR)
    with pytest.raises(MovedMeanwhile, match=str(Attempt.HELPED.label)):
        remedies.came_to(tried, Attempt.NOT_FOUND, shown="waiting", actor=COORDINATOR)
    tried.refresh_from_db()
    assert tried.result == Attempt.HELPED


def test_only_who_coordinates_writes_and_only_while_the_question_is_open(client, question):
    for side in (Side.ORGANISATION, Side.RESEARCHER):
        with pytest.raises(NotAllowed):
            remedies.attempt(question, Remedy.THESIS, "En kurs", actor=Actor(None, frozenset({side})))
    Question.objects.filter(pk=question.pk).update(stage=Stage.WITHDRAWN)
    assert client.post(page_of(question), {"remedy": "thesis", "text": "En kurs"}).status_code == 422
    assert not RemedyAttempt.objects.exists()


def test_another_questions_attempt_is_not_there(client, question):
    other = tries(QuestionFactory(), Remedy.THESIS)
    for slug in (question.slug, other.question.slug):
        said = reverse("science_shop:coordinate_remedy", args=[slug, other.pk])
        assert client.post(said, {"result": "helped", "shown": "waiting"}).status_code == 404
    own = tries(question, Remedy.THESIS)
    said = reverse("science_shop:coordinate_remedy", args=[question.slug, own.pk])
    assert client.post(said, {"result": "magic", "shown": "waiting"}).status_code == 404


def test_everybody_reads_how_often_and_whether_an_answer_is_awaited_and_no_more(client, question):
    tries(question, Remedy.EXISTING, Attempt.NOT_FOUND)
    tries(question, Remedy.ENVIRONMENT)
    brought_together(question)
    assert [(rung.remedy, rung.tried, rung.waits) for rung in remedies_tried(question)] == [
        (Remedy.EXISTING, 1, False),
        (Remedy.ENVIRONMENT, 1, True),
        (Remedy.RESEARCHER, 1, True),
    ]
    client.logout()
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Vad som har prövats" in page
    assert "prövat en gång" in page
    assert "Något" not in page.partition("Vad som har prövats")[2].partition("</section>")[0]


def test_a_third_try_of_what_is_waited_for_is_the_same_attempt_where_two_of_it_wait(question):
    tried = [remedies.attempt(question, Remedy.EXISTING, "Något", actor=COORDINATOR)]
    remedies.came_to(tried[0], Attempt.NOT_FOUND, shown=Attempt.WAITING, actor=COORDINATOR)
    tried.append(remedies.attempt(question, Remedy.EXISTING, "Något", actor=COORDINATOR))
    remedies.came_to(tried[0], Attempt.WAITING, shown=Attempt.NOT_FOUND, actor=COORDINATOR)
    again = remedies.attempt(question, Remedy.EXISTING, "Något", actor=COORDINATOR)
    assert again in tried
    assert question.attempts.count() == 2
