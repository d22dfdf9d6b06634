"""Contact persons of organisations, and that they have said yes to being shown."""

from typing import ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

only_phone = RegexValidator(r"^[0-9+() –-]{5,}$", _("Write the number with digits, for example 040-12 34 56."))


class ContactQuerySet(models.QuerySet):
    def with_consent(self) -> Self:
        """Know of each whether their yes holds, in the one query."""
        given = ContactConsent.objects.filter(
            organisation=models.OuterRef("organisation"), person=models.OuterRef("key"), withdrawn_at=None
        )
        return self.annotate(has_consent=models.Exists(given))


class ContactPerson(Orderable):
    """Somebody to turn to.

    Purpose: that people reach the organisation, and the portal its keepers. Kept until the person is taken
    out of the profile; then also the profile's history forgets them (`services.contacts`).
    """

    organisation = ParentalKey("Organisation", on_delete=models.CASCADE, related_name="contacts")
    # The same in every version of the profile, so that a withdrawn consent holds for the old ones too.
    key = models.UUIDField(default=uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("For example: chair, coordinator."))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True, validators=[only_phone])
    is_public = models.BooleanField(
        _("has said yes to being shown to everybody"),
        default=False,
        help_text=_("Without a yes only you who keep the profile and the editors see the person."),
    )

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="contact_has_a_name"),
            models.UniqueConstraint(fields=["organisation", "key"], name="contact_stands_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ContactConsent(models.Model):
    """That a contact person has said yes, and when. Beside the profile, so that no version sets it back."""

    organisation = models.ForeignKey("Organisation", models.CASCADE, related_name="consents")
    person = models.UUIDField(unique=True)
    given_at = models.DateTimeField(_("consent given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("consent withdrawn"), blank=True, null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, blank=True, null=True, related_name="+")

    class Meta:
        verbose_name = _("consent of a contact person")
        verbose_name_plural = _("consents of contact persons")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_is_given_before_it_is_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.given_at:%Y-%m-%d}"
