"""The seats of a meetup: how many there are, how many are taken, how many parties wait."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from events.models.meetups import Event
from events.models.vocabulary import HOLDS_SEATS, RegistrationStatus, Way


class SeatPoolQuerySet(models.QuerySet):
    def take(self, number: int = 1) -> bool:
        """Take seats if there are enough and nobody waits, in one statement that no other can come between."""
        return self.filter(waiting=0).take_for_the_first(number)

    def take_for_the_first(self, number: int) -> bool:
        """Take seats for those whose turn it is, or who are in already: before everybody who waits."""
        return self.filter(capacity__gte=F("taken") + number).update(taken=F("taken") + number) == 1

    def has_room(self, number: int = 1) -> bool:
        """Whether a newcomer could take so many now."""
        return self.filter(waiting=0, capacity__gte=F("taken") + number).exists()

    def give_back(self, number: int = 1) -> None:
        self.update(taken=F("taken") - number)

    def resize(self, capacity: int) -> None:
        """Set the number of seats; never below those taken."""
        self.update(capacity=Greatest(capacity, F("taken")))

    def wait(self, parties: int = 1) -> None:
        """Count a party more in the line, or (-1) fewer."""
        self.update(waiting=F("waiting") + parties)

    def miscounted(self) -> Self:
        """Those whose numbers are not what the registrations take, in one reading."""
        people = Sum("registrations__seats", filter=Q(registrations__status__in=HOLDS_SEATS), default=0)
        parties = Count("registrations", filter=Q(registrations__status=RegistrationStatus.WAITING))
        return self.annotate(people=people, parties=parties).exclude(people=F("taken"), parties=F("waiting"))

    def in_turn(self) -> Self:
        """For nobody else to change until the transaction ends; always in one order, so that two never wait for each
        other."""
        return self.select_for_update().order_by("pk")


class SeatPool(models.Model):
    """The seats of one event in one way of taking part.

    `taken` counts the people of the registrations that hold seats, `waiting` the parties in the line.
    """

    wagtail_reference_index_ignore = True

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="pools", verbose_name=_("meetup"))
    way = models.CharField(_("way of taking part"), max_length=10, choices=Way.choices)
    capacity = models.PositiveIntegerField(_("seats"), default=0)
    taken = models.PositiveIntegerField(_("seats taken"), default=0)
    waiting = models.PositiveIntegerField(_("parties that wait"), default=0)

    objects: ClassVar[SeatPoolQuerySet] = SeatPoolQuerySet.as_manager()

    registrations: Any

    class Meta:
        verbose_name = _("seats")
        verbose_name_plural = _("seats")
        ordering = ("event", "way")
        constraints = [
            models.UniqueConstraint(fields=["event", "way"], name="one_pool_per_way"),
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("capacity")), name="never_oversold"),
            models.CheckConstraint(condition=Q(waiting__gte=0), name="nobody_less_than_nobody_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.taken}/{self.capacity}"

    @property
    def free(self) -> int:
        return self.capacity - self.taken

    @property
    def free_for_newcomers(self) -> int:
        """The seats that anybody can have: while others wait, what is free is kept for them."""
        return 0 if self.waiting else self.free

    @property
    def is_open(self) -> bool:
        """Whether a newcomer can have a seat: nobody overtakes those who wait."""
        return self.free_for_newcomers > 0

    def fits(self, seats: int) -> bool:
        """Whether a party of so many could ever have seats: one that never can would keep all others waiting."""
        return seats == 1 or seats <= self.capacity
