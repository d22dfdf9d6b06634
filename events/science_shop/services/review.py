"""What those who ask change of a question that everybody may read, for a coordinator to look at.

By a step for the words and one for the name, which stand on the board and are reminded of, and by one letter until it
is done: whoever has got hold of the mailed link changes nothing unnoticed.
"""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from directory.services import letters
from events.science_shop.models import Question, Side, Step
from events.science_shop.permissions import Actor, coordinators_of
from events.science_shop.vocabulary import Review

# Of one question.
MOST_A_DAY = 3
WITHIN = timedelta(days=7)
ASKED = "science_shop.ask_to_read"
STEPS = {
    Review.WORDS: gettext_noop("Read the words that those who ask propose"),
    Review.NAME: gettext_noop("Look at the name that everybody reads now"),
}


class TooOften(Exception):
    """It has been changed so often today that the next change is tomorrow's."""


def ask(question: Question, matter: Review, *, actor: Actor) -> None:
    """Ask those who coordinate to read what was changed. Raises TooOften."""
    now = timezone.now()
    lately = ModelLogEntry.objects.for_instance(question).filter(action=ASKED, timestamp__gt=now - timedelta(days=1))
    if lately.count() >= MOST_A_DAY:
        raise TooOften
    log(question, ASKED, user=actor.user)
    earlier = question.steps.open().filter(review=matter).first()
    # Another step for each change: whoever says that the earlier one is done has not seen this.
    is_read(question, matter)
    with override(question.language):
        text = gettext(STEPS[matter])
    Step.objects.create(
        question=question,
        text=text,
        side=Side.COORDINATOR,
        due_on=earlier.due_on if earlier else timezone.localdate() + WITHIN,
        reminded_at=earlier.reminded_at if earlier else None,
        review=matter,
        by=actor.user,
    )
    if earlier:
        return
    letters.write(
        coordinators_of(question),
        gettext_noop("Those who ask want to change a question"),
        gettext_noop(
            "A question that everybody may read is to be put in other words, or another name is shown with it. See "
            "what it is: you can put the question so, let it be, or take the name away."
        ),
        link=("science_shop:coordinate", [question.slug]),
    )


def is_read(question: Question, matter: Review) -> None:
    """A coordinator has answered it."""
    question.steps.open().filter(review=matter).update(done_at=timezone.now())
