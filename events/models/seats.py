"""Seats, and those who registered for them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from directory.models.common import Person
from events.models.meetups import Event, Way


class SeatPoolQuerySet(models.QuerySet):
    def take(self, number: int = 1) -> bool:
        """Take seats if there are enough, in one statement that no other can come between."""
        return self.filter(capacity__gte=F("taken") + number).update(taken=F("taken") + number) == 1

    def give_back(self, number: int = 1) -> None:
        self.update(taken=F("taken") - number)

    def resize(self, capacity: int) -> None:
        """Set the number of seats; never below those taken."""
        self.update(capacity=Greatest(capacity, F("taken")))


class SeatPool(models.Model):
    """The seats of one event in one way of taking part."""

    wagtail_reference_index_ignore = True

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="pools", verbose_name=_("meetup"))
    way = models.CharField(_("way of taking part"), max_length=10, choices=Way.choices)
    capacity = models.PositiveIntegerField(_("seats"), default=0)
    taken = models.PositiveIntegerField(_("seats taken"), default=0)

    objects: ClassVar[SeatPoolQuerySet] = SeatPoolQuerySet.as_manager()

    registrations: Any

    class Meta:
        verbose_name = _("seats")
        verbose_name_plural = _("seats")
        ordering = ("event", "way")
        constraints = [
            models.UniqueConstraint(fields=["event", "way"], name="one_pool_per_way"),
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("capacity")), name="never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.taken}/{self.capacity}"

    @property
    def free(self) -> int:
        return self.capacity - self.taken


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> "RegistrationQuerySet":
        """Those of the meetups that `user` manages."""
        return self.filter(event__in=Event.objects.managed_by(user))

    def active(self) -> "RegistrationQuerySet":
        return self.filter(status__in=Registration.ACTIVE)

    def of_addresses(self, addresses: Iterable[str]) -> "RegistrationQuerySet":
        return self.filter(email_key__in=[address.casefold() for address in addresses])


class Registration(models.Model):
    """One person's seat, from the form to the day when who it was is erased."""

    class Status(models.TextChoices):
        HELD = "held", _("Not confirmed yet")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")
        EXPIRED = "expired", _("Never confirmed")

    ACTIVE = (Status.HELD, Status.CONFIRMED)

    wagtail_reference_index_ignore = True

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("meetup"))
    pool = models.ForeignKey(SeatPool, on_delete=models.CASCADE, related_name="registrations", verbose_name=_("seats"))
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # What tells one person from another: two people may share an address, none has two seats.
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=2, default="sv")
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.HELD)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # The sentence by which the person was told what is kept, why and until when.
    purpose = models.TextField(_("purpose"), blank=True, editable=False)
    created_at = models.DateTimeField(_("registered"))
    held_until = models.DateTimeField(_("seat held until"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects: ClassVar[RegistrationQuerySet] = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("created_at", "pk")
        default_permissions = ()
        indexes = [models.Index(fields=["status", "held_until"], name="registrations_to_release")]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key", "name_key"],
                condition=Q(status__in=("held", "confirmed"), erased_at__isnull=True),
                name="one_active_registration_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.name}"
