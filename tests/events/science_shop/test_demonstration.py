"""The demonstration shows a question in every stage, and nobody is written to about invented ones."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from events.science_shop.models import Question, Round, Stage
from events.science_shop.stages import STAGES

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]


@pytest.fixture(scope="module")
def loaded(written_once):
    call_command("load_demonstration", verbosity=0)
    return [letter.subject for letter in mail.outbox if "fråga" in letter.subject.lower()]


def test_there_is_a_question_in_every_stage(loaded):
    assert {*Question.objects.values_list("stage", flat=True)} == {*Stage}


def test_every_open_question_says_what_is_next(loaded):
    for question in Question.objects.with_next_steps():
        assert bool(question.next_step) == STAGES[Stage(question.stage)].is_open, question


def test_one_round_has_ended_one_runs_and_one_is_planned(loaded):
    now = timezone.now()
    rounds = {round.slug: round for round in Round.objects.all()}
    assert rounds["att-hora-till"].is_closed
    running = [meetup.event.starts_at for meetup in rounds["vardagen-som-skaver"].meetups.all()]
    assert min(running) < now < max(running)
    assert all(meetup.event.starts_at > now for meetup in rounds["landsbygdens-nya-affarer"].meetups.all())


def test_the_history_of_each_stands_in_the_order_in_which_it_happened(loaded):
    for question in Question.objects.prefetch_related("changes"):
        changes = list(question.changes.all())
        assert [change.before for change in changes[1:]] == [change.after for change in changes[:-1]], question
        assert all(change.at <= now for change in changes for now in [timezone.now()])


def test_nobody_is_written_to_about_invented_questions(loaded):
    assert loaded == []
