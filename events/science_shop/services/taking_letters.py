"""Mail about who works on a question, beside what a move tells. Names no researcher."""

from django.utils.translation import gettext_noop

from directory.services import letters
from events.science_shop.models import Taking
from events.science_shop.services.links import TOKEN_PAGE, token_of

ENDS_SOON = gettext_noop("Your time with a question ends soon: %(title)s")
GIVEN = gettext_noop("You have taken a question: %(title)s")
RAN_OUT = gettext_noop("Your time with a question has run out: %(title)s")
JOINED = gettext_noop("One more researcher works on your question: %(title)s")
ONE_LESS = gettext_noop("One researcher no longer works on your question: %(title)s")


def ends_soon(taking: Taking) -> None:
    _to_researcher(
        taking,
        ENDS_SOON,
        gettext_noop(
            "You have the question “%(title)s” until %(until)s. Take more time, tell what you have found, or hand it "
            "back: then others can take it. If nothing happens it is free again after that day."
        ),
        "science_shop:work",
    )


def given(taking: Taking) -> None:
    _to_researcher(
        taking,
        GIVEN,
        gettext_noop(
            "The coordinator has written down that you have taken the question “%(title)s” until %(until)s. What is "
            "next, and how to hand it back if this is wrong:"
        ),
        "science_shop:work",
    )


def ran_out(taking: Taking) -> None:
    _to_researcher(
        taking,
        RAN_OUT,
        gettext_noop(
            "You had the question “%(title)s” until %(until)s. You no longer stand as the one who works on it. What "
            "you have found stays. Do you want to go on? Take it again:"
        ),
        "science_shop:question",
    )


def joined(taking: Taking) -> None:
    _to_asker(
        taking, JOINED, gettext_noop("One more researcher works on your question “%(title)s” from today. See it:")
    )


def one_less(taking: Taking) -> None:
    _to_asker(
        taking,
        ONE_LESS,
        gettext_noop("One researcher no longer works on your question “%(title)s”. See where it stands:"),
    )


def _to_researcher(taking: Taking, subject: str, text: str, page: str) -> None:
    if taking.researcher and taking.researcher.user.is_active:
        link = (page, [taking.question.slug])
        to = [taking.researcher.user]
        letters.write(to, subject, text, link=link, title=taking.question.title, until=taking.until)


def _to_asker(taking: Taking, subject: str, text: str) -> None:
    question = taking.question
    if question.contact_email:
        link = (TOKEN_PAGE, [token_of(question)])
        letters.write([question.contact_email], subject, text, link=link, title=question.title)
