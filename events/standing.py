"""What holds for a registration now, in words for the one who made it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.models import Event, EventStatus, Registration, RegistrationMode


@dataclass(frozen=True)
class Standing:
    """A notice: its kind (info, done, waiting, stop), what holds, and what that means."""

    kind: str
    heading: str
    text: str = ""


def standing_of(registration: Registration) -> Standing:
    """The one thing that the person needs to know."""
    if registration.erased_at:
        return Standing("done", _("The registration is erased"), _("We keep neither name nor address."))
    if registration.is_active and not registration.event.takes_place:
        return _called_off(registration.event)
    if registration.is_active and registration.event.is_past:
        return Standing("info", _("The meetup is over"))
    return WORDS[Registration.Status(registration.status)](registration)


def rule_of(event: Event) -> str:
    """In what order those who wait have seats."""
    sentences = [
        _("Seats go in the order in which people have confirmed their mail."),
        _("Those who come together have seats together, or wait together.") if event.most_companions else "",
        _("Nobody overtakes: what is free meanwhile is kept for the first."),
        ngettext(
            "When it is your turn we write to you, and keep the seat for you for %(hours)d hour.",
            "When it is your turn we write to you, and keep the seat for you for %(hours)d hours.",
            event.hours_to_claim,
        )
        % {"hours": event.hours_to_claim},
    ]
    return " ".join(filter(None, sentences))


def moment_in_words(moment: datetime) -> str:
    """ "Wednesday 2 December at 14:30"; the hour alone when it is today."""
    local = timezone.localtime(moment)
    clock = date_format(local, pgettext("format of the time of day", "H:i"))
    if local.date() == timezone.localdate():
        return _("%(time)s today") % {"time": clock}
    return _("%(day)s at %(time)s") % {"day": date_format(local, "l j F"), "time": clock}


def _called_off(event: Event) -> Standing:
    if event.live and event.status == EventStatus.POSTPONED:
        text = _("We write to you when there is a new date. Your registration stands.")
        return Standing("waiting", _("The meetup is postponed"), f"{event.status_note} {text}".strip())
    return Standing("stop", _("The meetup is cancelled"), event.status_note)


def _held(registration: Registration) -> Standing:
    heading = ngettext("Confirm your seat", "Confirm your seats", registration.seats)
    if registration.held_until < timezone.now():
        return Standing("waiting", heading, _("The half hour is over, but nobody else has taken it yet."))
    values = {"people": registration.seats, "moment": moment_in_words(registration.held_until)}
    words = ngettext(
        "We hold it for you until %(moment)s.", "We hold %(people)d seats for you until %(moment)s.", values["people"]
    )
    return Standing("waiting", heading, words % values)


def _unconfirmed(registration: Registration) -> Standing:
    if registration.event.registration == RegistrationMode.APPROVAL:
        text = _("Then the host reads it and answers by mail.")
    else:
        text = _("Then you have your place in the line, or a seat if one is free by then.")
    return Standing("waiting", _("Confirm that it was you"), text)


def _applied(registration: Registration) -> Standing:
    return Standing("waiting", _("The host has your application"), _("The answer comes by mail."))


def _waiting(registration: Registration) -> Standing:
    place, pool, people = registration.place_in_line, registration.pool, registration.seats
    heading = _("You are number %(place)d in the line") % {"place": place}
    if registration.event.starts_at <= timezone.now():
        return Standing("info", heading, _("The meetup has begun, and no seat became free in time."))
    values = {"free": pool.free, "people": people, "before": place - 1, "capacity": pool.capacity}
    if not pool.fits(people):
        words = _("There are %(capacity)d seats in all, and you are %(people)d. Bring fewer: your place stays yours.")
    elif place == 1 and pool.free:
        words = ngettext(
            "%(free)d seat is free, but you are %(people)d. It is kept for you until there are enough.",
            "%(free)d seats are free, but you are %(people)d. They are kept for you until there are enough.",
            pool.free,
        )
    elif place == 1:
        words = ngettext(
            "Every seat is taken. The next that becomes free is yours.",
            "Every seat is taken. The next that become free are yours, once there are %(people)d.",
            people,
        )
    elif pool.free:
        words = ngettext(
            "%(free)d seat is free, and kept for the first in the line, who come together.",
            "%(free)d seats are free, and kept for the first in the line, who come together.",
            pool.free,
        )
    else:
        words = ngettext(
            "Every seat is taken, and %(before)d registration is before yours.",
            "Every seat is taken, and %(before)d registrations are before yours.",
            place - 1,
        )
    return Standing("waiting", heading, words % values)


def _offered(registration: Registration) -> Standing:
    heading = ngettext("There is a seat for you", "There are seats for you", registration.seats)
    words = _("We keep it for you until %(moment)s. Take it, or say no: then it goes to the next.")
    return Standing("waiting", heading, words % {"moment": moment_in_words(registration.held_until)})


def _confirmed(registration: Registration) -> Standing:
    words = ngettext("The seat is yours", "You have %(people)d seats", registration.seats)
    return Standing("done", words % {"people": registration.seats}, _("Welcome! All you need is in the mail."))


def _cancelled(registration: Registration) -> Standing:
    # By the person or by a host.
    return Standing("info", _("Your registration is cancelled"), _("Now there is room for somebody else."))


def _expired(registration: Registration) -> Standing:
    # One who had confirmed waited for it; one who was invited had it held.
    if registration.confirmed_at or registration.is_added_by_host:
        text = _("We did not hear from you in time, and it has gone to somebody else.")
        return Standing("stop", _("The seat that we kept for you is gone"), text)
    return Standing(
        "stop", _("The registration was not confirmed in time"), _("So it does not count, and holds no seat.")
    )


def _declined(registration: Registration) -> Standing:
    text = _("The host cannot give you a seat. Thank you for wanting to come.")
    return Standing("stop", _("No seat this time"), text)


_Status = Registration.Status
WORDS: dict[_Status, Callable[[Registration], Standing]] = {
    _Status.HELD: _held,
    _Status.UNCONFIRMED: _unconfirmed,
    _Status.APPLIED: _applied,
    _Status.WAITING: _waiting,
    _Status.OFFERED: _offered,
    _Status.CONFIRMED: _confirmed,
    _Status.CANCELLED: _cancelled,
    _Status.EXPIRED: _expired,
    _Status.DECLINED: _declined,
}
