"""What has happened to a question: each row tells one thing once, and every day is written in words."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from events.science_shop.models import Finding, Stage, StageChange
from events.science_shop.queries import for_page, history_of
from events.science_shop.services import reminding
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
