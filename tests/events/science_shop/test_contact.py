"""Another contact of a question: named by a coordinator, asked by mail, and nobody before a yes."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.science_shop.models import Evaluation, NewContact, Question, Stage
from events.science_shop.personal_data import Askers
from events.science_shop.services import contact, forgetting, moving
from events.science_shop.services.links import token_of
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.views.coordinating.access import Actor
from events.science_shop.vocabulary import Side
from tests.directory.factories import PersonFactory
from tests.events.science_shop.contacts import COORDINATOR, as_stored, named
from tests.events.science_shop.factories import QuestionFactory, RoundFactory, answered

pytestmark = pytest.mark.django_db
SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
NEW = {"contact_name": "Nina Ny", "contact_email": "nina@example.org"}


@pytest.fixture
def signed_in(client) -> Client:
    """The coordinator of the round `own`."""
    client.force_login(PersonFactory())
    return client


@pytest.fixture
def question(signed_in) -> Question:
    own = RoundFactory(coordinator_id=int(signed_in.session["_auth_user_id"]))
    return QuestionFactory(
        round=own,
        stage=Stage.INTAKE,
        title="Hemlig fråga?",
        contact_name="Gammal",
        contact_email="gammal@example.org",
        shows_person=True,
    )


def page_of(question: Question) -> str:
    return f"/forskarverkstad/samordna/{question.slug}/kontakt/"


def filled_in(question: Question, **said: str) -> dict[str, str]:
    return {"shown": contact.mark_of(question), **NEW, **said}


def asked(letter: int = -1) -> str:
    """Where the mail leads, without the host."""
    found = re.search(r"https?://[^/]+(/forskarverkstad/ar-du-kontakt/\S+)", str(mail.outbox[letter].body))
    assert found, mail.outbox[letter].body
    return found[1]


def test_who_is_named_is_asked_by_mail_in_nobodys_words_and_is_the_contact_with_a_yes(signed_in, question):
    assert signed_in.post(page_of(question), filled_in(question)).status_code == 302
    (letter,) = mail.outbox
    assert letter.to == ["nina@example.org"]
    assert "Hemlig" not in letter.subject + letter.body
    assert "Nina" not in letter.subject + letter.body
    assert as_stored(question).contact_email == ""
    assert "har inte sagt ja än" in signed_in.get(f"/forskarverkstad/samordna/{question.slug}/").content.decode()
    visitor, link = Client(), asked()
    page = visitor.get(link)
    assert "Hemlig fråga?" in page.content.decode()
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert as_stored(question).contact_email == ""
    answer = visitor.post(link, {"action": "yes"}, headers=SAME_ORIGIN)
    stored = as_stored(question)
    assert answer.headers["Location"].endswith(f"{token_of(stored)}/")
    assert (stored.contact_name, stored.contact_email, stored.email_key) == (*NEW.values(), "nina@example.org")
    # The consent was another's.
    assert not stored.shows_person
    assert visitor.get(answer.headers["Location"]).status_code == 200
    logged = ModelLogEntry.objects.for_instance(question).order_by("timestamp")
    assert [entry.action for entry in logged] == ["science_shop.name_contact", "science_shop.be_contact"]


def test_the_old_link_and_the_old_address_lead_nowhere_from_the_moment_in_which_another_is_named(client, question):
    person = PersonFactory()
    person.emailaddress_set.create(email="gammal@example.org", verified=True)
    Question.objects.filter(pk=question.pk).update(raised_by=person)
    old = f"/forskarverkstad/din-fraga/{token_of(question)}/"
    assert Client().get(old).status_code == 200
    named(question)
    assert Client().get(old).status_code == 404
    assert not Question.objects.raised_by(person).exists()
    assert as_stored(question).raised_by is None


def test_nothing_is_mailed_to_anybody_about_the_question_until_they_have_said_yes(question):
    named(question)
    mail.outbox.clear()
    moving.move(question, "park", actor=COORDINATOR, shown=0, comment="Vi väntar.", look_again_on=timezone.localdate())
    assert not mail.outbox


def test_who_says_no_is_forgotten_and_those_who_coordinate_are_told(question):
    link = named(question)
    mail.outbox.clear()
    assert "Din adress är raderad" in Client().post(link, {"action": "no"}, headers=SAME_ORIGIN).content.decode()
    assert not NewContact.objects.exists()
    assert [letter.to for letter in mail.outbox] == [[question.round.coordinator.email]]
    assert Client().get(link).status_code == 404


def test_a_link_acts_for_nobody_on_another_site_and_a_pressed_nothing_changes_nothing(question):
    link = named(question)
    assert Client().post(link, {"action": "yes"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    Client().post(link, {"action": "burn"}, headers=SAME_ORIGIN)
    assert as_stored(question).contact_email == ""
    assert NewContact.objects.exists()


def test_naming_yet_another_ends_the_link_of_the_one_before(question):
    first = named(question)
    second = named(question, "andra@example.org")
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_under_the_same_address_it_is_the_name_alone_and_nobody_is_asked(signed_in, question):
    said = filled_in(question, contact_email="Gammal@example.org")
    assert signed_in.post(page_of(question), said).status_code == 302
    stored = as_stored(question)
    assert (stored.contact_name, stored.contact_email, stored.key) == ("Nina Ny", "gammal@example.org", question.key)
    assert not mail.outbox


def test_of_two_who_name_another_one_wins_and_the_other_keeps_what_they_wrote(signed_in, question):
    late = filled_in(question, contact_email="min@example.org")
    named(question)
    answer = signed_in.post(page_of(question), late)
    assert answer.status_code == 422
    assert "min@example.org" in answer.content.decode()
    assert NewContact.objects.get().email == "nina@example.org"
    again = {**late, "shown": answer.context["form"]["shown"].value()}
    assert signed_in.post(page_of(question), again).status_code == 302
    assert NewContact.objects.get().email == "min@example.org"


def test_a_wrong_address_is_told_beside_its_field(signed_in, question):
    answer = signed_in.post(page_of(question), filled_in(question, contact_email="ingen adress"))
    assert answer.status_code == 422
    assert "ingen adress" in answer.content.decode()
    assert as_stored(question).contact_email == "gammal@example.org"


def test_nobodys_inbox_is_filled_by_it(signed_in, question, settings):
    settings.OUTBOX_DELIVERY = True
    for number in range(5):
        other = QuestionFactory(round=question.round, contact_email=f"en{number}@example.org")
        answer = signed_in.post(page_of(other), filled_in(other))
    assert answer.status_code == 422
    assert len(mail.outbox) == 3
    # What was not asked is not changed either.
    assert as_stored(other).contact_email == "en4@example.org"


def test_a_new_one_may_come_when_the_old_one_is_forgotten_as_long_as_the_question_is_open(question):
    forgetting.erase_asker("gammal@example.org")
    link = named(as_stored(question))
    Client().post(link, {"action": "yes"}, headers=SAME_ORIGIN)
    assert as_stored(question).contact_erased_at is None
    ended = QuestionFactory(stage=Stage.DECLINED, contact_erased_at=timezone.now())
    with pytest.raises(NotAllowed):
        named(ended)


def test_only_who_coordinates_names_another(question):
    with pytest.raises(NotAllowed):
        contact.name(
            question, "Nina", "nina@example.org", actor=Actor(None, frozenset(Side) - {Side.COORDINATOR}), shown=""
        )


def test_what_the_old_contact_told_of_how_it_went_is_not_the_new_ones():
    question = answered()
    told = Evaluation.objects.create(
        question=question, occasion="close", answered_at=timezone.now(), cooperation=4, text="Mina ord."
    )
    waits = Evaluation.objects.create(question=question, occasion="half-year")
    named(question)
    told.refresh_from_db()
    assert (told.text, told.cooperation) == ("", 4)
    assert Evaluation.objects.get(pk=waits.pk).key != waits.key


def test_who_was_named_sees_what_is_kept_and_is_forgotten_after_a_month_or_when_they_wish(question):
    named(question)
    assert "nina@example.org" in str(Askers().held("Nina@example.org"))
    forgetting.forget(timezone.now() + timedelta(days=29))
    assert NewContact.objects.exists()
    forgetting.forget(timezone.now() + timedelta(days=31))
    assert not NewContact.objects.exists()
    link = named(question)
    Askers().erase("nina@example.org")
    assert not NewContact.objects.exists()
    assert Client().get(link).status_code == 404


@pytest.mark.database
def test_a_yes_to_a_link_that_was_overtaken_is_no_yes(question):
    named(question)
    key = NewContact.objects.get().key
    named(question, "andra@example.org")
    with pytest.raises(MovedMeanwhile):
        contact.accept(key)
    assert as_stored(question).contact_email == ""
    with CaptureQueriesContext(connection) as captured:
        contact.accept(NewContact.objects.get().key)
    assert as_stored(question).contact_email == "andra@example.org"
    if connection.vendor == "postgresql":
        assert any("FOR NO KEY UPDATE" in query["sql"] for query in captured)
