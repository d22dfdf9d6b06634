"""When and where a meetup takes place, as those registered have been told."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.meetups import Event, hours_between
from events.models.vocabulary import EventStatus


class AnnouncementQuerySet(models.QuerySet):
    def latest_of(self, event: Event) -> "Announcement | None":
        return self.filter(event=event).order_by("-sequence").first()

    def of_number(self, event: Event, sequence: int) -> Self:
        return self.filter(event=event, sequence=sequence)


class Announcement(models.Model):
    """One state of a meetup that matters to those who come, numbered as iCalendar's SEQUENCE (RFC 5545, 3.8.7.4).

    A new one begins when the meetup is published with another time, place or status, or withdrawn.
    """

    wagtail_reference_index_ignore = True
    # What makes a new number.
    TOLD: ClassVar = ("status", "starts_at", "ends_at", "where", "address")

    event = models.ForeignKey(Event, models.CASCADE, related_name="announcements", verbose_name=_("meetup"))
    sequence = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=EventStatus.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    where = models.CharField(max_length=400, blank=True)
    address = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ("event", "sequence")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["event", "sequence"], name="announcements_are_numbered")]

    def __str__(self) -> str:
        return f"{self.event}: {self.sequence}"

    @property
    def hours(self) -> str:
        return hours_between(self.starts_at, self.ends_at)
