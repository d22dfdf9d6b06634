"""The questions of a follow-up meetup, in their order."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.science_shop.models import AgendaQuestion, Stage
from events.science_shop.services import agenda
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import QuestionFactory, RoundFactory
from tests.events.science_shop.meeting_again.steps import PAGES, goes_on, on_agenda, press, titles
from tests.events.visitors import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_the_agenda_is_chosen_and_ordered_by_buttons(signed_in, own, event):
    one, two, three = (QuestionFactory(round=own, title=title) for title in ("Ett?", "Två?", "Tre?"))
    for question in (one, two, three, two):
        if question.title not in titles(event):
            press(signed_in, "put_on", question)
    assert titles(event) == ["Ett?", "Två?", "Tre?"]
    press(signed_in, "earlier", AgendaQuestion.objects.get(question=three))
    press(signed_in, "later", AgendaQuestion.objects.get(question=one))
    assert titles(event) == ["Tre?", "Ett?", "Två?"]
    # The first and the last stay where they are.
    press(signed_in, "earlier", AgendaQuestion.objects.get(question=three))
    press(signed_in, "later", AgendaQuestion.objects.get(question=two))
    press(signed_in, "take_off", AgendaQuestion.objects.get(question=one))
    assert titles(event) == ["Tre?", "Två?"]


def test_a_question_is_on_an_agenda_once(own, event, coordinator):
    question = QuestionFactory(round=own)
    assert agenda.put_on(event, question, by=coordinator) == agenda.put_on(event, question, by=coordinator)


def test_what_was_decided_keeps_a_question_on_the_agenda(signed_in, own, event):
    item = on_agenda(event, QuestionFactory(round=own), decision="Vi läser.", decided_at=timezone.now())
    assert "den står kvar på dagordningen" in text_of(press(signed_in, "take_off", item))
    assert AgendaQuestion.objects.filter(pk=item.pk).exists()


def test_only_questions_of_the_meetups_rounds_that_there_is_something_to_say_of_can_be_chosen(signed_in, own, event):
    fits = QuestionFactory(round=own, title="Passar?")
    others = [
        QuestionFactory(round=own, stage=Stage.DRAFT),
        QuestionFactory(round=own, stage=Stage.WITHDRAWN),
        QuestionFactory(round=RoundFactory()),
        QuestionFactory(),
    ]
    page = text_of(signed_in.get(f"{PAGES}dagordning/"))
    assert fits.title in page
    for question in others:
        assert question.title not in page
        assert press(signed_in, "put_on", question).status_code == 404
    assert titles(event) == []


def test_each_question_stands_with_its_history(signed_in, own, event):
    question = QuestionFactory(round=own)
    question.changes.create(move="seek", before="formulated", after="seeking", comment="Vi letar i Lund.")
    earlier = EventFactory(title="Förra träffen")
    on_agenda(earlier, question, decision="Sök vidare.", decided_at=timezone.now())
    on_agenda(event, question)
    for page in ("", "dagordning/"):
        shown = text_of(signed_in.get(PAGES + page))
        for words in ("Vi letar i Lund.", "Förra träffen", "Sök vidare."):
            assert words in shown


def test_others_have_none_of_the_pages(client, own, event, member):
    item = on_agenda(event, QuestionFactory(round=own))
    for page in ("", "dagordning/", "bjud-in/"):
        assert client.get(PAGES + page).status_code == 302
    client.force_login(member)
    RoundFactory(coordinator=member, meetups={"idea": EventFactory()})
    for page in ("", "dagordning/", "bjud-in/"):
        assert client.get(PAGES + page).status_code == 404
        assert (
            client.post(PAGES + page, {"question": item.question_id, "action": "take_off", "pk": item.pk}).status_code
            == 404
        )


def test_of_another_rounds_questions_at_the_same_meetup_nothing_is_shown_or_changed(signed_in, own, event):
    others = RoundFactory()
    item = on_agenda(event, QuestionFactory(round=others, title="Andras?", contact_email="andra@example.org"))
    goes_on(others, "Frida")
    for page in ("", "dagordning/", "bjud-in/"):
        shown = text_of(signed_in.get(PAGES + page))
        for words in ("Andras?", "andra@example.org", "Frida"):
            assert words not in shown
    assert press(signed_in, "take_off", item).status_code == 404
    assert signed_in.post(PAGES, {"question": item.question_id}).status_code == 404


def test_agendas_cost_the_same_queries_for_few_and_many(signed_in, own, event):
    def cost() -> list[int]:
        costs = []
        for page in ("", "dagordning/"):
            with CaptureQueriesContext(connection) as queries:
                signed_in.get(PAGES + page)
            costs.append(len(queries))
        return costs

    def filled() -> None:
        question = QuestionFactory(round=own)
        question.changes.create(move="seek", before="formulated", after="seeking")
        on_agenda(event, question)
        QuestionFactory(round=own)

    filled()
    cost()
    few = cost()
    for _more in range(4):
        filled()
    assert cost() == few
