"""Once another contact is named, nothing of the one before is theirs, and nothing of theirs the one's before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.science_shop.models import Evaluation, Match, NewContact, Question, Stage
from events.science_shop.permissions import BY_LINK
from events.science_shop.personal_data import Askers, Evaluators
from events.science_shop.services import asking, contact, evaluating, forgetting, matching
from events.science_shop.services.links import token_of
from events.science_shop.services.moving import MovedMeanwhile
from portal.operations.models import OutgoingMessage
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.science_shop.contacts import as_stored, asked_to_be, link_of, named
from tests.events.science_shop.factories import (
    QuestionFactory,
    RoundFactory,
    answered,
    brought_together,
)

pytestmark = pytest.mark.django_db
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def question() -> Question:
    return QuestionFactory(stage=Stage.SEEKING)


def accepted(question: Question) -> Question:
    """Nina is the contact; what was mailed before is out of the way."""
    new = asked_to_be(question)
    mail.outbox.clear()
    return contact.accept(new.key)


def test_the_yes_of_the_contact_before_opens_no_contact_with_the_new_one(question):
    match = brought_together(question, asker_said=True)
    accepted(question)
    mail.outbox.clear()
    matching.researcher_says(match, matching.Answer.YES, by=match.researcher.user)
    match.refresh_from_db()
    assert (match.asker_said, match.opened_at) == (None, None)
    (letter,) = mail.outbox
    assert letter.to == ["nina@example.org"]
    matching.asker_says(match, matching.Answer.YES, actor=BY_LINK)
    assert Match.objects.opened().get() == match


def test_a_researcher_who_waits_for_an_answer_is_told_to_the_new_contact_in_one_letter(question):
    waiting = [brought_together(question, researcher_said=True) for _number in range(2)]
    accepted(question)
    (letter,) = (one for one in mail.outbox if one.to == ["nina@example.org"])
    assert "träffa dig" in letter.body
    assert token_of(as_stored(question)) in letter.body
    # It is told once.
    for match in waiting:
        match.refresh_from_db()
        assert match.asker_told_at


def test_what_is_open_or_was_declined_stays_as_it_is(question):
    opened = brought_together(question, researcher_said=True, asker_said=True)
    declined = brought_together(question, researcher_said=True, asker_said=False)
    accepted(question)
    assert "träffa dig" not in mail.outbox[0].body
    assert Match.objects.opened().get() == opened
    declined.refresh_from_db()
    assert declined.asker_said is False


def test_a_member_asks_no_longer_once_another_is_named_whatever_their_address_is_by_now(client, question):
    person = PersonFactory()
    Question.objects.filter(pk=question.pk).update(raised_by=person, email_key="old@example.org")
    own = f"/forskarverkstad/mina-fragor/{question.slug}/"
    client.force_login(person)
    assert client.get(own).status_code == 200
    accepted(question)
    assert client.get(own).status_code == 404
    said = {"action": "withdraw", "shown": as_stored(question).version}
    assert client.post(own, said, headers=SAME_ORIGIN).status_code == 404
    assert as_stored(question).stage == Stage.SEEKING


def test_who_keeps_the_organisation_goes_on_asking(client):
    person = PersonFactory()
    question = QuestionFactory(organisation=OrganisationFactory(kept_by=person), raised_by=person)
    named(question)
    assert as_stored(question).raised_by is None
    assert Question.objects.raised_by(person).get() == question


def test_the_name_of_the_new_contact_is_shown_to_nobody_before_they_have_said_so(client, question):
    new = asked_to_be(question)
    stands = as_stored(question)
    said = {"contact_name": "Kim Keeper", "shows_person": True}
    asking.show(stands, said, actor=BY_LINK, shown=asking.state_of(stands, asking.SHOWN))
    assert "Kim Keeper" in client.get(question.get_absolute_url()).content.decode()
    client.post(link_of(new), {"action": "yes"}, headers=SAME_ORIGIN)
    assert as_stored(question).contact_name == "Nina Ny"
    assert "Nina Ny" not in client.get(question.get_absolute_url()).content.decode()


def test_a_second_yes_and_the_letter_lead_to_the_page_as_the_first_did(client, question):
    new = asked_to_be(question)
    mail.outbox.clear()
    first, second = (client.post(link_of(new), {"action": "yes"}, headers=SAME_ORIGIN) for _number in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    own = first.headers["Location"]
    assert second.headers["Location"] == own
    assert client.get(link_of(new)).headers["Location"] == own
    (letter,) = mail.outbox
    assert letter.to == ["nina@example.org"]
    assert own in letter.body
    assert client.get(own).status_code == 200


def test_the_link_that_was_said_yes_to_ends_when_yet_another_is_named(client, question):
    link = named(question)
    client.post(link, {"action": "yes"}, headers=SAME_ORIGIN)
    named(question, "andra@example.org")
    assert client.get(link).status_code == 404


def test_saving_the_contact_twice_is_once(client):
    person = PersonFactory()
    question = QuestionFactory(round=RoundFactory(coordinator=person))
    client.force_login(person)
    page = f"/forskarverkstad/samordna/{question.slug}/kontakt/"

    def twice(email: str, letters: int) -> None:
        mail.outbox.clear()
        said = {
            "shown": contact.mark_of(as_stored(question)),
            "contact_name": "Nina Ny",
            "contact_email": email,
        }
        assert [client.post(page, said).status_code for _number in range(2)] == [302, 302]
        assert len(mail.outbox) == letters

    twice(question.contact_email, 0)
    assert as_stored(question).contact_name == "Nina Ny"
    twice("nina@example.org", 1)


def test_a_form_that_waits_is_mailed_to_the_new_contact_who_has_time_for_it_and_is_reminded():
    question = answered()
    before = timezone.now() - timedelta(days=15)
    waits = Evaluation.objects.create(question=question, occasion="close", asked_at=before)
    reminded = Evaluation.objects.create(question=question, occasion="half-year", asked_at=before, reminded_at=before)
    new = asked_to_be(question)
    # Nobody can be reminded, so nobody is.
    assert evaluating.write_letters() == 0
    mail.outbox.clear()
    contact.accept(new.key)
    bodies = "".join(letter.body for letter in mail.outbox)
    for form in (waits, reminded):
        form.refresh_from_db()
        assert evaluating.token_of(form) in bodies
        assert (form.reminded_at, form.asked_at > before) == (None, True)
    assert {address for letter in mail.outbox for address in letter.to} == {"nina@example.org"}
    assert evaluating.write_letters(timezone.now() + timedelta(days=15)) == 2


def test_nobody_is_reminded_in_vain_while_a_question_has_no_contact():
    question = answered()
    waits = Evaluation.objects.create(question=question, occasion="close", asked_at=timezone.now() - timedelta(days=15))
    named(question)
    assert evaluating.write_letters() == 0
    waits.refresh_from_db()
    assert waits.reminded_at is None


def test_the_marks_of_the_contact_before_are_not_the_new_ones(client):
    coordinator = PersonFactory()
    question = answered(round=RoundFactory(coordinator=coordinator))
    told = Evaluation.objects.create(
        question=question, occasion="close", answered_at=timezone.now(), cooperation=1, text="Mina ord."
    )
    assert Evaluators().held(question.contact_email)
    accepted(question)
    assert not Evaluators().held("nina@example.org")
    client.force_login(coordinator)
    page = client.get("/forskarverkstad/samordna/utvarderingar/").content.decode()
    assert "Nina Ny" not in page
    later = Evaluation.objects.create(question=question, occasion="half-year", answered_at=timezone.now(), text="Mina.")
    assert Evaluators().held("nina@example.org")
    Evaluators().erase("nina@example.org")
    later.refresh_from_db()
    told.refresh_from_db()
    assert (later.text, told.cooperation) == ("", 1)


def sent_to(address: str) -> OutgoingMessage:
    return OutgoingMessage.objects.create(
        recipients=[address], mime=b"Hej", message_id=uuid4().hex, state=OutgoingMessage.State.SENT
    )


def test_what_was_mailed_to_an_address_goes_with_it(question):
    for forget in (
        lambda: contact.refuse(NewContact.objects.get().key),
        lambda: asked_to_be(question, "andra@example.org"),
        lambda: forgetting.forget(timezone.now() + timedelta(days=31)),
        lambda: Askers().erase("nina@example.org"),
    ):
        NewContact.objects.all().delete()
        named(question)
        letter = sent_to("nina@example.org")
        forget()
        letter.refresh_from_db()
        assert not letter.recipients
    old = sent_to("asta@example.org")
    other = QuestionFactory(contact_email="asta@example.org")
    named(other)
    old.refresh_from_db()
    assert not old.recipients


@pytest.mark.database
def test_a_question_is_forgotten_in_its_turn_with_whom_was_asked_meanwhile():
    question = answered(stage_since=timezone.now() - timedelta(days=400))
    new = asked_to_be(question)
    with CaptureQueriesContext(connection) as captured:
        forgetting.forget()
    assert not NewContact.objects.exists()
    assert as_stored(question).contact_erased_at
    if connection.vendor == "postgresql":
        statements = [query["sql"] for query in captured]
        locked = next(number for number, sql in enumerate(statements) if "FOR NO KEY UPDATE" in sql)
        deleted = next(number for number, sql in enumerate(statements) if sql.startswith("DELETE"))
        assert locked < deleted
    # One who was asked all the same is refused.
    left = NewContact.objects.create(question=question, name="Nina Ny", email=new.email, email_key=new.email)
    with pytest.raises(MovedMeanwhile):
        contact.accept(left.key)
    assert as_stored(question).contact_email == ""
