"""Mail about questions: who is told when one is moved."""

from django.utils.translation import gettext_noop

from directory.services import letters
from events.science_shop.models import Question, StageChange
from events.science_shop.services.links import TOKEN_PAGE, token_of
from events.science_shop.vocabulary import Stage

MOVED = gettext_noop("Your question has been moved: %(title)s")


def moved(question: Question, change: StageChange) -> None:
    """Tell whoever asks, unless they moved it themselves."""
    if change.side == "organisation" or not question.contact_email:
        return
    letters.write(
        [question.contact_email],
        MOVED,
        gettext_noop("Your question “%(title)s”: %(stage)s.\n\n%(comment)s\n\nSee what is next, who has it and when:"),
        link=(TOKEN_PAGE, [token_of(question)]),
        title=question.title,
        stage=Stage(change.after).label,
        comment=change.comment,
    )
