"""By what two entries of one organisation are known: beside the organisation, so that no revision sets it back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.organisations import Organisation


def _filled(name: str) -> models.Index:
    return models.Index(fields=[name], condition=~models.Q(**{name: ""}), name=f"organisations_by_{name}")


class OrganisationKeys(models.Model):
    """What is compared: normalised names (one a line), the website's own domain, the number, the phone in E.164."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="keys")
    names = models.TextField()
    domain = models.CharField(max_length=253, blank=True)
    number = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    # Whether the job has looked for likely duplicates since they last changed.
    is_compared = models.BooleanField(default=False)

    class Meta:
        indexes = [
            _filled("domain"),
            _filled("number"),
            _filled("phone"),
            models.Index(fields=["organisation"], condition=models.Q(is_compared=False), name="keys_to_compare"),
        ]

    def __str__(self) -> str:
        return self.names


class LikelyPair(models.Model):
    """Two entries that may be of one organisation, and whether an editor has said that they are not."""

    first = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    # What is alike, as `directory.likeness` names it; separated by blanks.
    alike = models.CharField(max_length=40)
    is_distinct = models.BooleanField(default=False)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("likely duplicate")
        verbose_name_plural = _("likely duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_row_per_likely_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="likely_pair_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
