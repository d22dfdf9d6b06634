"""Following a question by mail: confirmed by a link, left by one click, told while everybody may read the question."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.science_shop.models import Follower, Question, StageChange
from events.science_shop.stages import MOVES, STAGES
from events.science_shop.vocabulary import Stage
from events.services.links import read, sign
from portal.plugins.locks import one_at_a_time
from portal.plugins.unasked import may_be_written_to

signer = Signer(salt="science_shop.follower", sep=".")
# Of what changes nothing for the answer nobody is told.
UNTOLD = {"evaluate"}
# A question that is moved to and fro is told of so many times a day.
MOST_A_DAY = 3


def token_of(follower: Follower) -> str:
    return sign(follower.key, signer)


def key_in(token: str) -> UUID | None:
    """What a mailed link is about; None for what we have not signed."""
    return read(token, signer)


@transaction.atomic
def ask_to_follow(question: Question, email: str, *, language: str) -> None:
    """Mail the link that confirms it. Whoever follows already gets their link again.

    Says nothing of who follows: an address that has had enough mail passes in silence.
    """
    one_at_a_time("science_shop.follow", question.pk, email.casefold())
    if not question.is_public or not may_be_written_to(email):
        return
    follower, _made = Follower.objects.get_or_create(
        question=question, email_key=email.casefold()[:254], defaults={"email": email, "language": language}
    )
    with override(follower.language):
        if follower.confirmed_at:
            subject = _("You follow this question: %(title)s") % {"title": question.title}
            text = _("You follow the question already. By the link below you can stop.")
        else:
            # In no words of a stranger's: the address may be anybody's.
            subject = _("Confirm that you want to follow a question")
            text = _(
                "Somebody, we hope you, wants to be told by mail what happens to a question in the idea bank. Open the "
                "link and confirm it. Was it not you? Do nothing: the address is deleted after two days."
            )
        _send(follower, subject, text)


def confirm(follower: Follower) -> None:
    """Begin to tell; a second time changes nothing."""
    Follower.objects.filter(pk=follower.pk, confirmed_at=None).update(confirmed_at=timezone.now())


def leave(key: UUID) -> None:
    """Forget the address; a second time changes nothing."""
    Follower.objects.filter(key=key).delete()


def tell(question: Question, change: StageChange) -> None:
    """Write to those who follow: what has happened, or, when the question is shown no more, only that."""
    if change.move in UNTOLD or not question.may_be_shown:
        return
    if not question.is_public:
        if STAGES[Stage(change.before)].is_shown:
            _tell_the_end(question)
        return
    a_day_ago = timezone.now() - timedelta(days=1)
    if question.changes.filter(at__gt=a_day_ago).exclude(move__in=UNTOLD).count() > MOST_A_DAY:
        return
    for follower in question.followers.confirmed():
        with override(follower.language):
            title = question.title
            happened = str(MOVES[change.move].done)
            text = "\n\n".join(filter(None, [f"{title}", f"{happened}.", change.comment, _page_of(question)]))
            subject = _("%(happened)s: %(title)s") % {"happened": happened, "title": title}
            _send(follower, subject, text)


def _tell_the_end(question: Question) -> None:
    for follower in question.followers.confirmed():
        with override(follower.language):
            text = _("A question that you follow is no longer shown. Should it be shown again, we write to you.")
            _send(follower, _("A question that you follow"), text)


def _page_of(question: Question) -> str:
    return settings.BASE_URL + question.get_absolute_url()


def _send(follower: Follower, subject: str, text: str) -> None:
    """With its one link, and with what mail programs show as a button for leaving (RFC 8058)."""
    token = token_of(follower)
    link = settings.BASE_URL + reverse("science_shop:following", args=[token])
    leaving = settings.BASE_URL + reverse("science_shop:leave_at_once", args=[token])
    way_out = _("Confirm, or stop following, here:") if not follower.confirmed_at else _("Stop following here:")
    EmailMessage(
        subject=" ".join(subject.split()),
        body=f"{text}\n\n{way_out}\n{link}\n",
        to=[follower.email],
        headers={"List-Unsubscribe": f"<{leaving}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    ).send()
