"""Contact between a researcher and whoever asks opens by a yes of both, and not before."""

from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from events.science_shop.models import Match, Question, Side, Stage
from events.science_shop.services import matching
from events.science_shop.services.matching import Answer, NotPossible
from portal.operations.models import OutgoingMessage
from tests.directory.at_once import at_once
from tests.events.science_shop.factories import brought_together
from tests.events.science_shop.matching.sides import BACK, COORDINATOR, END, NO, YES, letters, says

pytestmark = pytest.mark.usefixtures("without_search")

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


def test_no_yes_is_said_to_a_researcher_whose_account_is_closed(question, researcher):
    match = brought_together(question, researcher, researcher_said=True)
    type(researcher.user).objects.filter(pk=researcher.user_id).update(is_active=False)
    with pytest.raises(NotPossible):
        says(match, Side.ORGANISATION, YES)
    match.refresh_from_db()
    assert not match.is_open
    assert not mail.outbox


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
