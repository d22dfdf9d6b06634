"""Meeting again around questions: whom it concerns is invited, and what is decided is written down on the spot."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from wagtail.log_actions import log

from events.models import Event
from events.science_shop.models import AgendaQuestion, Match, Participant, Question, Round, Side, Taking
from events.science_shop.permissions import Actor
from events.science_shop.services import steps
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.services import inviting
from events.services.inviting import Guest, Invited, can_invite
from portal.accounts.models import User
from portal.plugins import search

# Why somebody is invited.
ASKS, WORKS, GOES_ON = "asks", "works", "goes-on"
REASONS: dict[str, str | Promise] = {
    ASKS: gettext_lazy("Ask a question on the agenda"),
    WORKS: gettext_lazy("Work on a question on the agenda, or have said yes to it"),
    GOES_ON: gettext_lazy("Go on in the round"),
}


@dataclass(frozen=True)
class Concerned:
    """Somebody whom a meetup concerns, and the first reason why."""

    reason: str
    guest: Guest


class TakenOff(MovedMeanwhile):
    """The question is on the agenda no longer."""


class TooEarly(Exception):
    """The meetup is still to come: nothing is decided there before its day."""


@dataclass(frozen=True)
class NextStep:
    """What somebody at a meetup has promised."""

    text: str
    side: Side
    due_on: date


def concerned(event: Event, by: User) -> list[Concerned]:
    """Whom the meetup concerns, each address once: first those who ask or work on what is on its agenda, then those
    who go on in its rounds; of what `by` coordinates alone. Nobody who only follows a question."""
    found: dict[str, tuple[str, Guest, list[str]]] = {}
    for reason, name, email, language, why in _all(event, by):
        if email:
            guest = Guest(name, email, language)
            found.setdefault(guest.key, (reason, guest, []))[2].append(why)
    return [
        Concerned(reason, Guest(guest.name, guest.email, guest.language, "\n".join(whys)))
        for reason, guest, whys in found.values()
    ]


def _all(event: Event, by: User) -> Iterator[tuple[str, str, str, str, str]]:
    """By reason: name, address, language, and why in that language."""
    questions = Question.objects.coordinated_by(by).filter(on_agendas__event=event).order_by("on_agendas__sort_order")
    asked = list(questions.distinct())
    for question in asked:
        with override(question.language):
            why = _("Your question is on the agenda: %(title)s") % {"title": question.title}
        yield ASKS, question.contact_name, question.contact_email, question.language, why
    for work in (
        Taking.objects.active().filter(question__in=asked, researcher__user__is_active=True),
        Match.objects.opened().filter(question__in=asked, researcher__user__is_active=True),
    ):
        for one in work.select_related("researcher__user", "question"):
            language = one.question.language
            with override(language):
                why = _("A question that you have said yes to is on the agenda: %(title)s") % {
                    "title": one.question.title
                }
            yield WORKS, one.researcher.name, one.researcher.user.email, language, why
    rounds = Round.objects.coordinated_by(by).filter(meetups__event=event)
    for one in Participant.objects.going_on().filter(round__in=rounds).select_related("round").order_by("pk"):
        with override(one.language):
            why = _("You have said that you go on in the round %(title)s.") % {"title": one.round.title}
        yield GOES_ON, one.name, one.email, one.language, why


def why_not(event: Event) -> str:
    """Why nobody can be invited to the meetup, in a sentence; empty while somebody can."""
    if can_invite(event):
        return ""
    if event.starts_at <= timezone.now():
        return _("The meetup has begun or is over: nobody is invited any more.")
    if not event.live:
        return _("Publish the meetup first: then those whom it concerns can be invited.")
    if not event.takes_place:
        return _("The meetup does not take place: nobody is invited.")
    return _("One registers for the meetup elsewhere, or need not: nobody is invited from here.")


def to_invite(event: Event, by: User) -> list[Concerned]:
    """Those of the concerned who are not in the meetup's list yet."""
    everybody = concerned(event, by)
    new = {guest.key for guest in inviting.newcomers(event, [one.guest for one in everybody])}
    return [one for one in everybody if one.guest.key in new]


def invite(event: Event, *, by: User) -> Invited:
    """Invite all whom the meetup concerns; whoever is in its list already is left alone. Raises HostRefused."""
    return inviting.invite(event, [one.guest for one in concerned(event, by)], by=by)


def day_of(event: Event) -> date:
    """From when on what is decided at the meetup is written down."""
    return timezone.localdate(event.starts_at)


def has_come(event: Event) -> bool:
    return day_of(event) <= timezone.localdate()


@transaction.atomic
def write_down(
    item: AgendaQuestion, decision: str, *, shown: int, actor: Actor, step: NextStep | None = None
) -> AgendaQuestion:
    """Keep what was decided about a question at a meetup, and a step that somebody takes; `shown` is the version that
    the person saw.

    The same words sent twice are kept once. Raises NotAllowed, TooEarly, TakenOff, and MovedMeanwhile where somebody
    else has written since.
    """
    if not actor.may(Side.COORDINATOR):
        raise NotAllowed
    locked = AgendaQuestion.objects.select_for_update(of=("self",)).select_related("event", "question")
    if (found := locked.filter(pk=item.pk).first()) is None:
        raise TakenOff(_("Somebody else has taken this question off the agenda meanwhile."))
    item = found
    if not has_come(item.event):
        raise TooEarly
    is_new = decision != item.decision
    if item.version != shown:
        if is_new or (step and not _is_agreed(item, step)):
            raise MovedMeanwhile(_("Somebody else has written about this question meanwhile."))
        return item
    if not is_new and step is None:
        return item
    if is_new:
        item.decision, item.by = decision, actor.user
        item.decided_at = timezone.now() if decision else None
        log(item.question, "science_shop.decide", user=actor.user, data={"event": item.event_id})
    item.version += 1
    item.save(update_fields=["decision", "by", "decided_at", "version"])
    if step:
        steps.agree(item.question, step.text, side=step.side, due_on=step.due_on, actor=actor, event=item.event)
    search.publish(item.question)
    return item


def _is_agreed(item: AgendaQuestion, step: NextStep) -> bool:
    agreed = item.question.steps.filter(event=item.event_id, text=step.text)
    return agreed.filter(side=step.side, due_on=step.due_on).exists()
