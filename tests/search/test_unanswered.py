"""What people ask and find nothing for."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from portal.accounts.roles import EDITORS
from search import unanswered
from search.models import SynonymGroup, UnansweredQuestion

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def editor(client, db):
    editor = get_user_model().objects.create_user("redaktor@example.org")
    editor.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(editor)
    return client


def ask(client, words: str, visitors: int) -> None:
    for number in range(visitors):
        client.get("/sok/", {"q": words}, REMOTE_ADDR=f"192.0.2.{number}")


def kept() -> list[tuple[str, int]]:
    unanswered.keep()
    return list(UnansweredQuestion.objects.values_list("text", "visitors"))


def test_a_question_is_kept_once_five_visitors_have_asked_it(client, shelf):
    ask(client, "Lastcykel", 4)
    assert kept() == []
    ask(client, "lastcykel", 5)
    assert kept() == [("lastcykel", 5)]
    ask(client, "lastcykel", 7)
    assert kept() == [("lastcykel", 7)]


def test_one_visitor_many_times_is_one(client, shelf):
    for _time in range(9):
        ask(client, "lastcykel", 1)
    assert kept() == []


def test_what_is_found_is_not_counted(client, shelf):
    shelf.put("Lastcykel")
    ask(client, "lastcykel", 9)
    assert kept() == []


def test_no_visitor_is_written_down_and_asking_leaves_the_database_alone(client, shelf):
    ask(client, "lastcykel", 9)
    assert not UnansweredQuestion.objects.exists()
    assert {field.name for field in UnansweredQuestion._meta.fields} == {"id", "text", "day", "visitors"}


def test_too_many_different_questions_are_not_counted(client, shelf, monkeypatch):
    monkeypatch.setattr(unanswered, "MOST_QUESTIONS", 1)
    ask(client, "lastcykel", 6)
    ask(client, "ellåda", 6)
    assert kept() == [("lastcykel", 6)]


def test_old_questions_are_forgotten(db):
    today = timezone.localdate()
    for days in (10, 91):
        UnansweredQuestion.objects.create(text=f"för {days} dagar sedan", day=today - timedelta(days=days), visitors=5)
    assert kept() == [("för 10 dagar sedan", 5)]


def test_an_editor_sees_the_most_asked_first_and_is_led_to_a_synonym(editor):
    today = timezone.localdate()
    for text, visitors in (("lastcykel", 6), ("ellåda", 9)):
        UnansweredQuestion.objects.create(text=text, day=today, visitors=visitors)
    page = editor.get("/admin/reports/unanswered/").content.decode()
    assert page.index("ellåda") < page.index("lastcykel")
    form = editor.get("/admin/snippets/search/synonymgroup/add/", {"swedish": "lastcykel"}).context["form"]
    assert form["swedish"].value() == "lastcykel"
    assert not SynonymGroup.objects.filter(swedish__contains="lastcykel").exists()


def test_one_person_is_one_whatever_the_browser_says(client, shelf):
    for number in range(5):
        client.get("/sok/", {"q": "lastcykel"}, headers={"User-Agent": f"Browser {number}"})
    assert kept() == []
