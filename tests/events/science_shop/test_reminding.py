"""Reminders of steps: to whoever has them, in time, once; then to those who coordinate, weekly."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.science_shop.models import Question, Stage, Step
from events.science_shop.services import reminding
from events.science_shop.services.links import token_of
from events.science_shop.vocabulary import Side
from tests.directory.factories import PersonFactory, editor
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, in_days, taken

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def step_of(side: Side, days: int, stage: Stage = Stage.TAKEN, **fields) -> Step:
    """One step, made long ago and due in `days`, of a question in a round with a coordinator."""
    fields.setdefault("round", RoundFactory(coordinator=PersonFactory()))
    question = QuestionFactory(stage=stage, **fields)
    question.steps.update(side=side, due_on=in_days(days), made_at=timezone.now() - timedelta(days=40), text="Läsa")
    return question.steps.get()


def remind(days: int = 0) -> list[list[str]]:
    """What is mailed so many days from now: to whom."""
    mail.outbox.clear()
    reminding.remind(timezone.now() + timedelta(days=days))
    return [letter.to for letter in mail.outbox]


def test_whoever_asks_is_reminded_with_their_own_link():
    step = step_of(Side.ORGANISATION, 3)
    assert remind() == [[step.question.contact_email]]
    body = mail.outbox[0].body
    assert token_of(step.question) in body
    assert "Läsa" in body
    assert step.question.title in mail.outbox[0].subject


def test_the_researchers_who_take_it_are_reminded_and_those_who_handed_it_back_are_not():
    step = step_of(Side.RESEARCHER, 1)
    works, left = ResearcherFactory(), ResearcherFactory()
    taken(step.question, works)
    taken(step.question, left, state="handed-back", ended_at=timezone.now())
    assert remind() == [[works.user.email]]


def test_the_coordinator_of_the_round_is_reminded_and_of_no_round_those_who_coordinate_all():
    step = step_of(Side.COORDINATOR, 2)
    assert remind() == [[step.question.round.coordinator.email]]
    everybody = editor()
    step_of(Side.COORDINATOR, 2, round=None)
    assert remind() == [[everybody.email]]


def test_each_is_reminded_once_before_once_when_late_and_then_only_those_who_coordinate_weekly():
    step = step_of(Side.ORGANISATION, 3)
    asker, coordinator = step.question.contact_email, step.question.round.coordinator.email
    days = {day: remind(day) for day in range(20)}
    assert {day: to for day, to in days.items() if to} == {
        0: [[asker]],
        4: [[asker]],
        11: [[coordinator]],
        18: [[coordinator]],
    }


def test_many_steps_are_one_letter_to_those_who_coordinate():
    own = RoundFactory(coordinator=PersonFactory())
    for days in (-2, -1, 2):
        step_of(Side.COORDINATOR, days, round=own)
    assert remind() == [[own.coordinator.email]]
    assert "Försenade: 2" in mail.outbox[0].body
    assert remind() == []


def test_nobody_is_reminded_of_what_is_done_has_time_was_agreed_just_now_or_never_sent():
    step_of(Side.COORDINATOR, 4)
    Step.objects.filter(pk=step_of(Side.COORDINATOR, -3).pk).update(done_at=timezone.now())
    Step.objects.filter(pk=step_of(Side.COORDINATOR, 2).pk).update(made_at=timezone.now())
    step_of(Side.ORGANISATION, 1, stage=Stage.DRAFT)
    assert remind() == []


def test_what_has_no_address_any_more_goes_to_those_who_coordinate():
    step = step_of(Side.ORGANISATION, 1, contact_email="", email_key="")
    researchers = step_of(Side.RESEARCHER, 1)
    coordinators = {one.question.round.coordinator.email for one in (step, researchers)}
    assert {to for (to,) in remind()} == coordinators


def test_a_run_that_dies_loses_nothing_and_writes_to_nobody_twice(monkeypatch):
    step_of(Side.ORGANISATION, 1)
    step_of(Side.ORGANISATION, 1)
    written = []

    def dies(to, *args, **kwargs):
        if written:
            raise ConnectionError
        written.extend(to)

    with monkeypatch.context() as patched:
        patched.setattr(reminding.letters, "write", dies)
        with pytest.raises(ConnectionError):
            reminding.remind()
    (left,) = remind()
    assert {*written, *left} == set(Question.objects.values_list("contact_email", flat=True))
    assert remind() == []
