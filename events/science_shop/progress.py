"""How far a round has come: its phases with their days, computed from its meetups and its closing alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.science_shop.models import Phase, Round

QUESTIONS, ENDED = "questions", "ended"
# In their order. One that is no meetup's begins when the meetup before it has ended.
PHASES: dict[str, str | Promise] = {
    QUESTIONS: gettext_lazy("Questions are gathered"),
    Phase.IDEA: gettext_lazy("Idea phase"),
    "research": gettext_lazy("Research: who knows?"),
    Phase.MATCHMAKING: gettext_lazy("Matchmaking"),
    "working": gettext_lazy("Working period"),
    Phase.RETURN: gettext_lazy("Return"),
    Phase.START: gettext_lazy("Research start"),
    ENDED: gettext_lazy("The round has ended"),
}
AFTER = {"research": Phase.IDEA, "working": Phase.MATCHMAKING}
Times = dict[str, tuple[datetime, datetime]]


@dataclass(frozen=True)
class Stretch:
    """A phase of a round: when it begins and ends, as far as that is known, and whether it is done, now or next."""

    name: str
    begins: datetime | None
    ends: datetime | None
    state: str

    @property
    def label(self) -> str:
        return str(PHASES[self.name])

    @property
    def note(self) -> str:
        """Its days, as the steps show them."""
        if self.name == ENDED:
            return _day(self.begins) if self.begins else ""
        if self.name in Phase.values:
            days = [_day(moment) for moment in (self.begins, self.ends) if moment]
            return " – ".join(dict.fromkeys(days))
        if self.state != "now":
            return ""
        return _("Now, until %(day)s") % {"day": _day(self.ends)} if self.ends else _("Now")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def stretches(round: Round, now: datetime | None = None) -> list[Stretch]:
    """The phases of `round` in their order.

    What counts are the meetups that take place. A phase without one is to come for as long as it can; once the round
    is past it, it never was. Between two meetups the time of the earlier one goes on.
    """
    now = now or timezone.now()
    times = _times_of(round)
    begins = {name: _beginning(name, round, times) for name in PHASES}
    names = list(PHASES)
    reached = [names.index(name) for name, moment in begins.items() if moment and moment <= now]
    here = max(reached, default=0)
    found = []
    for place, name in enumerate(names):
        if 0 < place < here and place not in reached:
            continue
        later = [moment for after in names[place + 1 :] if (moment := begins[after]) and moment > now]
        ends = times[name][1] if name in times else min(later, default=None)
        state = "now" if place == here and name != ENDED else "done" if place <= here else "next"
        found.append(Stretch(name, begins[name], ends, state))
    return found


def _times_of(round: Round) -> Times:
    """By phase, when its first meetup begins and its last one ends."""
    times: Times = {}
    for meetup in round.meetups.all():
        event = meetup.event
        if event.takes_place:
            begins, ends = times.get(meetup.phase, (event.starts_at, event.ends_at))
            times[meetup.phase] = min(begins, event.starts_at), max(ends, event.ends_at)
    return times


def _beginning(name: str, round: Round, times: Times) -> datetime | None:
    if name == ENDED:
        return round.closing.at if round.is_closed else None
    if name in AFTER:
        return times[AFTER[name]][1] if AFTER[name] in times else None
    return times[name][0] if name in times else None


def steps(round: Round, now: datetime | None = None) -> list[dict[str, Any]]:
    """The same, for the steps on top of a page."""
    return [{"label": one.label, "state": one.state, "note": one.note} for one in stretches(round, now)]


def where_it_is(round: Round, now: datetime | None = None) -> Stretch:
    """The phase that the round is in; of one that has ended, its end."""
    found = stretches(round, now)
    return next((one for one in found if one.state == "now"), found[-1])
