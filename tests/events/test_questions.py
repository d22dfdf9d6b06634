"""What a host asks: each kind of answer, what is kept of it, and who sees it until when."""

from datetime import timedelta

import pytest

from events.models import Answer, Registration
from events.services import erasing
from tests.events.factories import EventFactory
from tests.events.visitors import ask, come, link_to, send, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]


@pytest.fixture
def event():
    return EventFactory()


def answered(client, event, question, answer):
    response = send(client, event, **{f"question_{question.pk}": answer})
    kept = Answer.objects.filter(question=question).first()
    return response.status_code, kept and kept.value


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        ("text", " En rad\r\noch en till ", "En rad\noch en till"),
        ("text", "👩‍👧 \u0041\u030a", "👩‍👧 Å"),
        ("one", "Malmö", "Malmö"),
        ("many", ["Lund", "Malmö", "Lund"], ["Lund", "Malmö"]),
        ("number", "0", 0),
        ("number", "12", 12),
        ("consent", "on", True),
        ("diet", "Inga nötter", "Inga nötter"),
        ("access", "Hörslinga", "Hörslinga"),
    ],
)
def test_an_answer_of_each_kind_is_kept(client, event, kind, sent, kept):
    question = ask(event, kind, "Fråga", options="Lund\nMalmö")
    assert answered(client, event, question, sent) == (302, kept)
    assert Answer.objects.get().is_sensitive == (kind in {"diet", "access"})


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("text", "dold\u202e"),
        ("text", "x" * 1001),
        ("one", "Ystad"),
        ("many", ["Lund", "Ystad"]),
        ("number", "-1"),
        ("number", "tolv"),
        ("number", "9" * 400),
        ("diet", "\x07"),
    ],
)
def test_what_is_no_answer_is_refused_with_words(client, event, kind, sent):
    question = ask(event, kind, "Fråga", options="Lund\nMalmö")
    assert answered(client, event, question, sent) == (422, None)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("kind", ["text", "one", "many", "number", "consent"])
def test_a_question_that_must_be_answered_says_so_beside_it(client, event, kind):
    question = ask(event, kind, "Fråga", options="Lund\nMalmö", is_required=True)
    response = send(client, event)
    assert response.status_code == 422
    assert f'id="id_question_{question.pk}_error"' in response.content.decode()


@pytest.mark.parametrize("kind", ["text", "one", "many", "number", "consent", "diet", "access"])
def test_a_question_that_may_be_left_keeps_nothing(client, event, kind):
    ask(event, kind, "Fråga", options="Lund\nMalmö")
    assert send(client, event).status_code == 302
    assert not Answer.objects.exists()


def test_nobody_must_tell_of_food_or_needs_whatever_the_database_says(client, event):
    ask(event, "diet", "Mat", is_required=True)
    assert send(client, event).status_code == 302


def test_food_and_needs_say_who_sees_them_and_when_they_are_erased(client, event):
    ask(event, "access", "Vad behöver du?")
    page = text_of(client.get(event.get_absolute_url()))
    assert "Bara värdarna ser det. Det raderas 3 dagar efter träffen." in page
    assert "artikel 9.2 a" in page


def test_they_are_erased_first_and_the_rest_stands(client, event):
    food, other = ask(event, "diet", "Mat"), ask(event, "text", "Annat")
    come(event, answers={food: "Vegan", other: "Hej"})
    erasing.erase_old_registrations(now=event.ends_at + timedelta(days=4))
    assert list(Answer.objects.values_list("value", flat=True)) == ["Hej"]
    assert Registration.objects.get().name == "Åsa"


def test_a_hosts_words_are_text_wherever_they_stand(client, event):
    sly = "<script>alert(1)</script>"
    ask(event, "many", sly, help_text=sly, options=f"{sly}\nB")
    for address in (event.get_absolute_url(), event.get_absolute_url().replace("/kalender/", "/en/calendar/")):
        assert sly not in client.get(address).content.decode()


def test_answers_stand_on_the_persons_own_page_also_when_the_question_is_gone(client, event):
    question = ask(event, "consent", "Får vi ta bilder?")
    registration = come(event, answers={question: True})
    question.delete()
    assert "Får vi ta bilder? Ja" in text_of(client.get(link_to(registration)))


def test_answers_of_another_meetup_are_not_taken(client, event):
    foreign = ask(EventFactory(), "text", "Annan träffs fråga")
    send(client, event, **{f"question_{foreign.pk}": "Hej"})
    assert not Answer.objects.exists()
