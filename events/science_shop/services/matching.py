"""How a researcher and whoever asks find each other: contact opens by a yes of both, and not before.

Every write here holds the question's lock: of two who say yes at once, one opens the contact.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from events.science_shop.models import Match, Question, Researcher, Side
from events.science_shop.permissions import Actor, asks
from events.science_shop.services import match_letters as letters
from events.science_shop.services.moving import NotAllowed, in_turn
from portal.accounts.models import User

# A researcher who waits for so many answers offers no more until some have come.
MOST_WAITING = 20
# Offers of theirs that are mailed in a day.
MOST_A_DAY = 10


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    # A yes is taken back: no answer any more.
    BACK = "back"
    # Contact was open, and is shown no more.
    END = "end"


class NotPossible(Exception):
    """Why not, in a sentence."""


def why_not(question: Question) -> str:
    """Why nobody can be asked to meet around `question` now; empty: they can."""
    if not question.is_open:
        return _("The question has ended.")
    if not question.is_public:
        return _("Researchers are asked only about what everybody may read, and this question is not shown to all.")
    if not question.contact_email:
        return _("Whoever asks can no longer be reached.")
    return ""


@transaction.atomic
def invite(question: Question, researcher: Researcher, *, actor: Actor) -> bool:
    """Ask a researcher whether they want to meet those who ask; whether it was done now, and not before.

    Raises NotAllowed, NotPossible.
    """
    if not actor.may(Side.COORDINATOR):
        raise NotAllowed
    match, is_new = _begin(question, researcher, invited_by=actor.user)
    if is_new:
        letters.invited(match)
        log(match.question, "science_shop.invite", user=actor.user, data={"match": match.pk})
    return is_new


@transaction.atomic
def offer(question: Question, researcher: Researcher) -> Match:
    """A researcher says by themselves that they may know something: their yes. Raises NotAllowed, NotPossible."""
    match, _is_new = _begin(question, researcher, invited_by=None)
    _check_patience(match)
    return _say(match, Side.RESEARCHER, Answer.YES, by=researcher.user)


@transaction.atomic
def researcher_says(match: Match, answer: Answer, *, by: User) -> Match:
    """Raises NotAllowed, NotPossible."""
    # One answer of theirs at a time: so many wait, and no more.
    current = Researcher.objects.in_turn().filter(pk=match.researcher_id, user=by).first()
    if current is None:
        raise NotAllowed
    if answer == Answer.YES:
        _check_patience(Match.objects.get(pk=match.pk))
    return _say(match, Side.RESEARCHER, answer, by=by)


def asker_says(match: Match, answer: Answer, *, actor: Actor) -> Match:
    """Raises NotAllowed, NotPossible."""
    if not actor.may(Side.ORGANISATION):
        raise NotAllowed
    return _say(match, Side.ORGANISATION, answer, by=actor.user)


def end_all(researcher: Researcher, *, by: User) -> None:
    """End each contact that is open, since nobody vouches for the researcher any longer."""
    for match in researcher.matches.opened().select_related("question").order_by("question_id"):
        _say(match, Side.RESEARCHER, Answer.END, by=by)


def forget_yes_of_asker(question: Question) -> None:
    """Nobody is met by the yes of a contact who is it no more; what is open stays. The question's lock is held."""
    unanswered = question.matches.filter(opened_at=None).exclude(asker_said=False)
    unanswered.update(asker_said=None, asker_said_at=None, asker_told_at=None)


def tell_new_contact(question: Question) -> bool:
    """Whether researchers wait for the answer of a new contact, who is told so now. The question's lock is held."""
    waiting = question.matches.filter(researcher_said=True, asker_said=None, opened_at=None)
    return bool(waiting.update(asker_told_at=timezone.now()))


def _check_patience(match: Match) -> None:
    """Refuse one more yes that nobody has asked for, where many wait or many were mailed today.

    A match that was just begun ends with the transaction.
    """
    if match.invited_by_id or match.researcher_said:
        return
    others = Match.objects.filter(researcher=match.researcher_id).exclude(pk=match.pk)
    if others.waiting_for_asker().count() >= MOST_WAITING:
        raise NotPossible(_("You already wait for many answers: wait until some have come."))
    day = timezone.now() - timedelta(days=1)
    if match.asker_told_at is None and others.filter(invited_by=None, asker_told_at__gt=day).count() >= MOST_A_DAY:
        raise NotPossible(_("You have offered much today. Offer more tomorrow."))


def _begin(question: Question, researcher: Researcher, *, invited_by: User | None) -> tuple[Match, bool]:
    # The researcher first, as whoever takes a question: nobody is brought together while their profile goes.
    current = Researcher.objects.in_turn().to_be_met().filter(pk=researcher.pk).first()
    if current is None:
        raise NotAllowed
    researcher, question = current, in_turn(question)
    if refused := why_not(question):
        raise NotPossible(refused)
    if asks(researcher.user, question):
        raise NotPossible(_("This is the researcher's own question."))
    match, is_new = Match.objects.get_or_create(
        question=question, researcher=researcher, defaults={"invited_by": invited_by}
    )
    match.question, match.researcher = question, researcher
    return match, is_new


@transaction.atomic
def _say(match: Match, side: Side, answer: Answer, *, by: User | None) -> Match:
    question = in_turn(match.question)
    current = Match.objects.select_related("researcher__user").filter(pk=match.pk).first()
    if current is None:
        raise NotPossible(_("The researcher is not one of ours any more."))
    match = current
    match.question = question
    own, other = ("researcher_said", "asker_said") if side == Side.RESEARCHER else ("asker_said", "researcher_said")
    before, others = getattr(match, own), getattr(match, other)
    said = _as_said(match, answer, before)
    if said == before:
        return match
    now = timezone.now()
    setattr(match, own, said)
    setattr(match, f"{own}_at", now)
    was_open = match.opened_at is not None
    if match.is_open:
        match.opened_at = now
    tells_asker = side == Side.RESEARCHER and said is True and others is None and match.asker_told_at is None
    if tells_asker:
        match.asker_told_at = now
    match.save(update_fields=[own, f"{own}_at", "opened_at", "asker_told_at"])
    log(question, "science_shop.say", user=by, data={"match": match.pk, "side": side, "answer": answer})
    if was_open:
        letters.ended(match, by=side)
    elif match.is_open:
        letters.opened(match)
    elif tells_asker:
        letters.interested(match)
    elif said is False and others:
        letters.declined(match, by=side)
    return match


def _as_said(match: Match, answer: Answer, before: Any) -> bool | None:
    """What stands there after `answer`: the same as `before`, if it changes nothing."""
    if match.is_over:
        raise NotPossible(_("The contact has been ended, and nothing opens it again."))
    if match.is_open:
        if answer in (Answer.NO, Answer.BACK):
            raise NotPossible(
                _("Both of you have said yes, and each has been mailed the other's address. You can end it instead.")
            )
        return answer == Answer.YES
    if answer == Answer.END:
        raise NotPossible(_("No contact is open."))
    if answer == Answer.BACK:
        return None if before else before
    if answer == Answer.YES and before is not True:
        if refused := why_not(match.question):
            raise NotPossible(refused)
        if not match.researcher.can_be_met:
            raise NotPossible(_("The researcher is not one of ours any more."))
    return answer == Answer.YES
