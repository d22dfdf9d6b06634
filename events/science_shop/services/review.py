"""What those who ask change of a question that everybody may read, for a coordinator to look at.

By a step, which stands on the board and is reminded of, and by one letter until it is done: whoever has got hold of the
mailed link changes nothing unnoticed.
"""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from directory.services import letters
from events.science_shop.models import Question, Side, Step
from events.science_shop.permissions import Actor, coordinators_of

# Of one question.
MOST_A_DAY = 3
WITHIN = timedelta(days=7)
ASKED = "science_shop.ask_to_read"
STEP = gettext_noop("Read what those who ask want to change")


class TooOften(Exception):
    """It has been changed so often today that the next change is tomorrow's."""


def ask(question: Question, *, actor: Actor) -> None:
    """Ask those who coordinate to read what was changed. Raises TooOften."""
    day = timezone.now() - timedelta(days=1)
    if ModelLogEntry.objects.for_instance(question).filter(action=ASKED, timestamp__gt=day).count() >= MOST_A_DAY:
        raise TooOften
    log(question, ASKED, user=actor.user)
    if _waiting(question).exists():
        return
    if question.is_open:
        said = {"side": Side.COORDINATOR, "due_on": timezone.localdate() + WITHIN, "by": actor.user}
        Step.objects.create(question=question, text=_words(question), **said)
    letters.write(
        coordinators_of(question),
        gettext_noop("Those who ask want to change a question"),
        gettext_noop(
            "A question that everybody may read is to be put in other words, or another name is shown with it. See "
            "what it is: you can put the question so, let it be, or take the name away."
        ),
        link=("science_shop:coordinate", [question.slug]),
    )


def is_read(question: Question) -> None:
    """A coordinator has answered it."""
    _waiting(question).update(done_at=timezone.now())


def name_is_read(question: Question) -> None:
    """A coordinator has looked at the name; words that were proposed since it was all read wait on."""
    proposed = question.wordings.filter(is_proposal=True)
    if read := _asked(question).exclude(done_at=None).order_by("-done_at").first():
        proposed = proposed.filter(made_at__gt=read.done_at)
    if not proposed.exists():
        is_read(question)


def _waiting(question: Question) -> QuerySet[Step]:
    return _asked(question).filter(done_at=None)


def _asked(question: Question) -> QuerySet[Step]:
    return question.steps.filter(stage="", side=Side.COORDINATOR, text=_words(question))


def _words(question: Question) -> str:
    with override(question.language):
        return gettext(STEP)
