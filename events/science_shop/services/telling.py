"""Mail about questions: who is told when one is written, and when it is moved."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy, gettext_noop
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from directory.services import letters
from events.science_shop.models import Question, Side, StageChange
from events.science_shop.permissions import coordinators_of
from events.science_shop.services.links import TOKEN_PAGE, token_of
from events.science_shop.stages import STAGES
from events.science_shop.vocabulary import Stage
from portal.plugins.locks import one_at_a_time

MOVED = gettext_noop("What happens to your question: %(title)s")
# With whom it told of it: its own record, since several questions share one letter.
CAME_IN = "science_shop.came_in"
TOLD_AGAIN_AFTER = timedelta(days=1)
WITHDRAWN = gettext_noop("A question is withdrawn: %(title)s")
GONE = gettext_noop("Those who asked have withdrawn the question “%(title)s”. Nobody works on it any more.")
NEXT = gettext_noop("See what is next, who has it and by when:")
MORE = gettext_noop("Read more on the question's page:")
# What whoever asks is told of each move; of those that stand here not, only where the question is now.
SENTENCES = {
    "submit": gettext_noop("We have your question “%(title)s”. A coordinator reads it and answers within a week."),
    "begin": gettext_noop(
        "We have read your question “%(title)s”, and want to sharpen it together with you: what do you need to know, "
        "and what could research find out?"
    ),
    "refer": gettext_noop(
        "Your question “%(title)s” can be answered better somewhere else than in the science shop. This is where we "
        "refer you:"
    ),
    "decline": gettext_noop("We cannot take your question “%(title)s” on. It is shown to nobody. This is why:"),
    "formulate": gettext_noop("Your question is formulated: “%(title)s”. Now we decide where to look for knowledge."),
    "seek": gettext_noop("We look for researchers who can take your question “%(title)s”."),
    "no_competence": gettext_noop(
        "We have looked for researchers for your question “%(title)s”, and found nobody who knows the subject. We tell "
        "you so openly. The question stays with us, and we look again. This is what we have tried:"
    ),
    "take": gettext_noop("Your question “%(title)s” is taken. It is taken by: %(takers)s."),
    "look": gettext_noop("The work on your question “%(title)s” has begun: knowledge is looked for."),
    "present": gettext_noop("There are findings for your question “%(title)s”. Read them, and tell us what you think."),
    "look_on": gettext_noop(
        "There is more to find out about your question “%(title)s”: knowledge is looked for again."
    ),
    "seek_on": gettext_noop(
        "A part of your question “%(title)s” remains to be answered: we look for researchers for that. This is what "
        "remains:"
    ),
    "release": gettext_noop(
        "Those who took your question “%(title)s” have handed it back. We look for others. This is why:"
    ),
    "expire": gettext_noop(
        "The time for which your question “%(title)s” was taken has run out, without findings. We look for researchers "
        "again."
    ),
    "answer": gettext_noop("Your question “%(title)s” has an answer. Read it, and use it."),
    "answer_partly": gettext_noop("Your question “%(title)s” has an answer to a part of it. This is what remains:"),
    "make_project": gettext_noop("Your question “%(title)s” has become a research project."),
    "park": gettext_noop(
        "Your question “%(title)s” rests in the idea bank. Nothing of it is lost: we look at it again on %(day)s. "
        "This is why:"
    ),
    "rest_on": gettext_noop(
        "We have looked at your question “%(title)s” again. It rests in the idea bank until %(day)s. This is why:"
    ),
    "withdraw": gettext_noop(
        "Your question “%(title)s” is withdrawn, as somebody with your link or your account has asked. Was it not you? "
        "Ask the question again, and tell us so in it."
    ),
    "sharpen_again": gettext_noop("We have taken your question “%(title)s” up again, to sharpen it with you."),
    "seek_again": gettext_noop("We have taken your question “%(title)s” up again, and look for researchers."),
    "work_again": gettext_noop("We have taken your question “%(title)s” up again: the work goes on."),
}
ELSE = gettext_noop("Your question “%(title)s”: %(stage)s.")


def confirm(question: Question) -> None:
    """Mail the link to a new draft: to an address that anybody may have written, so in no words of theirs."""
    letters.write(
        [question.contact_email],
        gettext_noop("Confirm your question to the science shop"),
        gettext_noop(
            "Somebody, we hope you, has written down a question to the science shop and given this address. Nobody "
            "else has read it yet. Open the link to look it through, change it and send it.\n\nWas it not you? Then "
            "do nothing, or erase it by the same link. What is not sent is erased after a month."
        ),
        link=(TOKEN_PAGE, [token_of(question)]),
    )


def moved(question: Question, change: StageChange) -> None:
    """Tell whoever asks, unless they moved it themselves; of a question that is new or withdrawn both them, since the
    link may be another's by now, and those who have to do with it.

    Nobody is told of one without a contact: of the demonstration, or erased since.
    """
    if not question.contact_email or (change.side == Side.ORGANISATION and change.move not in ("submit", "withdraw")):
        return
    if change.move == "submit":
        _came_in(question)
    if change.move == "withdraw":
        _withdrawn(question, change)
    _tell(question, change)


def _tell(question: Question, change: StageChange) -> None:
    letters.write(
        [question.contact_email],
        MOVED,
        SENTENCES.get(change.move, ELSE),
        "%(comment)s",
        NEXT if STAGES[Stage(change.after)].is_open else MORE,
        link=(TOKEN_PAGE, [token_of(question)]),
        title=question.title,
        stage=Stage(change.after).label,
        comment=change.comment,
        **_also(question, change),
    )


def _also(question: Question, change: StageChange) -> dict[str, Any]:
    """What the sentence of this move names beside."""
    match change.move:
        case "park" | "rest_on":
            return {"day": question.look_again_on}
        case "take":
            takings = question.takings.active().select_related("researcher__user")
            named = [taking.who for taking in takings if taking.who]
            return {"takers": "; ".join(named) or gettext_lazy("somebody who is not named here")}
    return {}


def _came_in(question: Question) -> None:
    """One letter tells of all that comes within a day, or until somebody has taken up what it told of."""
    one_at_a_time("science_shop.came_in")
    told = _told_lately()
    to = [person for person in coordinators_of(question) if person.pk not in told]
    log(question, CAME_IN, data={"told": [person.pk for person in to]})
    letters.write(
        to,
        gettext_noop("A new question to the science shop"),
        gettext_noop(
            "Somebody has sent a question to the science shop. Read it and answer within a week: whoever asks sees "
            "how long it waits. As long as nobody has begun with it you get no more of these letters today: the board "
            "shows all that are new."
        ),
        link=("science_shop:board", []),
    )


def _withdrawn(question: Question, change: StageChange) -> None:
    """Those who have begun with it, and those who worked on it until now."""
    if change.before == Stage.SUBMITTED:
        return
    said = {"title": question.title}
    letters.write(coordinators_of(question), WITHDRAWN, GONE, link=("science_shop:coordinate", [question.slug]), **said)
    ended = question.takings.filter(ended_at=change.at, researcher__user__is_active=True)
    workers = [taking.researcher.user for taking in ended.select_related("researcher__user")]
    letters.write(workers, WITHDRAWN, GONE, link=("science_shop:my_profile", []), **said)


def _told_lately() -> set[int]:
    """Those who have had a letter within a day of a question that no coordinator has touched since."""
    lately = ModelLogEntry.objects.filter(action=CAME_IN, timestamp__gt=timezone.now() - TOLD_AGAIN_AFTER)
    told = {int(entry.object_id): entry.data["told"] for entry in lately}
    waiting = Question.objects.filter(pk__in=told, stage__in=(Stage.SUBMITTED, Stage.WITHDRAWN))
    return {person for pk in waiting.values_list("pk", flat=True) for person in told[pk]}
