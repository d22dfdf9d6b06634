"""What an attack on asking found: each was once lost, leaked, or let somebody else decide."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.science_shop.models import Question, Side, Stage
from events.science_shop.permissions import Actor
from events.science_shop.services import forgetting, moving
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.factories import EventFactory
from tests.events.science_shop.asking import SAME_ORIGIN, as_member, mailed_link, press, send
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, found, taken
from tests.events.visitors import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]


@pytest.fixture(autouse=True)
def counted(settings, own_cache):
    """Mail is counted, as where it goes out."""
    settings.OUTBOX_DELIVERY = {"EMAIL_HOST": "mail.example.org"}


@pytest.fixture
def member(client):
    person = PersonFactory(email="bo@example.org", first_name="Bo", last_name="Ek")
    person.confirm_address()
    client.force_login(person)
    return person


def test_what_is_saved_over_what_somebody_else_wrote_is_what_was_written(client):
    send(client)
    page = f"{mailed_link()}andra/"
    written = {name: field.value() or "" for name, field in fields_of(client.get(page)).items()}
    Question.objects.update(use="Något annat.")
    told = client.post(page, written | {"title": "Min nya titel?"}, headers=SAME_ORIGIN)
    assert told.status_code == 409
    # As a browser sends what it was shown.
    again = {name: str(field.value()) for name, field in fields_of(told).items()}
    assert client.post(page, again, headers=SAME_ORIGIN).status_code == 302
    question = Question.objects.get()
    assert (question.title, question.contact_name) == ("Min nya titel?", "Åsa Ek")


def fields_of(response):
    form = response.context["form"]
    return {field.name: field for field in form if field.value() not in (None, False, [])}


def test_the_first_words_of_a_draft_stand_in_no_address(client):
    send(client, title="Varför slår Kalle Hemlig sina barn?")
    page = f"{mailed_link()}andra/"
    written = {name: field.value() for name, field in fields_of(client.get(page)).items()}
    client.post(page, written | {"title": "Vad hjälper barn?"}, headers=SAME_ORIGIN)
    assert Question.objects.get().slug == "vad-hjalper-barn"


def test_what_strangers_ask_in_a_members_address_keeps_the_member_from_nothing(client, member):
    for number in range(3):
        send(Client(), title=f"Skräp {number}?", contact_email=member.email)
    as_member(client, title="Min egen fråga?", contact_email=member.email)
    assert Question.objects.get(title="Min egen fråga?").stage == Stage.SUBMITTED


def test_a_member_with_many_drafts_is_told_and_loses_no_word(client, member):
    for number in range(3):
        as_member(client, "save", title=f"Utkast {number}?", contact_email=member.email)
    page = as_member(client, "save", title="Ett fjärde?", contact_email=member.email)
    assert page.status_code == 429
    assert "Ett fjärde?" in page.text


def test_a_draft_that_is_sent_while_old_ones_are_deleted_stays(monkeypatch):
    with time_machine.travel(timezone.now() - timedelta(days=60)):
        first, second = (QuestionFactory(stage=Stage.DRAFT) for _number in range(2))
    sent = []

    def sends(addresses):
        if not sent:
            sent.append(second if first.contact_email in addresses else first)
            Question.objects.filter(pk=sent[0].pk).update(stage=Stage.SUBMITTED)

    monkeypatch.setattr(forgetting, "empty_old_to", sends)
    forgetting.forget()
    assert [question.pk for question in Question.objects.all()] == [sent[0].pk]


def test_whoever_asks_less_to_be_shown_in_the_same_breath_is_heard(client):
    send(client, shows_person="on")
    send(client, shows_person=None, may_be_shown=None)
    assert not Question.objects.latest("pk").shows_person
    assert not Question.objects.latest("pk").may_be_shown


def test_the_organisation_of_a_draft_stays_when_somebody_else_than_its_keeper_changes_the_draft(client, member):
    organisation, _own = OrganisationFactory(), OrganisationFactory(kept_by=member)
    question = QuestionFactory(
        stage=Stage.DRAFT, organisation=organisation, contact_email=member.email, raised_by=PersonFactory()
    )
    own = client.get(reverse("science_shop:own_question", args=[question.slug]))
    page = own.context["way"].pages["change_question"]
    written = {name: field.value() for name, field in fields_of(client.get(page)).items()}
    client.post(page, written | {"use": "Ett annat skäl."})
    question.refresh_from_db()
    assert (question.use, question.organisation) == ("Ett annat skäl.", organisation)


@pytest.mark.parametrize("slug", ["matchning", "svar", "projekt", "vagar", "sortera"])
def test_a_meetup_called_as_a_part_of_a_questions_address_has_its_pages(client, member, slug):
    event = EventFactory(slug=slug)
    RoundFactory(coordinator=member, meetups={"return": event})
    page = client.get(reverse("science_shop:minutes", args=[slug]))
    assert page.context["event"] == event


def test_whoever_asks_reads_what_was_found_by_their_own_link(client):
    send(client)
    press(client, mailed_link(), "send")
    Question.objects.update(stage=Stage.LOOKING, may_be_shown=False)
    question = Question.objects.get()
    found(question)
    link = mailed_link(0)
    assert "Det gör nytta." not in text_of(client.get(link))
    actor = Actor(None, frozenset({Side.COORDINATOR}))
    moving.move(question, "present", actor=actor, shown=question.version)
    assert "Det gör nytta." in text_of(client.get(link))


def test_a_year_after_the_end_nobody_reads_who_asked():
    person = PersonFactory(first_name="Gunilla", last_name="Glömd")
    question = QuestionFactory(stage=Stage.DRAFT, raised_by=person)
    actor = Actor(person, frozenset({Side.ORGANISATION}))
    question = moving.move(question, "submit", actor=actor, shown=0)
    question = moving.move(question, "withdraw", actor=actor, shown=1)
    question.wordings.update(by=person)
    forgetting.forget(timezone.now() + forgetting.CONTACT_KEPT + timedelta(days=1))
    question.refresh_from_db()
    assert (question.raised_by, question.contact_name) == (None, "")
    assert {change.by for change in question.changes.all()} == {None}
    assert question.wordings.get().by is None


def test_a_researcher_whose_work_has_ended_is_led_to_what_came_of_it(client):
    researcher = ResearcherFactory()
    question = QuestionFactory(stage=Stage.LOOKING)
    taking = taken(question, researcher)
    client.force_login(researcher.user)
    page = reverse("science_shop:work", args=[question.slug])
    assert "Presentera fynden" not in text_of(client.get(page))
    found(question)
    assert "Presentera fynden" in text_of(client.get(page))
    taking.state, taking.ended_at = "finished", timezone.now()
    taking.save()
    assert client.get(page).headers["Location"] == question.get_absolute_url()
