"""Mail about steps that are nearly due or overdue: to whoever has them once before and once when late, then weekly to
those who coordinate.

`Step.reminded_at` says when it was written of last: whatever dies meanwhile, nothing is lost and nobody gets it twice.
"""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from directory.services import letters
from events.science_shop.models import Step
from events.science_shop.permissions import coordinators_of
from events.science_shop.services.links import TOKEN_PAGE, token_of
from events.science_shop.vocabulary import Side, Stage
from portal.accounts.models import User

BEFORE = timedelta(days=3)
AGAIN = timedelta(days=7)

SUBJECT = gettext_noop("Remember: %(title)s")
TEXT = gettext_noop("Next for “%(title)s” is: %(step)s\n\nIt is to be done by %(day)s.\n\nSee how the question stands:")
LATE = gettext_noop("Overdue: %(title)s")
LATE_TEXT = gettext_noop(
    "Next for “%(title)s” was: %(step)s\n\nIt was to be done by %(day)s. Do it now, or tell us how it is: others wait "
    "for it.\n\nSee how the question stands:"
)
BOARD = gettext_noop("Questions of the science shop wait: %(late)s overdue, %(soon)s soon due")
BOARD_TEXT = gettext_noop(
    "Overdue: %(late)s. Due within three days: %(soon)s.\n\nThe board says which, who has what is next, and by when:"
)


def remind(now: datetime | None = None) -> int:
    """Write to all whose turn it is; of how many steps."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    due = [step for step in _candidates(today, now) if _is_due(step, today, now)]
    waiting: dict[frozenset[User], list[Step]] = defaultdict(list)
    reminded = 0
    for step in due:
        if to := _holders(step, today):
            reminded += _write(step, to, today, now)
        else:
            waiting[frozenset(coordinators_of(step.question))].append(step)
    return reminded + sum(_write_board(people, steps, today, now) for people, steps in waiting.items())


def _candidates(today: date, now: datetime) -> Any:
    """What is due within BEFORE or late. What nobody has sent is nobody's to remind of."""
    never_or_long_ago = Q(reminded_at=None) | Q(reminded_at__lt=now - AGAIN) | Q(due_on__gte=today - AGAIN)
    steps = Step.objects.open().filter(never_or_long_ago, due_on__lte=today + BEFORE)
    return steps.exclude(question__stage=Stage.DRAFT).select_related("question__round__coordinator")


def _is_due(step: Step, today: date, now: datetime) -> bool:
    if step.due_on >= today:
        # Whoever agreed on it later than that has just read it.
        begin = timezone.make_aware(datetime.combine(step.due_on - BEFORE, time()))
        return step.reminded_at is None and step.made_at < begin
    return not _was_told_late(step) or step.reminded_at < now - AGAIN  # ty: ignore[unsupported-operator]


def _was_told_late(step: Step) -> bool:
    """Whether somebody has been written to since it was due."""
    return step.reminded_at is not None and timezone.localdate(step.reminded_at) > step.due_on


def _holders(step: Step, today: date) -> list[tuple[str, letters.Link]]:
    """Whoever has it, with the page that is theirs; nobody, where those who coordinate are written to."""
    if _was_told_late(step):
        return []
    question = step.question
    if step.side == Side.ORGANISATION and question.contact_email:
        return [(question.contact_email, (TOKEN_PAGE, [token_of(question)]))]
    if step.side == Side.RESEARCHER:
        takings = question.takings.active().filter(researcher__user__is_active=True)
        addresses = takings.values_list("researcher__user__email", flat=True)
        return [(address, ("science_shop:question", [question.slug])) for address in addresses]
    return []


@transaction.atomic
def _write(step: Step, to: list[tuple[str, letters.Link]], today: date, now: datetime) -> int:
    if not _take(step, now):
        return 0
    is_late = step.due_on < today
    for address, link in to:
        letters.write(
            [address],
            LATE if is_late else SUBJECT,
            LATE_TEXT if is_late else TEXT,
            link=link,
            title=step.question.title,
            step=step.text,
            day=step.due_on,
        )
    return 1


@transaction.atomic
def _write_board(people: frozenset[User], steps: list[Step], today: date, now: datetime) -> int:
    """One letter to each, however many steps there are."""
    taken = [step for step in steps if _take(step, now)]
    if taken and people:
        late = sum(step.due_on < today for step in taken)
        link = ("science_shop:overdue" if late else "science_shop:board", [])
        writable = sorted(people, key=lambda person: person.pk)
        letters.write(writable, BOARD, BOARD_TEXT, link=link, late=late, soon=len(taken) - late)
    return len(taken)


def _take(step: Step, now: datetime) -> bool:
    """Whether it is ours to write of: nobody has meanwhile, and nobody has done it."""
    mine = Step.objects.open().filter(pk=step.pk, reminded_at=step.reminded_at)
    return bool(mine.update(reminded_at=now))
