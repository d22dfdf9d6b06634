"""Meetups, their seats, and those who registered."""

from events.models.meetups import Event, EventOrganiser, EventQuerySet, EventTag, Kind, Way
from events.models.seats import Registration, RegistrationQuerySet, SeatPool

__all__ = [
    "Event",
    "EventOrganiser",
    "EventQuerySet",
    "EventTag",
    "Kind",
    "Registration",
    "RegistrationQuerySet",
    "SeatPool",
    "Way",
]
