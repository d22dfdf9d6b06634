"""The words by which meetups and registrations are told apart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SCIENCE_SHOP = "science-shop", _("Science-shop meetup")
    WORKSHOP = "workshop", _("Workshop")
    LECTURE = "lecture", _("Lecture")
    NETWORK = "network", _("Network meeting")
    OTHER = "other", _("Other meetup")


class Way(models.TextChoices):
    """How one person takes part: each way has seats of its own."""

    ON_SITE = "on-site", _("On site")
    ONLINE = "online", _("Online")


class Setting(models.TextChoices):
    """Where a meetup takes place."""

    ON_SITE = "on-site", _("On site")
    ONLINE = "online", _("Online")
    BOTH = "both", _("On site and online")


class EventStatus(models.TextChoices):
    """Whether a meetup takes place as it was announced (schema.org's EventStatusType)."""

    SCHEDULED = "scheduled", _("As announced")
    MOVED = "moved", _("Moved")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")

    @property
    def takes_place(self) -> bool:
        return self in {EventStatus.SCHEDULED, EventStatus.MOVED}


class RegistrationMode(models.TextChoices):
    NONE = "none", _("No registration")
    OPEN = "open", _("Open to all, as long as there are seats")
    APPROVAL = "approval", _("The host says yes or no to each")
    ELSEWHERE = "elsewhere", _("On another site")


class RegistrationStatus(models.TextChoices):
    """From the form to the end. `HOLDS_SEATS` says which of them count as taken."""

    HELD = "held", _("Not confirmed yet")
    UNCONFIRMED = "unconfirmed", _("Not confirmed yet, without a seat")
    APPLIED = "applied", _("Waits for the host's answer")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("Offered a seat")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Not confirmed in time")
    DECLINED = "declined", _("Declined by the host")


HOLDS_SEATS = (RegistrationStatus.HELD, RegistrationStatus.OFFERED, RegistrationStatus.CONFIRMED)
ACTIVE = (*HOLDS_SEATS, RegistrationStatus.UNCONFIRMED, RegistrationStatus.APPLIED, RegistrationStatus.WAITING)
# Those whose address is shown to be theirs, and who count on the meetup: they are told when it changes.
TOLD = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.OFFERED,
    RegistrationStatus.WAITING,
    RegistrationStatus.APPLIED,
)
