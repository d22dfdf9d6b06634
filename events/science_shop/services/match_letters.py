"""Mail between a researcher and whoever asks: who may meet whom. No address of anybody before both have said yes."""

from django.utils.translation import gettext_noop

from directory.services import letters
from directory.services.letters import Link
from events.science_shop.models import Match, Side
from events.science_shop.services.links import TOKEN_PAGE, token_of
from portal.accounts.models import User

MATCH_PAGE = "science_shop:match"

INVITED = gettext_noop("Do you know something about this question? %(title)s")
INTERESTED = gettext_noop("Somebody may know something about your question: %(title)s")
OPENED = gettext_noop("You can write to each other now: %(title)s")
DECLINED = gettext_noop("It did not fit this time: %(title)s")
ENDED = gettext_noop("The contact has been ended: %(title)s")


def invited(match: Match) -> None:
    letters.write(
        [match.researcher.user],
        INVITED,
        gettext_noop(
            "You have written on the portal what you work with, and a coordinator thinks that you may know something "
            "about this question:\n\n%(title)s\n\n"
            "Do you want to meet those who ask? Answer yes or no, without saying why. Nobody is told your name or "
            "address before both of you have said yes.\n\nRead the question, and answer:"
        ),
        link=(MATCH_PAGE, [match.pk]),
        title=match.question.title,
    )


def interested(match: Match) -> None:
    letters.write(
        [match.question.contact_email],
        INTERESTED,
        gettext_noop(
            "A researcher would like to meet you around your question:\n\n%(title)s\n\n"
            "If you say yes too, each of you gets the other's name and address. Before that, neither does. "
            "You can say no without saying why.\n\nSee what the researcher works with, and answer:"
        ),
        link=_asker_link(match),
        title=match.question.title,
    )


def opened(match: Match) -> None:
    """One letter to each of the two, with the other's name and address."""
    question, researcher = match.question, match.researcher
    for to, link, name, address in (
        (researcher.user, (MATCH_PAGE, [match.pk]), question.asker_in_full or question.asker, question.contact_email),
        (question.contact_email, _asker_link(match), researcher.name, researcher.user.email),
    ):
        letters.write(
            [to],
            OPENED,
            gettext_noop(
                "Both of you have said yes to meeting around the question:\n\n%(title)s\n\n"
                "This is whom you meet:\n\n%(name)s\n%(address)s\n\n"
                "Write to each other within a few days: whoever reads this first begins. "
                "The same stands here, where you can also end the contact:"
            ),
            link=link,
            title=question.title,
            name=name,
            address=address,
        )


def declined(match: Match, *, by: Side) -> None:
    """To the other of the two, who has said yes."""
    to, link = _other(match, by)
    letters.write(
        [to],
        DECLINED,
        gettext_noop(
            "You said yes to meeting around a question:\n\n%(title)s\n\n"
            "The other one cannot this time. That happens often, and says nothing about you or the question. "
            "Your name and address have been given to nobody.\n\nWhat happens to the question stands here:"
        ),
        link=link,
        title=match.question.title,
    )


def ended(match: Match, *, by: Side) -> None:
    to, link = _other(match, by)
    letters.write(
        [to],
        ENDED,
        gettext_noop(
            "The one whom you met around this question has ended the contact:\n\n%(title)s\n\n"
            "Their name and address no longer stand on the portal. Please do not use what you were mailed, either.\n\n"
            "What happens to the question stands here:"
        ),
        link=link,
        title=match.question.title,
    )


def _other(match: Match, by: Side) -> tuple[User | str, Link]:
    if by == Side.RESEARCHER:
        return match.question.contact_email, _asker_link(match)
    return match.researcher.user, (MATCH_PAGE, [match.pk])


def _asker_link(match: Match) -> Link:
    return TOKEN_PAGE, [token_of(match.question)]
