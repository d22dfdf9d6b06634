"""The follow-up meetup: its agenda, whom it concerns, and what is decided there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from events.models import Event, Registration
from events.science_shop.models import (
    AgendaQuestion,
    Follower,
    Participant,
    Question,
    Round,
    RoundMeetup,
    Side,
    Stage,
    Step,
)
from events.science_shop.permissions import Actor
from events.science_shop.services import agenda, meeting_again
from events.science_shop.services.meeting_again import NextStep
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from tests.directory.factories import PersonFactory
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    RoundFactory,
    brought_together,
    in_days,
    taken,
)
from tests.events.test_admin import address
from tests.events.test_event_admin import bulk
from tests.events.visitors import come, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGES = "/forskarverkstad/samordna/traff/atertraffen/"


@pytest.fixture
def coordinator():
    return PersonFactory()


@pytest.fixture
def event():
    return EventFactory(slug="atertraffen", title="Återträffen", hours_to_claim=48)


@pytest.fixture
def own(coordinator, event) -> Round:
    return RoundFactory(title="Odling", coordinator=coordinator, meetups={"return": event})


@pytest.fixture
def signed_in(client, coordinator, own):
    client.force_login(coordinator)
    return client


def on_agenda(event, question: Question, **fields) -> AgendaQuestion:
    return AgendaQuestion.objects.create(event=event, question=question, **fields)


def titles(event) -> list[str]:
    return list(AgendaQuestion.objects.filter(event=event).values_list("question__title", flat=True))


def goes_on(round: Round, name: str, **fields) -> Participant:
    email = f"{name.lower()}@example.org"
    fields = {"decision": "goes-on", "decided_at": timezone.now(), "email": email} | fields
    return Participant.objects.create(round=round, name=name, email_key=fields["email"], **fields)


def press(client, action: str, thing, page: str = "dagordning/"):
    return client.post(PAGES + page, {"action": action, "pk": thing.pk}, follow=True)


# The agenda


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
        assert client.post(PAGES + page, {"item": item.pk, "action": "take_off", "pk": item.pk}).status_code == 404


def test_of_another_rounds_questions_at_the_same_meetup_nothing_is_shown_or_changed(signed_in, own, event):
    others = RoundFactory(meetups={"return": event})
    item = on_agenda(event, QuestionFactory(round=others, title="Andras?", contact_email="andra@example.org"))
    goes_on(others, "Frida")
    for page in ("", "dagordning/", "bjud-in/"):
        shown = text_of(signed_in.get(PAGES + page))
        for words in ("Andras?", "andra@example.org", "Frida"):
            assert words not in shown
    assert press(signed_in, "take_off", item).status_code == 404
    assert signed_in.post(PAGES, {"item": item.pk}).status_code == 404


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


# Inviting


def test_whom_the_meetup_concerns_is_invited_once_with_the_reason(own, event, coordinator, mailoutbox):
    asked = QuestionFactory(round=own, title="Vad ger odling?", contact_name="Asta", contact_email="asta@example.org")
    on_agenda(event, asked)
    takes, matched, half = (ResearcherFactory(name=name) for name in ("Tora", "Maja", "Hilma"))
    taken(asked, takes)
    brought_together(asked, matched, researcher_said=True, asker_said=True)
    brought_together(asked, half, researcher_said=True)
    taken(asked, ResearcherFactory(name="Lena"), state="handed-back", ended_at=timezone.now())
    Follower.objects.create(
        question=asked, email="f@example.org", email_key="f@example.org", confirmed_at=timezone.now()
    )
    goes_on(own, "Paula", language="en")
    goes_on(own, "Asta")
    goes_on(own, "Nils", decision="leaves")
    goes_on(own, "Ulla", decision="undecided", decided_at=None)
    goes_on(RoundFactory(), "Olle")
    QuestionFactory(round=own, contact_name="Utanför")
    found = meeting_again.concerned(event, coordinator)
    assert [(one.reason, one.guest.name) for one in found] == [
        *(("asks", "Asta"), ("works", "Tora"), ("works", "Maja"), ("goes-on", "Paula"))
    ]
    done = meeting_again.invite(event, by=coordinator)
    assert (done.invited, done.known, done.without_seat) == (4, 0, 0)
    asta = next(mail for mail in mailoutbox if mail.to == ["asta@example.org"])
    assert "Din fråga står på dagordningen: Vad ger odling?" in asta.body
    assert "Du har sagt att du går vidare i omgången Odling." in asta.body
    paula = next(mail for mail in mailoutbox if mail.to == ["paula@example.org"])
    assert "You have said that you go on in the round Odling." in paula.body
    assert meeting_again.to_invite(event, coordinator) == []
    assert meeting_again.invite(event, by=coordinator).known == 4


def test_those_who_ask_come_first_when_there_are_few_seats(own, coordinator):
    event = EventFactory(seats_on_site=1)
    RoundMeetup.objects.create(round=own, phase="return", event=event)
    goes_on(own, "Paula")
    on_agenda(event, QuestionFactory(round=own, contact_name="Asta"))
    assert meeting_again.invite(event, by=coordinator).without_seat == 1
    assert list(event.registrations.values_list("name", flat=True)) == ["Asta"]


def test_who_is_invited_is_shown_before_and_told_after(signed_in, own, event, mailoutbox):
    goes_on(own, "Paula")
    goes_on(own, "Åsa", email="asa@example.org")
    come(event, "Åsa")
    mailoutbox.clear()
    page = signed_in.get(f"{PAGES}bjud-in/")
    shown = text_of(page)
    assert "Paula paula@example.org" in shown
    assert "asa@example.org" not in shown
    assert "i 48 timmar" in shown
    assert mailoutbox == []
    answer = signed_in.post(f"{PAGES}bjud-in/", {"to": "1"}, follow=True)
    assert "1 person är bjuden." in answer.content.decode()
    assert Registration.objects.get(name="Paula").status == "offered"
    assert "Ingen är kvar att bjuda in" in text_of(answer)
    assert [mail.to for mail in mailoutbox] == [["paula@example.org"]]


def test_nobody_is_invited_whom_the_coordinator_has_not_seen(signed_in, own, event, mailoutbox):
    goes_on(own, "Paula")
    goes_on(own, "Petra")
    answer = signed_in.post(f"{PAGES}bjud-in/", {"to": "1"})
    assert answer.status_code == 409
    assert "Petra" in text_of(answer)
    assert (event.registrations.count(), mailoutbox) == (0, [])


def test_to_a_meetup_that_is_off_nobody_can_be_invited(signed_in, own, event):
    goes_on(own, "Paula")
    event.status = "cancelled"
    event.save()
    for page in ("dagordning/", "bjud-in/"):
        assert "Träffen blir inte av: ingen bjuds in." in text_of(signed_in.get(f"{PAGES}{page}"))
    answer = signed_in.post(f"{PAGES}bjud-in/", {"to": "1"}, follow=True)
    assert "Ingen kan bjudas in till träffen nu." in answer.content.decode()
    assert not event.registrations.exists()


def test_to_a_meetup_that_is_over_nobody_is_offered_to_be_invited(signed_in, own, event):
    goes_on(own, "Paula")
    assert f'href="{PAGES}bjud-in/"' in signed_in.get(f"{PAGES}dagordning/").content.decode()
    now = timezone.now()
    type(event).objects.filter(pk=event.pk).update(
        starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1), opens_at=None, closes_at=None
    )
    page = signed_in.get(f"{PAGES}dagordning/").content.decode()
    assert f'href="{PAGES}bjud-in/"' not in page
    assert "Träffen har börjat eller är över" in page
    invite = signed_in.get(f"{PAGES}bjud-in/").content.decode()
    assert "Träffen har börjat eller är över" in invite
    assert 'name="to"' not in invite


# On the spot


def fields(item: AgendaQuestion, **values) -> dict:
    """What the form of `item` sends."""
    values = {"version": item.version, "decision": "", "text": "", "side": "coordinator", "due_on": ""} | values
    return {"item": item.pk} | {f"question-{item.pk}-{name}": value for name, value in values.items()}


@pytest.fixture
def item(own, event) -> AgendaQuestion:
    return on_agenda(event, QuestionFactory(round=own, title="Vad ger odling?", stage=Stage.TAKEN))


def test_a_decision_and_a_step_are_written_down_and_shown(signed_in, client, item, event):
    answer = signed_in.post(
        PAGES,
        fields(item, decision="Vi frågar Alnarp.", text="Ringa Alnarp", side="researcher", due_on=in_days(14)),
    )
    assert answer.headers["Location"] == f"{PAGES}?saved={item.pk}#question-{item.pk}"
    assert "Det är sparat." in text_of(signed_in.get(answer.headers["Location"]))
    item.refresh_from_db()
    assert (item.decision, item.version, item.decided_at is not None) == ("Vi frågar Alnarp.", 1, True)
    step = Step.objects.get(text="Ringa Alnarp")
    assert (step.question, step.event, step.side, step.due_on) == (item.question, event, "researcher", in_days(14))
    client.logout()
    for page in (item.question.get_absolute_url(), event.get_absolute_url()):
        assert "Vi frågar Alnarp." in text_of(client.get(page))


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
    version = re.search(rf'name="question-{item.pk}-version" value="(\d+)"', shown)
    signed_in.post(PAGES, mine | {f"question-{item.pk}-version": version[1], f"question-{item.pk}-decision": "Båda"})
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
        assert signed_in.post(PAGES + part, {"action": "take_off", "pk": pk, "item": pk}).status_code == 404


def test_what_was_taken_off_the_agenda_meanwhile_is_told(signed_in, item, coordinator):
    agenda.take_off(AgendaQuestion.objects.get(pk=item.pk), by=coordinator)
    with pytest.raises(MovedMeanwhile):
        meeting_again.write_down(item, "Vi läser.", shown=0, actor=Actor(None, frozenset({Side.COORDINATOR})))
    agenda.take_off(item, by=coordinator)


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
