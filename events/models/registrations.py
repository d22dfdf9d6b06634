"""Those who registered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models.common import Person
from events.models.meetups import Event
from events.models.programme import Question
from events.models.seats import SeatPool
from events.models.vocabulary import ACTIVE, HOLDS_SEATS, TOLD, EventStatus, RegistrationStatus


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user: Person) -> Self:
        """Those of the meetups that `user` manages."""
        return self.filter(event__in=Event.objects.managed_by(user))

    def active(self) -> Self:
        return self.filter(status__in=ACTIVE)

    def holding_seats(self) -> Self:
        return self.filter(status__in=HOLDS_SEATS)

    def in_turn(self) -> Self:
        """For nobody else to change until the transaction ends; the meetups that they lean on are left free.

        Whoever publishes holds a meetup's row and then wants its seats, so whoever has seats must not want that row.
        """
        return self.select_for_update(of=("self",))

    def told(self) -> Self:
        """Those who are told when the meetup changes."""
        return self.filter(status__in=TOLD, erased_at=None)

    def confirmed(self) -> Self:
        """Those who have seats and count on them, and whose names are still kept."""
        return self.filter(status=RegistrationStatus.CONFIRMED, erased_at=None)

    def came(self) -> Self:
        """Of one meetup's, those who were there; where nobody was checked in, everybody with a seat."""
        seated = self.confirmed()
        checked_in = CheckIn.objects.filter(registration__in=seated)
        return seated.filter(pk__in=checked_in.values("registration")) if checked_in.exists() else seated

    def in_line(self) -> Self:
        """Those who wait, in their order."""
        return self.filter(status=RegistrationStatus.WAITING).order_by("queued_at", "pk")

    def late(self, now: datetime) -> Self:
        """Those who did not answer within their time. Of what does not take place nothing can be answered."""
        asked = (RegistrationStatus.HELD, RegistrationStatus.UNCONFIRMED, RegistrationStatus.OFFERED)
        off = Q(event__live=False) | Q(event__status__in=[status for status in EventStatus if not status.takes_place])
        return self.filter(status__in=asked, held_until__lt=now).exclude(off, status=RegistrationStatus.OFFERED)

    def of_addresses(self, addresses: Iterable[str]) -> Self:
        return self.filter(email_key__in=[address.casefold() for address in addresses])

    def with_people(self) -> Self:
        return self.select_related("pool").prefetch_related("companions", "check_ins")


@dataclass(frozen=True)
class Attendee:
    """One person of a registration: seat 0 is who registered, the others are companions."""

    registration: "Registration"
    seat: int
    name: str
    checked_in_at: datetime | None


class Registration(models.Model):
    """A person and those whom they bring, from the form to the day when who it was is erased."""

    Status = RegistrationStatus
    ACTIVE: ClassVar = ACTIVE

    wagtail_reference_index_ignore = True

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("meetup"))
    pool = models.ForeignKey(SeatPool, on_delete=models.PROTECT, related_name="registrations", verbose_name=_("seats"))
    # In the link that the mails carry, signed: 128 random bits, which lead nowhere without the portal's secret.
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    # What tells one person from another: two people may share an address, none has two seats.
    name_key = models.CharField(max_length=200, blank=True, editable=False)
    email_key = models.CharField(max_length=254, blank=True, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=2, default="sv")
    status = models.CharField(_("status"), max_length=12, choices=RegistrationStatus.choices)
    seats = models.PositiveSmallIntegerField(_("number of people"), default=1)
    # The sentence by which the person was told what is kept, why and until when.
    purpose = models.TextField(_("purpose"), blank=True, editable=False)
    # A host's own words.
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_added_by_host = models.BooleanField(_("added by the host"), default=False)
    created_at = models.DateTimeField(_("registered"))
    # Until when an answer is waited for; of those who have given it, until when it was.
    held_until = models.DateTimeField(_("seat held until"))
    # When its link was last mailed because somebody asked by the form.
    asked_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    queued_at = models.DateTimeField(_("on the waiting list since"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)
    thanked_at = models.DateTimeField(null=True, editable=False)
    # The number of the announcement that this person knows.
    told_sequence = models.PositiveIntegerField(null=True, editable=False)
    needs_erased_at = models.DateTimeField(null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)

    objects: ClassVar[RegistrationQuerySet] = RegistrationQuerySet.as_manager()

    companions: Any
    check_ins: Any
    answers: Any

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("created_at", "pk")
        default_permissions = ()
        indexes = [
            models.Index(fields=["status", "held_until"], name="registrations_to_release"),
            models.Index(
                fields=["pool", "queued_at", "id"], condition=Q(status="waiting"), name="registrations_in_line"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key", "name_key"],
                condition=Q(status__in=ACTIVE, erased_at__isnull=True),
                name="one_active_registration_per_person",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="registration_of_somebody"),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(queued_at__isnull=False), name="whoever_waits_has_a_place_in_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.name}"

    @property
    def is_active(self) -> bool:
        return self.status in ACTIVE

    @property
    def can_be_changed(self) -> bool:
        """Whether the person can still have it otherwise: until the meetup begins."""
        return self.is_active and self.event.takes_place and timezone.now() < self.event.starts_at

    @property
    def holds_seats(self) -> bool:
        return self.status in HOLDS_SEATS

    @property
    def is_unanswered(self) -> bool:
        """Whether somebody else has invited them, and they have not said yes: hosts are not told who it is."""
        return self.is_added_by_host and self.confirmed_at is None

    @property
    def name_for_hosts(self) -> str:
        if not self.is_unanswered:
            return self.name
        is_asked = self.status == RegistrationStatus.OFFERED
        return gettext("Invited, has not answered") if is_asked else gettext("Invited, has not said yes")

    @property
    def email_for_hosts(self) -> str:
        return "" if self.is_unanswered else self.email

    @property
    def people(self) -> list[Attendee]:
        """Who registered, and those whom they bring; see `with_people`."""
        seen = {check_in.seat: check_in.at for check_in in self.check_ins.all()}
        names = {0: self.name} | {companion.seat: companion.name for companion in self.companions.all()}
        return [Attendee(self, seat, names.get(seat, ""), seen.get(seat)) for seat in range(self.seats)]

    @property
    def place_in_line(self) -> int:
        """How many parties are before it in the line, and itself."""
        before = Q(queued_at__lt=self.queued_at) | Q(queued_at=self.queued_at, pk__lte=self.pk)
        return Registration.objects.in_line().filter(before, pool=self.pool_id).count()


class Companion(models.Model):
    """Somebody whom a registered person brings, in a seat from 1 on."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="companions")
    seat = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        ordering = ("registration", "seat")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["registration", "seat"], name="one_companion_in_a_seat"),
            models.CheckConstraint(condition=Q(seat__gte=1), name="companion_sits_beside"),
        ]

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """What a registered person answered to a question, whatever becomes of the question."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="answers")
    label = models.CharField(max_length=200)
    value = models.JSONField()
    is_sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ("registration", "question__sort_order", "pk")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="one_answer_to_a_question")]

    def __str__(self) -> str:
        return self.label

    @property
    def in_words(self) -> str:
        if isinstance(self.value, bool):
            return str(_("Yes") if self.value else _("No"))
        return ", ".join(map(str, self.value)) if isinstance(self.value, list) else str(self.value)


class CheckIn(models.Model):
    """That the person in a seat has come: once, however often it is said."""

    wagtail_reference_index_ignore = True

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="check_ins")
    seat = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ("registration", "seat")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["registration", "seat"], name="checked_in_once")]

    def __str__(self) -> str:
        return f"{self.registration}: {self.seat}"
