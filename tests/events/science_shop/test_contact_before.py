"""Once another contact is named, nothing of the one before is theirs, and nothing of theirs the one's before."""

import pytest
from django.core import mail

from events.science_shop.models import Match, Question, Stage
from events.science_shop.permissions import BY_LINK
from events.science_shop.services import asking, contact, matching
from events.science_shop.services.links import token_of
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.science_shop.contacts import as_stored, asked_to_be, link_of, named
from tests.events.science_shop.factories import QuestionFactory, brought_together

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
