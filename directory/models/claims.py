"""What people ask for: to keep a profile that is there, or a profile for an organisation that is not."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisations import Organisation


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting for an answer")
    SENT_BACK = "sent-back", _("Sent back")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Not answered in time")


# Those that somebody still has to do something about.
OPEN = (State.WAITING, State.SENT_BACK)


class AskedQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)


class Asked(models.Model):
    """What somebody has asked, and what was answered."""

    position = models.CharField(
        _("your part in the organisation"), max_length=80, help_text=_("For example chair, employed, volunteer.")
    )
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.WAITING)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    # When it was asked, or asked anew after having been sent back.
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[AskedQuerySet] = AskedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING


class Claim(Asked):
    """Somebody asks to keep the profile of an organisation that is in the directory."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_claims")
    message = models.TextField(
        _("message"),
        max_length=1000,
        blank=True,
        help_text=_("What helps those who answer to see that you belong to the organisation."),
    )

    class Meta:
        verbose_name = _("request to keep a profile")
        verbose_name_plural = _("requests to keep a profile")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["asked_at"], condition=models.Q(state="waiting"), name="claims_that_wait"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state="waiting"),
                name="one_open_claim_per_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "approved", "declined", "expired"]),
                name="claim_has_a_known_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"


class Application(Asked):
    """Somebody asks for a profile of an organisation that is not in the directory yet: a draft until approved."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="application")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_applications")

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(fields=["asked_at"], condition=models.Q(state="waiting"), name="applications_that_wait"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "sent-back", "approved", "declined", "expired"]),
                name="application_has_a_known_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"
