"""What is decided at a follow-up meetup, and written down there."""

import re
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.utils import formats, timezone
from django.utils.html import escape

from events.models import Event
from events.science_shop.models import AgendaQuestion, Side, Stage, Step
from events.science_shop.permissions import Actor
from events.science_shop.services import agenda, meeting_again
from events.science_shop.services.meeting_again import NextStep
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from tests.events.science_shop.factories import QuestionFactory, in_days
from tests.events.science_shop.meeting_again.steps import PAGES, on_agenda
from tests.events.test_admin import address
from tests.events.test_event_admin import bulk
from tests.events.visitors import text_of

ZONE = timezone.get_default_timezone()
pytestmark = [pytest.mark.django_db, pytest.mark.database]


def fields(item: AgendaQuestion, **values) -> dict:
    """What the form of `item` sends."""
    values = {"version": item.version, "decision": "", "text": "", "side": "coordinator", "due_on": ""} | values
    prefix = f"question-{item.question_id}"
    before = {f"initial-{prefix}-decision": item.decision}
    return {"question": [item.question_id]} | before | {f"{prefix}-{name}": value for name, value in values.items()}


def together(*sent: dict) -> dict:
    """What the one form around several items sends."""
    everything = {name: value for one in sent for name, value in one.items()}
    return everything | {"question": [pk for one in sent for pk in one["question"]]}


@pytest.fixture
def today(event):
    """The meetup is now."""
    event.starts_at, event.ends_at = timezone.now(), timezone.now() + timedelta(hours=3)
    event.save()


@pytest.fixture
def item(own, event, today) -> AgendaQuestion:
    return on_agenda(event, QuestionFactory(round=own, title="Vad ger odling?", stage=Stage.TAKEN))


def test_a_decision_and_a_step_are_written_down_and_shown(signed_in, client, item, event):
    said = {"decision": "Vi frågar Alnarp.", "text": "Ringa Alnarp", "side": "researcher", "due_on": in_days(14)}
    answer = signed_in.post(PAGES, fields(item, **said))
    assert answer.headers["Location"] == f"{PAGES}?saved={item.question_id}#question-{item.question_id}"
    assert "Det är sparat." in text_of(signed_in.get(answer.headers["Location"]))
    item.refresh_from_db()
    assert (item.decision, item.version, item.decided_at is not None) == ("Vi frågar Alnarp.", 1, True)
    step = Step.objects.get(text="Ringa Alnarp")
    assert (step.question, step.event, step.side, step.due_on) == (item.question, event, "researcher", in_days(14))
    client.logout()
    for page in (item.question.get_absolute_url(), event.get_absolute_url()):
        assert "Vi frågar Alnarp." in text_of(client.get(page))


@pytest.fixture
def other(item, own, event) -> AgendaQuestion:
    return on_agenda(event, QuestionFactory(round=own, title="Vad ger bin?", stage=Stage.TAKEN))


def decided(*items: AgendaQuestion) -> list[str]:
    return [AgendaQuestion.objects.get(pk=item.pk).decision for item in items]


def test_every_button_saves_all_that_was_written(signed_in, item, other):
    sent = together(fields(item, decision="Vi frågar."), fields(other, decision="Vi läser."))
    answer = signed_in.post(PAGES, sent | {"save": other.question_id})
    assert answer.headers["Location"].endswith(f"#question-{other.question_id}")
    assert decided(item, other) == ["Vi frågar.", "Vi läser."]
    page = signed_in.get(answer.headers["Location"])
    assert text_of(page).count("Det är sparat.") == 2
    assert page.text.count('<form class="stack"') == 1


def test_of_several_what_is_right_is_saved_and_the_rest_stands_as_it_was_written(signed_in, item, other):
    sent = together(fields(item, decision="Vi frågar.", text="Ring"), fields(other, decision="Vi läser."))
    answer = signed_in.post(PAGES, sent)
    assert answer.status_code == 422
    assert decided(item, other) == ["", "Vi läser."]
    assert ">\nVi frågar.</textarea>" in answer.text
    assert ">\nVi läser.</textarea>" in answer.text
    assert text_of(answer).count("Det är sparat.") == 1
    assert "Inte sparat än" in text_of(answer)


def test_what_nobody_touched_is_not_written_over_what_another_wrote_meanwhile(signed_in, item, other):
    sent = together(fields(item, decision="Vi frågar."), fields(other))
    signed_in.post(PAGES, fields(other, decision="Deras beslut"))
    answer = signed_in.post(PAGES, sent)
    assert answer.headers["Location"] == f"{PAGES}?saved={item.question_id}#question-{item.question_id}"
    assert decided(item, other) == ["Vi frågar.", "Deras beslut"]


def test_who_is_behind_may_keep_what_stood_there_before(signed_in, item):
    AgendaQuestion.objects.filter(pk=item.pk).update(decision="Före")
    item.refresh_from_db()
    mine = fields(item, decision="Mitt")
    signed_in.post(PAGES, fields(item, decision="Deras"))
    answer = signed_in.post(PAGES, mine)
    (before,) = re.findall(r'<input[^>]*name="initial-[^>]*>', answer.text)
    assert 'value="Deras"' in before
    prefix = f"question-{item.question_id}"
    again = {f"{prefix}-version": 1, f"initial-{prefix}-decision": "Deras", f"{prefix}-decision": "Före"}
    assert signed_in.post(PAGES, mine | again).status_code == 302
    assert decided(item) == ["Före"]


def test_to_move_a_question_on_saves_what_was_written_first(signed_in, item, other):
    sent = together(fields(item, decision="Vi frågar."), fields(other, decision="Vi läser."))
    answer = signed_in.post(PAGES, sent | {"move": other.question_id})
    assert answer.headers["Location"] == f"/forskarverkstad/samordna/{other.question.slug}/"
    assert decided(item, other) == ["Vi frågar.", "Vi läser."]


def test_that_nothing_was_written_is_not_called_saved(signed_in, item):
    page = signed_in.post(PAGES, fields(item), follow=True)
    assert "Det är sparat." not in text_of(page)
    assert "Här är inget nytt skrivet" in text_of(page)


def test_what_was_written_about_a_question_that_is_anothers_now_is_given_back(signed_in, item, other):
    sent = together(fields(item, decision="Mina ord"), fields(other, decision="Vi läser."))
    type(item.question).objects.filter(pk=item.question_id).update(round=None)
    page = signed_in.post(PAGES, sent, follow=True)
    assert "Mina ord" in text_of(page)
    assert decided(item, other) == ["", "Vi läser."]


def test_two_who_write_at_once_lose_nothing(signed_in, item):
    mine, theirs = fields(item, decision="Mitt beslut"), fields(item, decision="Deras beslut")
    signed_in.post(PAGES, theirs)
    answer = signed_in.post(PAGES, mine)
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Deras beslut" in shown
    assert ">\nMitt beslut</textarea>" in shown
    item.refresh_from_db()
    assert item.decision == "Deras beslut"
    version = re.search(rf'name="question-{item.question_id}-version" value="(\d+)"', shown)
    prefix = f"question-{item.question_id}"
    signed_in.post(PAGES, mine | {f"{prefix}-version": version[1], f"{prefix}-decision": "Båda"})
    item.refresh_from_db()
    assert item.decision == "Båda"


def test_the_same_sent_twice_is_kept_once(signed_in, item):
    sent = fields(item, decision="Vi läser.", text="Läs", due_on=in_days(3))
    assert [signed_in.post(PAGES, sent).status_code for _time in range(2)] == [302, 302]
    item.refresh_from_db()
    assert (item.version, Step.objects.filter(text="Läs").count()) == (1, 1)


def test_a_step_alone_leaves_the_decision(signed_in, item):
    AgendaQuestion.objects.filter(pk=item.pk).update(decision="Står.", decided_at=timezone.now())
    signed_in.post(PAGES, fields(item, decision="Står.", text="Läs", due_on=in_days(3)))
    item.refresh_from_db()
    assert (item.decision, item.version, item.by) == ("Står.", 1, None)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"text": "Läs"}, "Välj en dag."),
        ({"text": "Läs", "due_on": "2001-01-01"}, "från och med i dag"),
        ({"due_on": "2999-01-01"}, "från och med i dag"),
        ({"due_on": str(in_days(3))}, "Skriv vad som görs härnäst."),
        ({"text": "Läs", "due_on": "i morgon"}, "Skriv dagen så här"),
    ],
)
def test_half_a_step_is_told_beside_its_field_and_nothing_typed_is_lost(signed_in, item, values, told):
    answer = signed_in.post(PAGES, fields(item, decision="Vi läser.", **values))
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "Vi läser.</textarea>" in answer.content.decode()
    item.refresh_from_db()
    assert item.decision == ""


@pytest.mark.usefixtures("today")
def test_of_an_ended_question_a_decision_is_kept_and_a_step_is_not(signed_in, own, event):
    item = on_agenda(event, QuestionFactory(round=own, stage=Stage.ANSWERED))
    assert signed_in.post(PAGES, fields(item, text="Läs", due_on=in_days(3))).status_code == 409
    assert signed_in.post(PAGES, fields(item, decision="Sprid svaret.")).status_code == 302
    item.refresh_from_db()
    assert item.decision == "Sprid svaret."


def test_a_decision_about_what_may_not_be_shown_is_shown_to_nobody_else(client, own, event):
    question = QuestionFactory(round=own, stage=Stage.INTAKE, title="Hemlig?")
    on_agenda(event, question, decision="Tyst beslut", decided_at=timezone.now())
    assert "Tyst beslut" not in client.get(event.get_absolute_url()).content.decode()


def test_what_is_written_is_text_and_nothing_else(signed_in, client, item, event):
    signed_in.post(PAGES, fields(item, decision="<script>alert(1)</script>"))
    for page in (PAGES, item.question.get_absolute_url(), event.get_absolute_url()):
        content = signed_in.get(page).content.decode()
        assert "<script>alert(1)" not in content
        assert escape("<script>alert(1)</script>") in content


def test_only_a_coordinator_writes(item):
    with pytest.raises(NotAllowed):
        meeting_again.write_down(item, "Nej", shown=0, actor=Actor(None, frozenset({Side.RESEARCHER})))


def test_whoever_saw_an_older_version_is_told(item):
    actor = Actor(None, frozenset({Side.COORDINATOR}))
    meeting_again.write_down(item, "Ett", shown=0, actor=actor)
    step = NextStep("Läs", Side.COORDINATOR, in_days(3))
    for words, with_step in (("Två", None), ("Ett", step)):
        with pytest.raises(MovedMeanwhile):
            meeting_again.write_down(item, words, shown=0, actor=actor, step=with_step)
    assert not Step.objects.filter(text="Läs").exists()


@pytest.mark.parametrize("part", ["dagordning/", ""])
def test_a_number_that_is_too_long_is_no_question_of_the_agenda(signed_in, event, part):
    for pk in ("9" * 5000, "²"):
        assert signed_in.post(PAGES + part, {"action": "take_off", "pk": pk, "question": pk}).status_code == 404


def test_what_was_taken_off_the_agenda_meanwhile_is_told(signed_in, item, coordinator):
    agenda.take_off(AgendaQuestion.objects.get(pk=item.pk), by=coordinator)
    with pytest.raises(MovedMeanwhile):
        meeting_again.write_down(item, "Vi läser.", shown=0, actor=Actor(None, frozenset({Side.COORDINATOR})))
    agenda.take_off(item, by=coordinator)


def test_who_writes_about_what_was_taken_off_keeps_the_words_and_can_put_it_on_again(signed_in, item, coordinator):
    sent = fields(item, decision="Vi läser.", text="Läs", due_on=in_days(3), version=7)
    agenda.take_off(AgendaQuestion.objects.get(pk=item.pk), by=coordinator)
    answer = signed_in.post(PAGES, sent)
    assert answer.status_code == 409
    assert "tagit bort frågan från dagordningen" in text_of(answer)
    assert "Vi läser.</textarea>" in answer.content.decode()
    assert not AgendaQuestion.objects.exists()
    prefix = f"question-{item.question_id}"
    assert f'name="{prefix}-version" value="0"' in answer.content.decode()
    again = sent | {f"{prefix}-version": 0, "put_on": item.question_id}
    assert signed_in.post(PAGES, again).status_code == 302
    assert AgendaQuestion.objects.get().decision == "Vi läser."
    assert Step.objects.get(text="Läs").event == item.event
    assert signed_in.post(PAGES, {"question": QuestionFactory().pk}).status_code == 404


def test_who_is_overtaken_by_one_who_takes_it_off_is_told_the_same(signed_in, item, monkeypatch):
    write = meeting_again.write_down

    def meanwhile(*args, **kwargs):
        AgendaQuestion.objects.all().delete()
        return write(*args, **kwargs)

    monkeypatch.setattr(meeting_again, "write_down", meanwhile)
    answer = signed_in.post(PAGES, fields(item, decision="Vi läser."))
    assert answer.status_code == 409
    assert "Sätt upp den på dagordningen igen, och spara" in text_of(answer)
    assert "Så står det nu" not in text_of(answer)


def test_nothing_is_decided_at_a_meetup_before_its_day(signed_in, own, event):
    item = on_agenda(event, QuestionFactory(round=own, stage=Stage.TAKEN))
    page = text_of(signed_in.get(PAGES))
    day = formats.date_format(timezone.localdate(event.starts_at), "j F Y")
    assert f"Från och med {day}" in page
    assert "Vad som beslutades" not in page
    sent = fields(item, decision="Vi läser.", text="Läs", due_on=in_days(30))
    answer = signed_in.post(PAGES, sent)
    assert answer.status_code == 409
    assert "Vi läser.</textarea>" in answer.content.decode()
    item.refresh_from_db()
    assert (item.decision, Step.objects.filter(text="Läs").exists()) == ("", False)
    with time_machine.travel(datetime.combine(timezone.localdate(event.starts_at), time(0, 1), ZONE), tick=False):
        signed_in.force_login(own.coordinator)
        assert signed_in.post(PAGES, sent).status_code == 302


def test_a_meetup_on_whose_agenda_questions_stand_is_not_deleted(client, editor, coordinator, item, event):
    client.force_login(editor)
    AgendaQuestion.objects.filter(pk=item.pk).update(decision="Vi frågar.", decided_at=timezone.now())
    answer = client.post(address("delete", event.pk), follow=True)
    assert "det som bestämdes" in answer.text
    bulk(client, "delete", event)
    item.refresh_from_db()
    assert (item.event, item.decision) == (event, "Vi frågar.")
    AgendaQuestion.objects.filter(pk=item.pk).update(decision="", decided_at=None)
    agenda.take_off(item, by=coordinator)
    client.post(address("delete", event.pk))
    assert not Event.objects.filter(pk=event.pk).exists()
