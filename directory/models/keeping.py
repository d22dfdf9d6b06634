"""Who keeps an organisation's profile, and who has been asked to."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisations import Organisation


class MembershipQuerySet(models.QuerySet):
    def owners(self) -> Self:
        return self.filter(role=Membership.Role.OWNER)


class Membership(models.Model):
    """A person who keeps the profile of an organisation."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        KEEPER = "keeper", _("Keeper")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="organisation_memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.KEEPER)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects: ClassVar[MembershipQuerySet] = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_per_person"),
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "keeper"]), name="membership_has_a_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.organisation}"

    @property
    def is_owner(self) -> bool:
        return self.role == Membership.Role.OWNER


class InvitationQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(accepted_at=None, expires_at__gt=timezone.now())

    def end(self) -> int:
        """Let their links lead nowhere from now on."""
        return self.update(expires_at=timezone.now())


class Invitation(models.Model):
    """A mailed request to keep a profile. Of the link's secret only a hash is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=8, choices=Membership.Role.choices, default=Membership.Role.KEEPER)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        indexes = [models.Index(Lower("email"), name="invitations_by_address")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["owner", "keeper"]), name="invitation_has_a_known_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.expires_at > timezone.now()
