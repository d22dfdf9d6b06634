"""Who is asked about a question, and who offers to know something of it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.science_shop.models import Match, Question, Side, Stage
from events.science_shop.permissions import Actor
from events.science_shop.services import matching
from events.science_shop.services.links import token_of
from events.science_shop.services.matching import NotPossible
from events.science_shop.services.moving import NotAllowed
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, brought_together
from tests.events.science_shop.matching.sides import BACK, COORDINATOR, YES, letters, says, signed_in

pytestmark = pytest.mark.usefixtures("without_search")


def test_one_click_asks_a_researcher_and_a_second_changes_nothing(question, researcher):
    assert matching.invite(question, researcher, actor=COORDINATOR)
    assert not matching.invite(question, researcher, actor=COORDINATOR)
    match = Match.objects.get()
    ((to, body),) = letters()
    assert to == "rut@research.example.org"
    assert question.title in body
    assert f"/forskarverkstad/matchningar/{match.pk}/" in body
    assert (match.researcher_said, match.asker_said) == (None, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": Stage.SUBMITTED},
        {"stage": Stage.INTAKE},
        {"may_be_shown": False},
        {"stage": Stage.ANSWERED},
        {"stage": Stage.WITHDRAWN},
        {"contact_email": "", "email_key": ""},
    ],
)
def test_nobody_is_asked_about_what_not_everybody_may_read_or_what_is_over(researcher, fields):
    question = QuestionFactory(**fields)
    with pytest.raises(NotPossible, match=r"\w+ \w+"):
        matching.invite(question, researcher, actor=COORDINATOR)
    with pytest.raises(NotPossible):
        matching.offer(question, researcher)
    assert not Match.objects.exists()
    assert not mail.outbox


def test_a_researcher_whom_nobody_has_confirmed_is_not_asked_and_offers_nothing(question):
    unconfirmed = ResearcherFactory(confirmed_at=None)
    with pytest.raises(NotAllowed):
        matching.invite(question, unconfirmed, actor=COORDINATOR)
    with pytest.raises(NotAllowed):
        matching.offer(question, unconfirmed)
    offered = signed_in(unconfirmed.user).post(reverse("science_shop:offer", args=[question.slug]))
    assert offered.status_code == 404
    assert not Match.objects.exists()


def test_nobody_is_asked_whose_account_is_closed(question, researcher):
    type(researcher.user).objects.filter(pk=researcher.user_id).update(is_active=False)
    with pytest.raises(NotAllowed):
        matching.invite(question, researcher, actor=COORDINATOR)
    coordinator = PersonFactory()
    Question.objects.filter(pk=question.pk).update(round=RoundFactory(coordinator=coordinator))
    address = reverse("science_shop:coordinate_matching", args=[question.slug])
    assert signed_in(coordinator).post(address, {"researcher": researcher.pk}).status_code == 404
    assert not Match.objects.exists()
    assert not mail.outbox


def test_only_who_coordinates_invites(question, researcher):
    for side in (Side.ORGANISATION, Side.RESEARCHER):
        with pytest.raises(NotAllowed):
            matching.invite(question, researcher, actor=Actor(None, frozenset({side})))


def test_nobody_meets_themselves(question, researcher):
    Question.objects.filter(pk=question.pk).update(raised_by=researcher.user)
    with pytest.raises(NotPossible):
        matching.invite(question, researcher, actor=COORDINATOR)
    assert not Match.objects.exists()


def test_a_researcher_may_know_something_and_whoever_asks_is_told_without_a_name(question, researcher):
    client = signed_in(researcher.user)
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Jag kanske vet något" in page
    for _again in range(2):
        client.post(reverse("science_shop:offer", args=[question.slug]))
    match = Match.objects.get()
    assert (match.researcher_said, match.asker_said, match.invited_by) == (True, None, None)
    ((to, body),) = letters()
    assert to == "asta@asking.example.org"
    assert "Rut" not in body
    assert "rut@" not in body
    assert f"/forskarverkstad/din-fraga/{token_of(question)}/" in body
    assert "Jag kanske vet något" not in client.get(question.get_absolute_url()).content.decode()


def test_the_button_is_there_for_confirmed_researchers_alone(client, question):
    for user in (None, PersonFactory(), ResearcherFactory(confirmed_at=None).user):
        reader = signed_in(user) if user else client
        assert "Jag kanske vet något" not in reader.get(question.get_absolute_url()).content.decode()


def test_who_waits_for_many_answers_offers_no_more(researcher, monkeypatch):
    monkeypatch.setattr(matching, "MOST_WAITING", 2)
    for _number in range(2):
        matching.offer(QuestionFactory(), researcher)
    last = QuestionFactory()
    with pytest.raises(NotPossible):
        matching.offer(last, researcher)
    assert Match.objects.count() == 2
    assert len(mail.outbox) == 2
    # Whoever has been asked may always say yes.
    matching.invite(last, researcher, actor=Actor(PersonFactory(), COORDINATOR.sides))
    assert matching.offer(last, researcher).researcher_said


@pytest.mark.parametrize(
    "fields", [{"stage": Stage.WITHDRAWN}, {"may_be_shown": False}, {"contact_email": "", "email_key": ""}]
)
def test_an_answer_that_nobody_can_give_any_more_is_not_waited_for(researcher, monkeypatch, fields):
    monkeypatch.setattr(matching, "MOST_WAITING", 1)
    over = matching.offer(QuestionFactory(), researcher).question
    Question.objects.filter(pk=over.pk).update(**fields)
    assert matching.offer(QuestionFactory(), researcher).researcher_said
    with pytest.raises(NotPossible):
        matching.offer(QuestionFactory(), researcher)


def test_what_was_taken_back_is_offered_again_only_where_there_is_room_for_it(researcher, monkeypatch):
    monkeypatch.setattr(matching, "MOST_WAITING", 1)
    back = says(matching.offer(QuestionFactory(), researcher), Side.RESEARCHER, BACK)
    matching.offer(QuestionFactory(), researcher)
    with pytest.raises(NotPossible):
        says(back, Side.RESEARCHER, YES)
    with pytest.raises(NotPossible):
        matching.offer(back.question, researcher)


def test_offers_that_are_taken_back_are_counted_all_day(researcher, monkeypatch):
    monkeypatch.setattr(matching, "MOST_A_DAY", 3)
    for _number in range(3):
        says(matching.offer(QuestionFactory(), researcher), Side.RESEARCHER, BACK)
    sent, last = len(letters()), QuestionFactory()
    with pytest.raises(NotPossible, match="i morgon"):
        matching.offer(last, researcher)
    assert len(letters()) == sent
    # To be asked by a coordinator is another thing.
    assert says(brought_together(last, researcher, invited_by=PersonFactory()), Side.RESEARCHER, YES).researcher_said
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert matching.offer(QuestionFactory(), researcher).researcher_said
