"""Contact between a researcher and whoever asks opens by a yes of both, and not before."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.science_shop.models import Match, Question, Side, Stage
from events.science_shop.permissions import BY_LINK, Actor
from events.science_shop.services import matching
from events.science_shop.services.links import token_of
from events.science_shop.services.matching import Answer, NotPossible
from events.science_shop.services.moving import NotAllowed
from events.science_shop.vocabulary import Help
from portal.operations.models import OutgoingMessage
from tests.directory.at_once import at_once
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, brought_together

COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))
YES, NO, BACK, END = Answer
FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def question(db) -> Question:
    return QuestionFactory(contact_name="Asta Asking", contact_email="asta@asking.example.org")


@pytest.fixture
def researcher(db):
    user = PersonFactory(email="rut@research.example.org")
    return ResearcherFactory(user=user, name="Rut Research", affiliation="Ett universitet", offers=["talk"])


def says(match: Match, side: Side, answer: Answer) -> Match:
    if side == Side.RESEARCHER:
        return matching.researcher_says(match, answer, by=match.researcher.user)
    return matching.asker_says(match, answer, actor=BY_LINK)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def letters() -> list[tuple[str, str]]:
    """To whom, and what stands in it."""
    return [(letter.to[0], letter.body) for letter in mail.outbox]


# Inviting


def test_one_click_asks_a_researcher_and_a_second_changes_nothing(question, researcher):
    assert matching.invite(question, researcher, actor=COORDINATOR)
    assert not matching.invite(question, researcher, actor=COORDINATOR)
    match = Match.objects.get()
    ((to, body),) = letters()
    assert to == "rut@research.example.org"
    assert question.title in body
    assert f"/forskarverkstad/matchningar/{match.pk}/" in body
    assert (match.researcher_said, match.asker_said) == (None, None)


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": Stage.SUBMITTED},
        {"stage": Stage.INTAKE},
        {"may_be_shown": False},
        {"stage": Stage.ANSWERED},
        {"stage": Stage.WITHDRAWN},
        {"contact_email": "", "email_key": ""},
    ],
)
def test_nobody_is_asked_about_what_not_everybody_may_read_or_what_is_over(researcher, fields):
    question = QuestionFactory(**fields)
    with pytest.raises(NotPossible, match=r"\w+ \w+"):
        matching.invite(question, researcher, actor=COORDINATOR)
    with pytest.raises(NotPossible):
        matching.offer(question, researcher)
    assert not Match.objects.exists()
    assert not mail.outbox


def test_a_researcher_whom_nobody_has_confirmed_is_not_asked_and_offers_nothing(question):
    unconfirmed = ResearcherFactory(confirmed_at=None)
    with pytest.raises(NotAllowed):
        matching.invite(question, unconfirmed, actor=COORDINATOR)
    with pytest.raises(NotAllowed):
        matching.offer(question, unconfirmed)
    offered = signed_in(unconfirmed.user).post(reverse("science_shop:offer", args=[question.slug]))
    assert offered.status_code == 404
    assert not Match.objects.exists()


def test_only_who_coordinates_invites(question, researcher):
    for side in (Side.ORGANISATION, Side.RESEARCHER):
        with pytest.raises(NotAllowed):
            matching.invite(question, researcher, actor=Actor(None, frozenset({side})))


def test_nobody_meets_themselves(question, researcher):
    Question.objects.filter(pk=question.pk).update(raised_by=researcher.user)
    with pytest.raises(NotPossible):
        matching.invite(question, researcher, actor=COORDINATOR)
    assert not Match.objects.exists()


def test_a_researcher_may_know_something_and_whoever_asks_is_told_without_a_name(question, researcher):
    client = signed_in(researcher.user)
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Jag kanske vet något" in page
    for _again in range(2):
        client.post(reverse("science_shop:offer", args=[question.slug]))
    match = Match.objects.get()
    assert (match.researcher_said, match.asker_said, match.invited_by) == (True, None, None)
    ((to, body),) = letters()
    assert to == "asta@asking.example.org"
    assert "Rut" not in body
    assert "rut@" not in body
    assert f"/forskarverkstad/din-fraga/{token_of(question)}/" in body
    assert "Jag kanske vet något" not in client.get(question.get_absolute_url()).content.decode()


def test_the_button_is_there_for_confirmed_researchers_alone(client, question):
    for user in (None, PersonFactory(), ResearcherFactory(confirmed_at=None).user):
        reader = signed_in(user) if user else client
        assert "Jag kanske vet något" not in reader.get(question.get_absolute_url()).content.decode()


def test_who_waits_for_many_answers_offers_no_more(researcher, monkeypatch):
    monkeypatch.setattr(matching, "MOST_WAITING", 2)
    for _number in range(2):
        matching.offer(QuestionFactory(), researcher)
    last = QuestionFactory()
    with pytest.raises(NotPossible):
        matching.offer(last, researcher)
    assert Match.objects.count() == 2
    assert len(mail.outbox) == 2
    # Whoever has been asked may always say yes.
    matching.invite(last, researcher, actor=Actor(PersonFactory(), COORDINATOR.sides))
    assert matching.offer(last, researcher).researcher_said


def test_what_was_taken_back_is_offered_again_only_where_there_is_room_for_it(researcher, monkeypatch):
    monkeypatch.setattr(matching, "MOST_WAITING", 1)
    back = says(matching.offer(QuestionFactory(), researcher), Side.RESEARCHER, BACK)
    matching.offer(QuestionFactory(), researcher)
    with pytest.raises(NotPossible):
        says(back, Side.RESEARCHER, YES)
    with pytest.raises(NotPossible):
        matching.offer(back.question, researcher)


def test_offers_that_are_taken_back_are_counted_all_day(researcher, monkeypatch):
    monkeypatch.setattr(matching, "MOST_A_DAY", 3)
    for _number in range(3):
        says(matching.offer(QuestionFactory(), researcher), Side.RESEARCHER, BACK)
    sent, last = len(letters()), QuestionFactory()
    with pytest.raises(NotPossible, match="i morgon"):
        matching.offer(last, researcher)
    assert len(letters()) == sent
    # To be asked by a coordinator is another thing.
    assert says(brought_together(last, researcher, invited_by=PersonFactory()), Side.RESEARCHER, YES).researcher_said
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert matching.offer(QuestionFactory(), researcher).researcher_said


# Answering: what one has said, what the other has, what one says now → what stands there, and who is written to.

REFUSED, NOBODY = "refused", ""
TABLE: list[tuple[bool | None, bool | None, Answer, Any, str]] = [
    (None, None, YES, True, "asker, of the researcher's first yes"),
    (None, None, NO, False, NOBODY),
    (None, None, BACK, None, NOBODY),
    (None, None, END, REFUSED, NOBODY),
    (None, True, YES, True, "both"),
    (None, True, NO, False, "other"),
    (None, True, BACK, None, NOBODY),
    (None, True, END, REFUSED, NOBODY),
    (None, False, YES, True, NOBODY),
    (None, False, NO, False, NOBODY),
    (None, False, BACK, None, NOBODY),
    (None, False, END, REFUSED, NOBODY),
    (True, None, YES, True, NOBODY),
    (True, None, NO, False, NOBODY),
    (True, None, BACK, None, NOBODY),
    (True, None, END, REFUSED, NOBODY),
    (True, True, YES, True, NOBODY),
    (True, True, NO, REFUSED, NOBODY),
    (True, True, BACK, REFUSED, NOBODY),
    (True, True, END, False, "other"),
    (True, False, YES, True, NOBODY),
    (True, False, NO, False, NOBODY),
    (True, False, BACK, None, NOBODY),
    (True, False, END, REFUSED, NOBODY),
    (False, None, YES, True, "asker, of the researcher's first yes"),
    (False, None, NO, False, NOBODY),
    (False, None, BACK, False, NOBODY),
    (False, None, END, REFUSED, NOBODY),
    (False, True, YES, True, "both"),
    (False, True, NO, False, NOBODY),
    (False, True, BACK, False, NOBODY),
    (False, True, END, REFUSED, NOBODY),
    (False, False, YES, True, NOBODY),
    (False, False, NO, False, NOBODY),
    (False, False, BACK, False, NOBODY),
    (False, False, END, REFUSED, NOBODY),
]


def test_the_table_has_every_combination():
    said = (None, True, False)
    assert {row[:3] for row in TABLE} == {(own, other, answer) for own in said for other in said for answer in Answer}


@pytest.mark.parametrize("side", [Side.RESEARCHER, Side.ORGANISATION])
@pytest.mark.parametrize(("own", "other", "answer", "then", "told"), TABLE)
def test_what_each_answer_does(question, researcher, side, own, other, answer, then, told):
    names = ["researcher_said", "asker_said"][:: 1 if side == Side.RESEARCHER else -1]
    match = brought_together(question, researcher, **dict(zip(names, (own, other), strict=True)))
    was_open = match.is_open
    if then == REFUSED:
        with pytest.raises(NotPossible):
            says(match, side, answer)
    else:
        says(match, side, answer)
    match.refresh_from_db()
    assert getattr(match, names[0]) is (own if then == REFUSED else then)
    assert getattr(match, names[1]) is other
    assert match.is_open is (match.researcher_said is True and match.asker_said is True)
    assert (match.opened_at is not None) is (was_open or match.is_open)
    asker, researchers = "asta@asking.example.org", "rut@research.example.org"
    expected = {
        NOBODY: [],
        "both": [asker, researchers],
        "other": [asker if side == Side.RESEARCHER else researchers],
        "asker, of the researcher's first yes": [asker] if side == Side.RESEARCHER else [],
    }[told]
    assert sorted(to for to, _body in letters()) == sorted(expected)
    # Whatever was said: addresses are told in the letters that open the contact, and in no other.
    for to, body in letters():
        others = researchers if to == asker else asker
        assert (others in body) is (told == "both")
        assert to not in body


@pytest.mark.parametrize("ended_by", [Side.RESEARCHER, Side.ORGANISATION])
@pytest.mark.parametrize("answer", Answer)
def test_what_was_ended_nothing_opens_again(question, researcher, ended_by, answer):
    match = brought_together(question, researcher, researcher_said=True, asker_said=True)
    says(match, ended_by, END)
    mail.outbox.clear()
    for side in (Side.RESEARCHER, Side.ORGANISATION):
        with pytest.raises(NotPossible):
            says(match, side, answer)
    match.refresh_from_db()
    assert match.is_over
    assert not mail.outbox


def test_a_yes_that_comes_and_goes_is_one_letter(question, researcher):
    match = brought_together(question, researcher)
    for answer in (YES, BACK, YES, NO, YES):
        says(match, Side.RESEARCHER, answer)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("fields", [{"stage": Stage.WITHDRAWN}, {"may_be_shown": False}])
def test_no_yes_is_said_to_what_is_no_longer_shown_but_a_yes_is_taken_back(question, researcher, fields):
    match = brought_together(question, researcher, asker_said=True)
    Question.objects.filter(pk=question.pk).update(**fields)
    with pytest.raises(NotPossible):
        says(match, Side.RESEARCHER, YES)
    assert says(match, Side.ORGANISATION, BACK).asker_said is None


def test_no_yes_is_said_to_a_researcher_who_is_none_any_more(question, researcher):
    match = brought_together(question, researcher, researcher_said=True)
    type(researcher).objects.update(confirmed_at=None)
    with pytest.raises(NotPossible):
        says(match, Side.ORGANISATION, YES)


def test_the_database_holds_that_contact_is_open_by_a_yes_of_both_and_each_said_so_some_day(question, researcher):
    match = brought_together(question, researcher)
    for wrong in (
        {"researcher_said": True},
        {"asker_said": False},
        {
            "researcher_said": True,
            "researcher_said_at": match.invited_at,
            "asker_said": True,
            "asker_said_at": match.invited_at,
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Match.objects.filter(pk=match.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        brought_together(question, researcher)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_when_both_say_yes_at_once_each_gets_one_letter(question, researcher):
    match = brought_together(question, researcher, asker_told_at=None)
    first, second = Match.objects.get(pk=match.pk), Match.objects.get(pk=match.pk)
    done = at_once(
        lambda: says(first, Side.RESEARCHER, YES),
        lambda: says(second, Side.ORGANISATION, YES),
        lambda: matching.researcher_says(Match.objects.get(pk=match.pk), YES, by=researcher.user),
    )
    assert done == ["done"] * 3
    match.refresh_from_db()
    assert match.is_open
    bodies = [message for message in _written() if "rut@" in message or "asta@" in message]
    assert len(bodies) == 2


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_who_is_asked_twice_at_once_has_one_match_and_one_mail(question, researcher):
    done = at_once(*[lambda: matching.invite(question, researcher, actor=COORDINATOR)] * 4)
    assert done == ["done"] * 4
    assert Match.objects.count() == 1
    assert len(_written()) == 1


def _written() -> list[str]:
    return [letter.body for letter in mail.outbox] or [str(one) for one in OutgoingMessage.objects.all()]


# The pages


def test_a_researchers_page_shows_the_question_and_no_contact_until_both_have_said_yes(question, researcher):
    match = brought_together(question, researcher)
    client, address = signed_in(researcher.user), reverse("science_shop:match", args=[match.pk])
    page = client.get(address).content.decode()
    assert question.title in page
    assert question.problem in page
    assert "asta" not in page.lower()
    client.post(address, {"answer": "yes"})
    assert "asta" not in client.get(address).content.decode().lower()
    says(match, Side.ORGANISATION, YES)
    page = client.get(address).content.decode()
    assert "Asta Asking" in page
    assert "mailto:asta@asking.example.org" in page
    client.post(address, {"answer": "end"})
    assert "asta" not in client.get(address).content.decode().lower()


def test_an_askers_page_shows_what_a_researcher_works_with_and_no_name_until_both_have_said_yes(
    client, question, researcher
):
    match = brought_together(question, researcher)
    own = reverse("science_shop:own", args=[token_of(question)])
    page = client.get(own).content.decode()
    assert "Forskare" in page
    assert "Ett universitet" not in page
    says(match, Side.RESEARCHER, YES)
    page = client.get(own).content.decode()
    assert "Ett universitet" in page
    assert str(Help.TALK.label) in page
    assert "Rut Research" not in page
    assert "rut@" not in page
    answer = reverse("science_shop:asker_answers_by_link", args=[token_of(question), match.pk])
    assert client.post(answer, {"answer": "yes"}, headers=FROM_HERE).status_code == 302
    page = client.get(own).content.decode()
    assert "Rut Research" in page
    assert "mailto:rut@research.example.org" in page
    client.post(answer, {"answer": "end"}, headers=FROM_HERE)
    page = client.get(own).content.decode()
    assert "Rut Research" not in page
    assert "rut@" not in page


def test_whoever_asks_hears_nothing_of_a_no_that_they_did_not_wait_for(client, question, researcher):
    match = brought_together(question, researcher, researcher_said=False)
    own = reverse("science_shop:own", args=[token_of(question)])
    assert 'id="researchers"' not in client.get(own).content.decode()
    answer = reverse("science_shop:asker_answers_by_link", args=[token_of(question), match.pk])
    assert client.post(answer, {"answer": "yes"}, headers=FROM_HERE).status_code == 404


def test_another_persons_match_is_not_there(client, question, researcher):
    match, other = brought_together(question, researcher), QuestionFactory()
    stranger = signed_in(ResearcherFactory().user)
    coordinator = PersonFactory()
    Question.objects.filter(pk=question.pk).update(round=RoundFactory(coordinator=coordinator))
    for reader in (stranger, signed_in(coordinator)):
        assert reader.get(reverse("science_shop:match", args=[match.pk])).status_code == 404
        assert reader.post(reverse("science_shop:match", args=[match.pk]), {"answer": "yes"}).status_code == 404
        answers = reverse("science_shop:asker_answers", args=[question.slug, match.pk])
        assert reader.post(answers, {"answer": "yes"}).status_code == 404
    for token in (token_of(other), "guessed"):
        answers = reverse("science_shop:asker_answers_by_link", args=[token, match.pk])
        assert client.post(answers, {"answer": "yes"}, headers=FROM_HERE).status_code == 404
    match.refresh_from_db()
    assert (match.researcher_said, match.asker_said) == (None, None)


def test_only_a_pressed_button_of_ours_answers_and_only_what_there_is(client, question, researcher):
    match = brought_together(question, researcher, researcher_said=True)
    by_link = reverse("science_shop:asker_answers_by_link", args=[token_of(question), match.pk])
    assert client.get(by_link).status_code == 405
    assert client.post(by_link, {"answer": "yes"}).status_code == 403
    assert client.post(by_link, {"answer": "perhaps"}, headers=FROM_HERE).status_code == 404
    own = reverse("science_shop:match", args=[match.pk])
    assert signed_in(researcher.user).post(own, {"answer": "perhaps"}).status_code == 404
    match.refresh_from_db()
    assert match.asker_said is None


def test_whoever_asks_answers_signed_in_too(question, researcher):
    person = PersonFactory()
    Question.objects.filter(pk=question.pk).update(raised_by=person)
    match = brought_together(question, researcher, researcher_said=True)
    client = signed_in(person)
    page = client.get("/mina-sidor/").content.decode()
    assert reverse("science_shop:own_question", args=[question.slug]) + "#researchers" in page
    client.post(reverse("science_shop:asker_answers", args=[question.slug, match.pk]), {"answer": "yes"})
    match.refresh_from_db()
    assert match.is_open
    page = client.get(reverse("science_shop:own_question", args=[question.slug])).content.decode()
    assert "rut@research.example.org" in page
    assert "#researchers" not in client.get("/mina-sidor/").content.decode()


def test_what_a_researcher_is_asked_waits_on_their_pages_until_it_is_answered(question, researcher):
    match = brought_together(question, researcher)
    client = signed_in(researcher.user)
    assert reverse("science_shop:match", args=[match.pk]) in client.get("/mina-sidor/").content.decode()
    client.post(reverse("science_shop:match", args=[match.pk]), {"answer": "no"})
    assert reverse("science_shop:match", args=[match.pk]) not in client.get("/mina-sidor/").content.decode()


def test_what_is_withdrawn_is_shown_to_the_researcher_no_more(question, researcher):
    match = brought_together(question, researcher)
    Question.objects.filter(pk=question.pk).update(stage=Stage.WITHDRAWN)
    client = signed_in(researcher.user)
    page = client.get(reverse("science_shop:match", args=[match.pk])).content.decode()
    assert question.title not in page
    assert question.problem not in page
    assert 'name="answer"' not in page
    assert question.title not in client.get("/mina-sidor/").content.decode()


def test_no_address_is_in_any_log_or_line(question, researcher, caplog):
    from wagtail.models import ModelLogEntry

    matching.invite(question, researcher, actor=COORDINATOR)
    match = Match.objects.get()
    says(match, Side.RESEARCHER, YES)
    says(match, Side.ORGANISATION, YES)
    written = str(list(ModelLogEntry.objects.values_list("data", "label"))) + caplog.text
    assert "@" not in written
    assert "Rut" not in written
    assert "Asta" not in written


def test_an_organisations_keepers_answer_for_it(question, researcher):
    keeper = PersonFactory()
    organisation = OrganisationFactory()
    organisation.memberships.create(user=keeper, role="owner")
    Question.objects.filter(pk=question.pk).update(organisation=organisation)
    match = brought_together(question, researcher, researcher_said=True)
    signed_in(keeper).post(reverse("science_shop:asker_answers", args=[question.slug, match.pk]), {"answer": "no"})
    match.refresh_from_db()
    assert match.asker_said is False
    assert [to for to, _body in letters()] == ["rut@research.example.org"]
