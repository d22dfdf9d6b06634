"""What people say is wrong in the directory."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.common import Entry, Person
from directory.models.initiatives import Initiative
from directory.models.offers import SupportOffer
from directory.models.organisations import Organisation


class ErrorReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state__in=ErrorReport.OPEN)

    def kept_by(self, user: Person) -> Self:
        """Those about what `user` keeps."""
        return self.filter(
            models.Q(organisation__in=Organisation.objects.kept_by(user).values("pk"))
            | models.Q(initiative__in=Initiative.objects.kept_by(user).values("pk"))
            | models.Q(support_offer__in=SupportOffer.objects.kept_by(user).values("pk"))
        )

    def with_entries(self) -> Self:
        return self.select_related("organisation", "initiative", "support_offer__organisation")


class ErrorReport(models.Model):
    """Somebody says that something is wrong.

    `email` is kept to answer and for nothing else: it goes with the answer, or when none has come in time
    (`services.reports`).
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_PROGRESS = "in-progress", _("In progress")
        CORRECTED = "corrected", _("Corrected")
        NO_ERROR = "no-error", _("Not an error")

    OPEN = (State.NEW, State.IN_PROGRESS)
    SETTLED = (State.CORRECTED, State.NO_ERROR)

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="error_reports")
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, related_name="error_reports")
    support_offer = models.ForeignKey(SupportOffer, models.CASCADE, null=True, related_name="error_reports")
    text = models.TextField(_("what is wrong"), max_length=1000)
    email = models.EmailField(_("e-mail for the answer"), blank=True)
    state = models.CharField(_("state"), max_length=11, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken up"), null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(_("answer"), max_length=1000, blank=True)

    objects: ClassVar[ErrorReportQuerySet] = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=["new", "in-progress"]),
                name="reports_that_are_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, initiative=None, support_offer=None)
                | models.Q(organisation=None, initiative__isnull=False, support_offer=None)
                | models.Q(organisation=None, initiative=None, support_offer__isnull=False),
                name="report_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["new", "in-progress"], settled_at=None)
                | models.Q(state__in=["corrected", "no-error"], settled_at__isnull=False, email=""),
                name="settled_report_has_its_day_and_no_address",
            ),
        ]

    def __str__(self) -> str:
        return str(self.entry)

    @property
    def entry(self) -> Entry:
        """What it is about."""
        return self.organisation or self.initiative or self.support_offer  # ty: ignore[invalid-explicit-return]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN
