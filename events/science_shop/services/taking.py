"""Taking a question: alone or with others, until a day; going on with it, and handing it back."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from events.science_shop.models import Question, Researcher, Side, Taking, TakingState
from events.science_shop.permissions import THE_PORTAL, Actor
from events.science_shop.services import leaving, moving, steps, taking_letters
from events.science_shop.services.moving import NotAllowed, NotReady
from events.science_shop.stages import MOVES
from events.science_shop.vocabulary import Stage

SHORTEST, USUAL, LONGEST = timedelta(days=30), timedelta(days=90), timedelta(days=180)
REMINDED_BEFORE = timedelta(days=7)
# How often one may hand the same question back in a day and take it again.
MOST_RETURNS = 2
# How many questions one takes in a day, whatever becomes of them.
MOST_A_DAY = 5
# Where others work on it already, whoever comes joins them.
JOINED = (Stage.TAKEN, Stage.LOOKING)
FREE = (Stage.SEEKING, *JOINED)
# Where the work goes on again once whoever coordinates has said who does it.
RESUMED = (Stage.PRESENTED, Stage.PARKED)


class AlreadyTaken(Exception):
    """They work on it already."""


@transaction.atomic
def take(
    question: Question,
    researcher: Researcher,
    *,
    shown: int,
    until: date,
    step: str,
    due_on: date,
    shows_name: bool = False,
    coordinator: Actor | None = None,
) -> Taking:
    """Work on a question until a day, with an agreed next step; `shown` is the version that the person saw.

    Of one that is sought this moves it to taken; of one that others have taken, whoever comes joins them.
    A `coordinator` says it for a researcher who has told them so: the researcher is mailed, and not named. They may say
    so too where the work rests; then the question stays where it is until they move it.
    Raises AlreadyTaken, NotAllowed, MovedMeanwhile, NotReady.
    """
    # The researcher first, as wherever somebody leaves: nobody takes anything while their profile goes.
    by = Researcher.objects.in_turn().confirmed().filter(pk=researcher.pk).first()
    question = moving.in_turn(question)
    if by is None or not question.is_open or (coordinator and not coordinator.may(Side.COORDINATOR)):
        raise NotAllowed
    if question.takings.active().filter(researcher=by).exists():
        raise AlreadyTaken
    moving.check_version(question, shown)
    if question.stage not in FREE and not (coordinator and question.stage in RESUMED):
        raise NotAllowed
    _check_day(until, timezone.localdate() + SHORTEST)
    if due_on > until:
        raise NotReady({"due_on": _("Choose a day until which you have the question.")}, [])
    if coordinator is None:
        _check_patience(question, by)
    actor = coordinator or Actor(by.user, frozenset({Side.RESEARCHER}))
    made = Taking(
        question=question,
        researcher=by,
        affiliation=by.affiliation,
        until=until,
        shows_name=shows_name and by.is_public and coordinator is None,
    )
    if question.stage == Stage.SEEKING:
        moved = moving.move(
            question, "take", actor=actor, shown=shown, before=lambda _question: made.save(), step=step, due_on=due_on
        )
        # The move's own time: the history tells once what happened once.
        made.taken_at = moved.stage_since
        made.save(update_fields=["taken_at"])
    else:
        _join(made, actor, step, due_on)
    if coordinator:
        taking_letters.given(made)
    return made


def _join(made: Taking, actor: Actor, step: str, due_on: date) -> None:
    """Beside others who work on it already."""
    if wrong := moving.wrong_in(MOVES["take"], {"step": step, "due_on": due_on}):
        raise NotReady(wrong, [])
    made.save()
    steps.agree(made.question, step, side=Side.RESEARCHER, due_on=due_on, actor=actor)
    log(made.question, "science_shop.join", user=actor.user, data={"taking": made.pk})
    taking_letters.joined(made)


@transaction.atomic
def extend(taking: Taking, until: date, *, actor: Actor) -> Taking:
    """Have it until a later day. Raises NotAllowed, NotReady."""
    moving.in_turn(taking.question)
    taking = _own(taking, actor)
    _check_day(until, taking.until + timedelta(days=1))
    taking.until, taking.reminded_at = until, None
    taking.save(update_fields=["until", "reminded_at"])
    log(taking.question, "science_shop.extend", user=actor.user, data={"taking": taking.pk})
    return taking


@transaction.atomic
def hand_back(taking: Taking, reason: str, *, actor: Actor, shown: int) -> Question:
    """Work on it no longer; of the last one it is visibly free again. Raises NotAllowed, MovedMeanwhile, NotReady."""
    question = moving.in_turn(taking.question)
    taking = _own(taking, actor)
    moving.check_version(question, shown)
    if not reason:
        raise NotReady({"reason": _("Say this too.")}, [])
    ended = leaving.end(taking, question, TakingState.HANDED_BACK, reason, actor=actor)
    log(ended, "science_shop.hand_back", user=actor.user, data={"taking": taking.pk})
    return ended


@transaction.atomic
def take_name_away(researcher: Researcher, pk: int) -> Question | None:
    """Let `researcher` be named no longer at the question of their taking `pk`, be it over or not: a yes is taken back
    as easily as it was given. None where no name of theirs stands.
    """
    named = researcher.takings.filter(pk=pk, shows_name=True).select_related("question").first()
    if named is None or not researcher.takings.filter(pk=pk, shows_name=True).update(shows_name=False):
        return None
    log(named.question, "science_shop.take_name_away", user=researcher.user, data={"taking": pk})
    return named.question


def remind(now: datetime | None = None) -> int:
    """Remind those whose time runs out within a week, once; how many."""
    now = now or timezone.now()
    soon = timezone.localdate(now) + REMINDED_BEFORE
    due = Taking.objects.active().filter(until__lte=soon, reminded_at=None).exclude(question__stage=Stage.PRESENTED)
    reminded = 0
    for pk in due.exclude(researcher=None).values_list("pk", flat=True):
        with transaction.atomic():
            # Asked anew: somebody may hand it back or extend it while the others' letters are written.
            if due.filter(pk=pk).update(reminded_at=now):
                taking_letters.ends_soon(Taking.objects.select_related("question", "researcher__user").get(pk=pk))
                reminded += 1
    return reminded


def expire(now: datetime | None = None) -> int:
    """End what has run out; the questions on which nobody works any longer are free again. How many."""
    now = now or timezone.now()
    over = Taking.objects.active().filter(until__lt=timezone.localdate(now))
    ended = 0
    for pk, question in over.order_by("until", "pk").values_list("pk", "question"):
        with transaction.atomic():
            current = moving.in_turn(Question(pk=question))
            taking = over.filter(pk=pk).select_related("question", "researcher__user").first()
            if taking is None:
                continue
            # Whoever has shown what they found has done what they took on.
            is_done = current.stage == Stage.PRESENTED
            state = TakingState.FINISHED if is_done else TakingState.EXPIRED
            leaving.end(taking, current, state, "", actor=THE_PORTAL, move="expire")
            if not is_done:
                taking_letters.ran_out(taking)
            ended += 1
    return ended


def _own(taking: Taking, actor: Actor) -> Taking:
    """`taking` as it stands, if it goes on and is theirs; a coordinator speaks for everybody."""
    active = Taking.objects.active().select_related("question", "researcher__user").filter(pk=taking.pk)
    found = active.first()
    if found is None:
        raise NotAllowed
    is_theirs = found.researcher and actor.user and found.researcher.user_id == actor.user.pk
    if not is_theirs and not actor.may(Side.COORDINATOR):
        raise NotAllowed
    return found


def _check_patience(question: Question, researcher: Researcher) -> None:
    """To come back once is to change one's mind; more often within a day mails all concerned for nothing."""
    day = timezone.now() - timedelta(days=1)
    if researcher.takings.filter(taken_at__gt=day).count() >= MOST_A_DAY:
        raise NotReady({}, [_("You have taken many questions today. Take more tomorrow.")])
    lately = question.takings.filter(state=TakingState.HANDED_BACK, ended_at__gt=day)
    if lately.filter(researcher=researcher).count() >= MOST_RETURNS:
        why = _("You have handed this question back twice in a day. Take it again tomorrow, or ask the coordinator.")
        raise NotReady({}, [why])


def _check_day(until: date, earliest: date) -> None:
    latest = timezone.localdate() + LONGEST
    if not earliest <= until <= latest:
        raise NotReady({"until": _day_between(earliest, latest)}, [])


def _day_between(earliest: date, latest: date) -> str:
    return _("Choose a day from %(earliest)s to %(latest)s.") % {"earliest": earliest, "latest": latest}
