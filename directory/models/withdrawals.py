"""Organisations that have left the directory: what is kept of them, so that their addresses can say so."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Withdrawal(models.Model):
    """A profile that its owner has ended. All else of it is erased."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), max_length=120)
    # So that an import does not bring it back.
    source_id = models.CharField(max_length=60, blank=True, db_index=True)
    withdrawn_at = models.DateTimeField(_("ended"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("ended profile")
        verbose_name_plural = _("ended profiles")
        ordering = ["-withdrawn_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class GoneAddress(models.Model):
    """Where an organisation was that has been merged into another, which has gone since."""

    slug = models.SlugField(max_length=120, unique=True)
    source_id = models.CharField(max_length=60, blank=True, db_index=True)
    gone_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.slug
