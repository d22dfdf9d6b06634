"""Meetups, their seats, and those who registered."""

from events.models.announcements import Announcement, AnnouncementQuerySet
from events.models.meetups import Event, EventQuerySet
from events.models.programme import AgendaItem, EventOrganiser, EventTag, Material, Question, Series
from events.models.registrations import Answer, Attendee, CheckIn, Companion, Registration, RegistrationQuerySet
from events.models.seats import SeatPool, SeatPoolQuerySet
from events.models.vocabulary import EventStatus, Kind, RegistrationMode, RegistrationStatus, Setting, Way

__all__ = [
    "AgendaItem",
    "Announcement",
    "AnnouncementQuerySet",
    "Answer",
    "Attendee",
    "CheckIn",
    "Companion",
    "Event",
    "EventOrganiser",
    "EventQuerySet",
    "EventStatus",
    "EventTag",
    "Kind",
    "Material",
    "Question",
    "Registration",
    "RegistrationMode",
    "RegistrationQuerySet",
    "RegistrationStatus",
    "SeatPool",
    "SeatPoolQuerySet",
    "Series",
    "Setting",
    "Way",
]
