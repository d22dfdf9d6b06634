"""After a round's first meetup: those who were there take part, and say whether they go on."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import Signer
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, override

from events.models import Event, Registration
from events.science_shop.models import Participant, Phase, Round
from events.science_shop.services.forgetting import PARTICIPANT_KEPT
from events.science_shop.vocabulary import Decision
from events.services.links import read, sign

# A phone may bring late who was checked in; and who is asked later than that has forgotten.
ASK_AFTER = timedelta(hours=12)
ASK_UNTIL = timedelta(days=21)
REMIND_AFTER = timedelta(days=7)
signer = Signer(salt="science_shop.participant", sep=".")

ASKED = gettext_noop("Do you go on in %(title)s?")
REMINDED = gettext_noop("We have not heard from you: do you go on in %(title)s?")
WORDS = gettext_noop(
    "You were at the first meetup of the round “%(title)s”. Now the questions are taken along to researchers, and then "
    "you meet again.\n\nDo you go on? Open the link and say yes or no. You can change your mind by the same link:\n"
    "%(link)s\n\nWe keep your name and address to ask this, and to invite you to the next meetups if you go on. The "
    "coordinator sees them. They are erased %(days)d days after the round has been closed."
)


def token_of(participant: Participant) -> str:
    return sign(participant.key, signer)


def find(token: str) -> Participant | None:
    """The participant that a mailed link leads to, while we know who it is; None for what we have not signed."""
    key = read(token, signer)
    found = Participant.objects.select_related("round__closing").filter(key=key, erased_at=None)
    return found.first() if key else None


def gather(now: datetime | None = None) -> int:
    """Make participants of those who were at the first meetup of their round, and ask each whether they go on; how
    many. Where nobody was checked in, everybody with a seat is taken to have come.

    A transaction for each: whatever dies meanwhile, each is asked once.
    """
    now, gathered = now or timezone.now(), 0
    for round in Round.objects.filter(live=True, closing=None, meetups__phase=Phase.IDEA).distinct():
        event = first_meetup(round)
        if event and now - ASK_UNTIL < event.ends_at < now - ASK_AFTER:
            came = event.registrations.came().exclude(email="")
            gathered += sum(_ask(round, pk, now) for pk in came.order_by("pk").values_list("pk", flat=True))
    return gathered


def first_meetup(round: Round) -> Event | None:
    """The first one of the idea phase that takes place."""
    meetups = round.meetups.filter(phase=Phase.IDEA).select_related("event").order_by("event__starts_at", "pk")
    return next((meetup.event for meetup in meetups if meetup.event.takes_place), None)


def met(round: Round, now: datetime | None = None) -> Event | None:
    """The first meetup, once those who were there would stand as participants."""
    event = first_meetup(round)
    return event if event and event.ends_at < (now or timezone.now()) - ASK_AFTER else None


@transaction.atomic
def _ask(round: Round, pk: int, now: datetime) -> int:
    registration = Registration.objects.in_turn().get(pk=pk)
    if registration.erased_at:
        return 0
    participant, is_new = Participant.objects.get_or_create(
        round=round,
        email_key=registration.email_key,
        erased_at=None,
        defaults={
            "name": registration.name,
            "email": registration.email,
            "language": registration.language,
            "asked_at": now,
        },
    )
    if is_new:
        _write(participant, ASKED)
    return int(is_new)


def remind(now: datetime | None = None) -> int:
    """Remind those who have not answered, once, a week after they were asked; how many."""
    now, reminded = now or timezone.now(), 0
    silent = Participant.objects.filter(
        decision=Decision.UNDECIDED, erased_at=None, reminded_at=None, asked_at__lt=now - REMIND_AFTER
    ).filter(round__live=True, round__closing=None)
    for participant in silent.select_related("round"):
        with transaction.atomic():
            # Asked anew: somebody may answer while the others' letters are written.
            if silent.filter(pk=participant.pk).update(reminded_at=now):
                _write(participant, REMINDED)
                reminded += 1
    return reminded


def _write(participant: Participant, subject: str) -> None:
    round = participant.round
    with override(participant.language):
        values = {
            "title": round.title,
            "link": settings.BASE_URL + reverse("science_shop:go_on", args=[token_of(participant)]),
            "days": PARTICIPANT_KEPT.days,
        }
        EmailMessage(
            subject=" ".join((gettext(subject) % values).split()),
            body=gettext(WORDS) % values,
            to=[participant.email],
            reply_to=[round.contact_email] if round.contact_email else None,
        ).send()


@transaction.atomic
def decide(participant: Participant, *, goes_on: bool, role: str) -> bool:
    """Keep what somebody has decided, as often as they change their mind; False once the round has been closed."""
    decision = Decision.GOES_ON if goes_on else Decision.LEAVES
    open_still = Participant.objects.filter(pk=participant.pk, erased_at=None, round__closing=None)
    return bool(open_still.update(decision=decision, role=role, decided_at=timezone.now()))
