"""The proof: of those who ask, follow, take part or take questions nothing is left when they ask for it or their time
is over, anywhere in the database or the log; questions, wordings and what was found stay."""

import logging
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from events.science_shop.models import (
    Evaluation,
    Follower,
    Participant,
    Question,
    RemedyAttempt,
    Researcher,
    RoundClosing,
    SameHere,
    Side,
    Stage,
    StageChange,
    Taking,
    Wording,
)
from events.science_shop.permissions import BY_LINK, Actor
from events.science_shop.services import asking, moving, steps, wording
from events.science_shop.services.asking import raise_question
from events.science_shop.services.links import token_of
from portal.accounts import own_data, services
from portal.operations.models import OutgoingMessage
from search.jobs import forget as forget_words
from tests.directory.factories import OrganisationFactory, PersonFactory, editor
from tests.events.science_shop.asking import WRITTEN
from tests.events.science_shop.factories import ResearcherFactory, RoundFactory, found, in_a_field, in_days, summed_up
from tests.events.test_purge import MARK, address, dump, everything_of_its_own, left, run_all_jobs, worker

pytestmark = [pytest.mark.django_db, pytest.mark.database]
__all__ = ["everything_of_its_own", "worker"]
PEOPLE = ("fragare", "utkast", "foljare", "deltagare", "forskare", "namnd")


class Life:
    """A question from the first words to its evaluation, and all who had to do with it."""

    def __init__(self, send: Any) -> None:
        self.send = send
        self.editor = editor()
        self.coordinator = Actor(self.editor, frozenset({Side.COORDINATOR}))
        self.round = RoundFactory(coordinator=self.editor)
        self.ask()
        self.work()
        self.beside()
        send()

    def ask(self) -> None:
        values = WRITTEN | {"contact_email": address("fragare"), "contact_name": f"Fragare {MARK}", "round": self.round}
        values |= {"organisation": None, "organisation_name": "Cykelköket", "may_be_shown": True, "shows_person": True}
        values |= {"is_sensitive": True, "sensitive_note": "Barn.", "known": f"Fråga {address('namnd')}, hon vet."}
        self.question = raise_question(values)
        assert self.question
        self.send()
        asking.send(self.question, actor=BY_LINK, shown=0)
        draft = (
            WRITTEN
            | {"contact_email": address("utkast"), "contact_name": f"Utkast {MARK}", "title": f"{MARK}?"}
            | {"may_be_shown": True}
        )
        self.draft = raise_question(draft)

    def move(self, name: str, **said: Any) -> None:
        question = Question.objects.get(pk=self.question.pk)
        moving.move(question, name, actor=self.coordinator, shown=question.version, **said)

    def work(self) -> None:
        question = self.question
        self.researcher = ResearcherFactory(
            user=PersonFactory(email=address("forskare")), name=f"Forskare {MARK}", about="Läser.", is_public=True
        )
        self.researcher.user.confirm_address()
        self.move("begin", comment=f"Ring {address('namnd')}.")
        wording.reword(
            question,
            "Vad ger en öppen verkstad?",
            actor=self.coordinator,
            shown=1,
            reason=f"{address('namnd')} sa det.",
        )
        in_a_field(question)
        RemedyAttempt.objects.create(question=question, remedy="existing", text=f"Skrev till {address('namnd')}")
        steps.agree(
            question, f"Ringa {address('namnd')}", side=Side.COORDINATOR, due_on=in_days(5), actor=self.coordinator
        )
        self.move("formulate")
        self.move("seek")
        Taking.objects.create(
            question=question,
            researcher=self.researcher,
            affiliation="Ett universitet",
            shows_name=True,
            until=in_days(9),
        )
        self.move("take", step="Läsa", due_on=in_days(9))
        found(question, source=f"Samtal med {address('namnd')}")
        self.move("present")
        summed_up(question)
        self.move("answer")
        Evaluation.objects.create(question=question, occasion="close", answered_at=timezone.now(), usefulness=4)

    def beside(self) -> None:
        Follower.objects.create(question=self.question, email=address("foljare"), email_key=address("foljare"))
        SameHere.objects.create(
            question=self.question, organisation=OrganisationFactory(), text=f"Hos {address('namnd')} också."
        )
        Participant.objects.create(
            round=self.round, name=f"Deltagare {MARK}", email=address("deltagare"), email_key=address("deltagare")
        )

    def stays(self) -> None:
        """The work does, without a name."""
        question = Question.objects.get(pk=self.question.pk)
        assert (question.stage, question.title) == (Stage.ANSWERED, "Vad ger en öppen verkstad?")
        assert question.problem == WRITTEN["problem"]
        assert (question.contact_name, question.contact_email, question.asker) == ("", "", "En grupp i Skåne")
        assert [one.text for one in Wording.objects.filter(question=question)] == [WRITTEN["title"], question.title]
        assert StageChange.objects.filter(question=question).count() == 8 - 1
        assert question.findings.get().text == "Det gör nytta."
        assert question.knowledge.summary
        taking = question.takings.get()
        assert (taking.researcher, taking.taker, taking.affiliation) == (None, "", "Ett universitet")


def test_who_asks_is_erased_everywhere_and_the_work_stays(worker, settings, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "factory")
    life = Life(worker)
    standing = {table for table, rows in dump().items() if any(MARK in row for row in rows)}
    assert {"science_shop_question", "science_shop_follower", "operations_outgoingmessage"} <= standing
    assert not [who for who in PEOPLE if not own_data.held(address(who))]
    for who in PEOPLE:
        own_data.erase(address(who))
    forget_words()
    assert left(settings.MEDIA_ROOT, caplog.text) == []
    assert not [who for who in PEOPLE if own_data.held(address(who))]
    assert not Question.objects.filter(pk=life.draft.pk).exists()
    life.stays()


def test_when_its_time_is_over_nothing_of_whoever_asked_is_left(worker, settings, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "factory")
    life = Life(worker)
    RoundClosing.objects.create(round=life.round, at=timezone.now())
    # What ends by what somebody does: who is mentioned asks for it, a follower leaves, a researcher's account goes.
    own_data.erase(address("namnd"))
    Follower.objects.all().delete()
    services.delete_account(life.researcher.user)
    for days in (1, 10, 31, 100, 366, 400, 500):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            run_all_jobs()
    assert left(settings.MEDIA_ROOT, caplog.text) == []
    assert not Researcher.objects.exists()
    assert Participant.objects.count() == 1
    life.stays()


def test_the_link_dies_with_the_contact(worker, client):
    life = Life(worker)
    link = f"/forskarverkstad/din-fraga/{token_of(life.question)}/"
    assert Client().get(link).status_code == 200
    own_data.erase(address("fragare"))
    assert Client().get(link).status_code == 404


def test_what_waits_in_the_outbox_for_the_erased_is_gone(worker):
    life = Life(worker)
    life.move("evaluate")
    assert OutgoingMessage.objects.filter(state="waiting").exists()
    own_data.erase(address("fragare"))
    waiting = OutgoingMessage.objects.filter(state="waiting")
    assert not [
        message for message in waiting if MARK in str(message.recipients) or MARK.encode() in bytes(message.mime)
    ]
