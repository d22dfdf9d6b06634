"""That the portal asks whether a profile is still right: a row beside the organisation, of the portal's own."""

from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisations import Organisation


class FreshnessCheckQuerySet(models.QuerySet):
    def for_editors(self) -> Self:
        """Those that no owner answers for: asked twice in vain, or nobody is there to ask."""
        return self.filter(models.Q(asked_at=None) | models.Q(reminded_at__isnull=False))


class FreshnessCheck(models.Model):
    """An open question: is this still right? It ends, and goes, with a confirmation or a change."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="freshness_check")
    since = models.DateTimeField(_("out of date since"), default=timezone.now)
    # When the owners were asked; never, where the profile has none.
    asked_at = models.DateTimeField(_("asked"), null=True)
    reminded_at = models.DateTimeField(_("asked again"), null=True)

    objects: ClassVar[FreshnessCheckQuerySet] = FreshnessCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile to be confirmed")
        verbose_name_plural = _("profiles to be confirmed")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reminded_at=None) | models.Q(asked_at__isnull=False),
                name="owners_are_reminded_of_what_they_were_asked",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)
