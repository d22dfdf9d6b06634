"""How much one person may ask for in a day, and how much mail that is to those who coordinate."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.science_shop.models import Question, Side, Stage
from events.science_shop.permissions import BY_LINK, Actor
from events.science_shop.services import asking, moving
from events.science_shop.services.asking import MOST_SENT, TooMany
from tests.directory.at_once import at_once
from tests.directory.factories import PersonFactory
from tests.events.science_shop.asking import ASK, SAME_ORIGIN, as_member, mailed_link, send
from tests.events.science_shop.factories import QuestionFactory, RoundFactory
from tests.events.visitors import text_of

pytestmark = pytest.mark.django_db
COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))


@pytest.fixture
def coordinator():
    return PersonFactory()


@pytest.fixture
def own(coordinator):
    return RoundFactory(coordinator=coordinator)


def sent_by(address: str, **fields) -> Question:
    fields = {"stage": Stage.SUBMITTED, "submitted_at": timezone.now(), "contact_email": address} | fields
    return QuestionFactory(**fields)


def comes_in(own, **fields) -> Question:
    """Somebody sends a question for the round."""
    return asking.send(QuestionFactory(stage=Stage.DRAFT, round=own, **fields), actor=BY_LINK, shown=0)


def letters_to(person) -> int:
    return sum(letter.to == [person.email] for letter in mail.outbox)


def test_a_member_sends_a_handful_a_day_and_the_next_stays_a_draft(client, member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    client.force_login(member)
    for _number in range(MOST_SENT):
        sent_by(member.email)
    page = text_of(client.get(ASK))
    assert "Du har skickat många frågor i dag" in page
    assert "Skicka frågan" not in page
    answer = as_member(client, contact_email=member.email, title="En till?")
    draft = Question.objects.get(title="En till?")
    assert answer["Location"] == reverse("science_shop:own_question", args=[draft.slug])
    assert draft.stage == Stage.DRAFT
    page = text_of(client.get(answer["Location"]))
    assert "Du har skickat många frågor i dag" in page
    assert draft.problem in page
    client.post(answer["Location"], {"action": "send", "shown": 0})
    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        client.force_login(member)
        client.post(answer["Location"], {"action": "send", "shown": 0})
    draft.refresh_from_db()
    assert draft.stage == Stage.SUBMITTED


def test_by_the_mailed_link_it_is_the_same(client):
    for _number in range(MOST_SENT):
        sent_by("asa@example.org")
    send(client, title="En till?")
    link = mailed_link()
    client.post(link, {"action": "send", "shown": 0}, headers=SAME_ORIGIN)
    assert Question.objects.get(title="En till?").stage == Stage.DRAFT
    assert "Du har skickat många frågor i dag" in text_of(client.get(link))


def test_what_is_withdrawn_counts_and_another_address_is_no_way_around(member):
    for number in range(MOST_SENT):
        sent_by(f"{number}@example.org", raised_by=member, stage=Stage.WITHDRAWN)
    draft = QuestionFactory(stage=Stage.DRAFT, raised_by=member, contact_email="en-till@example.org")
    with pytest.raises(TooMany):
        asking.send(draft, actor=BY_LINK, shown=0)
    asking.send(QuestionFactory(stage=Stage.DRAFT), actor=BY_LINK, shown=0)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_two_that_are_sent_at_once_are_counted_both(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _number in range(MOST_SENT - 1):
        sent_by("asta@example.org")
    drafts = [QuestionFactory(stage=Stage.DRAFT, contact_email="asta@example.org") for _number in range(2)]
    acts = [lambda draft=draft: asking.send(draft, actor=BY_LINK, shown=0) for draft in drafts]
    assert at_once(*acts, refusals=(TooMany,)) == ["TooMany", "done"]


def test_one_letter_tells_a_coordinator_of_all_that_comes_in(own, coordinator):
    for _number in range(3):
        comes_in(own)
    assert letters_to(coordinator) == 1
    # Nor does it help to withdraw.
    moving.move(Question.objects.first(), "withdraw", actor=BY_LINK, shown=1)
    comes_in(own)
    assert letters_to(coordinator) == 1
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        comes_in(own)
        comes_in(own)
    assert letters_to(coordinator) == 2


def test_who_has_begun_with_what_came_in_is_told_of_the_next(own, coordinator):
    first = comes_in(own)
    moving.move(first, "begin", actor=COORDINATOR, shown=first.version)
    comes_in(own)
    assert letters_to(coordinator) == 2


def test_what_one_coordinator_was_told_of_keeps_no_letter_from_another(own, coordinator):
    other = PersonFactory()
    comes_in(own)
    comes_in(RoundFactory(coordinator=other))
    assert (letters_to(coordinator), letters_to(other)) == (1, 1)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_of_two_that_come_in_at_once_one_letter_tells(own, coordinator, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert at_once(lambda: comes_in(own), lambda: comes_in(own)) == ["done", "done"]
    assert letters_to(coordinator) == 1
