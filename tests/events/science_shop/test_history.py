"""What has happened to a question: each row tells one thing once, and every day is written in words."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.science_shop.models import Evaluation, Finding, Side, Stage, StageChange
from events.science_shop.permissions import Actor
from events.science_shop.queries import for_page, history_of, path_of
from events.science_shop.services import moving, reminding
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import QuestionFactory, answered, found, in_days

pytestmark = pytest.mark.django_db


def headings(question) -> list[str]:
    return [entry["heading"] for entry in history_of(for_page(type(question).objects.filter(pk=question.pk)).get())]


def test_findings_of_one_day_are_told_in_one_row_and_those_of_another_day_in_another():
    question = QuestionFactory(stage=Stage.PRESENTED)
    for _number in range(3):
        found(question)
    assert headings(question) == ["3 fynd skrevs"]
    early = found(question)
    Finding.objects.filter(pk=early.pk).update(made_at=timezone.now() - timedelta(days=4))
    assert headings(question) == ["3 fynd skrevs", "Ett fynd skrevs"]


def test_every_day_on_the_pages_of_a_question_and_its_answer_is_written_in_words(client):
    question = answered()
    now = timezone.now()
    StageChange.objects.create(question=question, move="submit", before="draft", after="submitted", at=now)
    StageChange.objects.create(question=question, move="answer", before="presented", after="answered", at=now)
    question.on_agendas.create(event=EventFactory(starts_at=now - timedelta(days=9)), decision="Vi fortsätter.")
    in_words = f"{timezone.localdate().day} "
    for address in (question.get_absolute_url(), question.knowledge.get_absolute_url()):
        page = client.get(address).content.decode()
        seen = re.sub(r"<[^>]*>", " ", page.partition("<main")[2].partition("</main>")[0])
        assert not re.search(r"\b20\d\d-\d\d", seen), address
        assert re.search(rf"\b{in_words}[a-zåäö]+ {now.year}", seen), address


def test_the_way_to_an_answer_stands_in_the_order_of_its_days(client):
    question = answered()
    now = timezone.now()
    for days, move, after in ((40, "submit", "submitted"), (9, "formulate", "formulated"), (1, "answer", "answered")):
        at = now - timedelta(days=days)
        StageChange.objects.create(question=question, move=move, before="draft", after=after, at=at)
    starts = now - timedelta(days=20)
    meetup = EventFactory(title="Idéträffen", starts_at=starts, ends_at=starts + timedelta(hours=3))
    question.on_agendas.create(event=meetup)
    way = client.get(question.knowledge.get_absolute_url()).context["way"]
    assert [str(entry["label"]) for entry in way] == ["Inskickad", "Idéträffen", "Formulerad", "Svar"]


def test_a_reminder_writes_its_day_in_words():
    question = QuestionFactory()
    question.steps.update(side="organisation", due_on=in_days(2), made_at=timezone.now() - timedelta(days=30))
    reminding.remind()
    (letter,) = mail.outbox
    assert not re.search(r"\b20\d\d-\d\d-\d\d", letter.body)
    assert str(in_days(2).year) in letter.body


def came_to(question, *stages: str) -> None:
    for stage in stages:
        StageChange.objects.create(question=question, move="submit", before="draft", after=stage)


def path_to(question) -> list[tuple[str, str]]:
    found = for_page(type(question).objects.filter(pk=question.pk)).get()
    return [(str(step["label"]), step["state"]) for step in path_of(found)]


def test_a_way_ticks_only_what_happened_and_ends_on_what_came_of_it():
    question = QuestionFactory(stage=Stage.PROJECT)
    came_to(question, "submitted", "formulated", "seeking", "taken", "project")
    way = ["Inskickad", "Formulerad", "Söker forskare", "Antagen", "Forskningsprojekt"]
    assert path_to(question) == [(label, "done") for label in way]


def test_what_a_question_has_gone_past_is_no_step_but_what_is_to_come_is():
    question = QuestionFactory(stage=Stage.PRESENTED)
    came_to(question, "submitted", "formulated", "presented")
    done = [("Inskickad", "done"), ("Formulerad", "done")]
    assert path_to(question) == [*done, ("Fynd", "now"), ("Svar", "next")]


def test_an_evaluated_question_is_told_from_its_answer_on(client):
    question = answered()
    long_ago = timezone.now() - timedelta(days=200)
    type(question).objects.filter(pk=question.pk).update(stage_since=long_ago)
    Evaluation.objects.create(question=question, occasion="close", answered_at=timezone.now(), usefulness=4)
    moved = moving.move(question, "evaluate", actor=Actor(None, frozenset({Side.COORDINATOR})), shown=question.version)
    assert moved.stage == Stage.EVALUATED
    assert "Besvarad, sedan 200 dagar" in client.get(question.get_absolute_url()).content.decode()
