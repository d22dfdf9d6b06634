"""The work with a question that one has taken: more time, handing it back, running out, and what is found."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from django.utils.formats import date_format

from events.science_shop.models import Stage, TakingState
from events.science_shop.permissions import BY_LINK, actor_of
from events.science_shop.services import moving, taking
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, NotReady
from tests.directory.at_once import at_once
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, found, in_days, taken
from tests.events.science_shop.takings import NAME, address, headings, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
REFUSALS = (MovedMeanwhile, NotAllowed)


@pytest.fixture
def researcher():
    return ResearcherFactory(name=NAME, is_public=True, affiliation="Malmö universitet")


def test_the_last_who_hands_it_back_makes_it_free_and_the_history_tells_why(client, researcher):
    question = QuestionFactory()
    take(question, researcher)
    client.force_login(researcher.user)
    assert client.post(address(question, "arbeta"), {"action": "hand-back", "version": 1}).status_code == 422
    reason = {"action": "hand-back", "version": 1, "reason": "Jag byter tjänst."}
    assert client.post(address(question, "arbeta"), reason).status_code == 302
    question.refresh_from_db()
    assert question.stage == Stage.SEEKING
    assert question.takings.get().state == TakingState.HANDED_BACK
    assert headings(question) == ["Tillbakalämnad: forskare söks igen", "Antagen"]
    assert "Jag byter tjänst." in client.get(address(question)).content.decode()
    assert client.get(address(question, "arbeta")).headers["Location"] == address(question)


def test_one_of_several_hands_back_only_their_own(researcher):
    question = QuestionFactory()
    mine = take(question, researcher)
    question.refresh_from_db()
    take(question, ResearcherFactory())
    taking.hand_back(mine, "Jag hinner inte.", actor=actor_of(researcher.user, question), shown=1)
    question.refresh_from_db()
    assert (question.stage, question.takings.active().count()) == (Stage.TAKEN, 1)
    assert headings(question)[0] == "En forskare har lämnat tillbaka den"


def test_nobody_hands_back_or_extends_for_another(researcher):
    question = QuestionFactory()
    mine = take(question, researcher)
    question.refresh_from_db()
    other = ResearcherFactory()
    take(question, other)
    actor = actor_of(other.user, question)
    with pytest.raises(NotAllowed):
        taking.hand_back(mine, "Nej.", actor=actor, shown=1)
    with pytest.raises(NotAllowed):
        taking.extend(mine, in_days(120), actor=actor)


def test_more_time_is_a_later_day_within_half_a_year(client, researcher):
    question = QuestionFactory()
    take(question, researcher)
    client.force_login(researcher.user)
    for day, status in ((in_days(90), 422), (in_days(200), 422), (in_days(150), 302)):
        answer = client.post(address(question, "arbeta"), {"action": "extend", "extend-until": day})
        assert answer.status_code == status
    assert question.takings.get().until == in_days(150)
    (told,) = client.get(address(question, "arbeta")).context["messages"]
    assert str(told) == f"Du har den till och med {date_format(in_days(150), 'j F Y')}."


def test_a_week_before_the_end_they_are_reminded_once(researcher):
    question = QuestionFactory()
    mine = take(question, researcher)
    mail.outbox.clear()
    assert taking.remind() == 0
    with time_machine.travel(timezone.now() + timedelta(days=83)):
        assert (taking.remind(), taking.remind()) == (1, 0)
        (letter,) = mail.outbox
        assert letter.to == [researcher.user.email]
        assert address(question, "arbeta") in letter.body
        taking.extend(mine, in_days(30), actor=actor_of(researcher.user, question))
        assert taking.remind() == 0
    with time_machine.travel(timezone.now() + timedelta(days=107)):
        assert taking.remind() == 1


def test_when_the_time_has_run_out_the_question_is_free_and_both_are_told(client, researcher):
    question = QuestionFactory()
    take(question, researcher)
    mail.outbox.clear()
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        assert taking.expire() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert (taking.expire(), taking.expire()) == (1, 0)
    question.refresh_from_db()
    assert question.stage == Stage.SEEKING
    assert question.takings.get().state == TakingState.EXPIRED
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([question.contact_email, researcher.user.email])
    assert "Tiden gick ut: forskare söks igen" in client.get(address(question)).content.decode()


def test_when_one_of_several_runs_out_the_others_go_on(researcher):
    question = QuestionFactory(stage=Stage.LOOKING)
    taken(question, until=in_days(200))
    taken(question, researcher, until=in_days(-1))
    assert taking.expire() == 1
    question.refresh_from_db()
    assert (question.stage, question.takings.active().count()) == (Stage.LOOKING, 1)
    assert "En forskares tid har gått ut" in headings(question)


def test_whoever_has_shown_what_they_found_is_done_when_the_time_runs_out():
    question = QuestionFactory(stage=Stage.PRESENTED)
    taken(question, until=in_days(-1))
    assert taking.expire() == 1
    question.refresh_from_db()
    assert (question.stage, question.takings.get().state) == (Stage.PRESENTED, TakingState.FINISHED)


def test_when_a_question_ends_so_does_the_work_on_it(researcher):
    question = QuestionFactory(stage=Stage.TAKEN)
    taken(question, researcher)
    moving.move(question, "withdraw", actor=BY_LINK, shown=0)
    assert question.takings.get().state == TakingState.FINISHED


def test_a_researcher_begins_to_look_and_presents_what_is_found(client, researcher):
    question = QuestionFactory()
    take(question, researcher)
    client.force_login(researcher.user)
    work = address(question, "arbeta")
    client.post(work, {"action": "look", "version": 1})
    refused = client.post(work, {"action": "present", "version": 2}, follow=True)
    assert "Skriv först minst ett fynd." in refused.content.decode()
    question.refresh_from_db()
    assert question.stage == Stage.LOOKING
    found(question)
    client.post(work, {"action": "present", "version": 1})
    question.refresh_from_db()
    assert question.stage == Stage.LOOKING
    client.post(work, {"action": "present", "version": 2})
    question.refresh_from_db()
    assert question.stage == Stage.PRESENTED


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_the_two_last_who_hand_back_at_once_leave_it_free(attempt, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    question = QuestionFactory(stage=Stage.TAKEN)
    both = [taken(question), taken(question)]
    acts = [
        lambda one=one: taking.hand_back(one, "Nej.", actor=actor_of(one.researcher.user, question), shown=0)
        for one in both
    ]
    assert at_once(*acts, refusals=REFUSALS) == ["done", "done"]
    question.refresh_from_db()
    assert question.stage == Stage.SEEKING
    assert not question.takings.active().exists()


@pytest.mark.parametrize("version", ["9" * 5000, "²", "-1"])
def test_a_version_that_is_no_number_of_ours_moves_nothing(client, researcher, version):
    question = QuestionFactory(stage=Stage.TAKEN)
    taken(question, researcher)
    client.force_login(researcher.user)
    sent = {"action": "look", "version": version}
    assert client.post(address(question, "arbeta"), sent).status_code == 302
    question.refresh_from_db()
    assert question.stage == Stage.TAKEN


def test_whoever_hands_a_question_back_twice_in_a_day_takes_it_again_tomorrow():
    question, other = QuestionFactory(), ResearcherFactory()
    for _time in range(2):
        made = take(question, other)
        question.refresh_from_db()
        taking.hand_back(made, "Nej.", actor=actor_of(other.user, question), shown=question.version)
        question.refresh_from_db()
    sent = len(mail.outbox)
    with pytest.raises(NotReady, match="gånger"):
        take(question, other)
    assert (len(mail.outbox), question.takings.active().count()) == (sent, 0)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        take(question, other)
    assert question.takings.active().count() == 1


def test_all_that_is_asked_stands_with_its_name_where_the_work_is_done(client, researcher):
    told = {
        "use": "För att bestämma.",
        "known": "Vi har räknat.",
        "affected": "De som lagar.",
        "needed_by": in_days(99),
    }
    question = QuestionFactory(stage=Stage.LOOKING, **told)
    taken(question, researcher)
    client.force_login(researcher.user)
    page = client.get(address(question, "arbeta")).content.decode()
    labels = ("Vilka som berörs", "Vad de vet, och vad de har prövat", "Vad svaret ska användas till")
    for label, words in zip(labels, ("De som lagar.", "Vi har räknat.", "För att bestämma."), strict=True):
        assert re.search(rf"<dt>{label}</dt><dd lang=.sv.>{words}</dd>", page)
    assert re.search(r"<dt>När svaret behövs</dt><dd>\d+ \w+ \d{4}</dd>", page)
