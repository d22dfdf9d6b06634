"""People who sign in: members, and those who work in the admin."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create a person; without a password they sign in by a code in the mail."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Create somebody who may do everything and can sign in at once (what `manage.py createsuperuser` calls)."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        user.confirm_address()
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person; the e-mail address is the user name."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)

    # Between a save's two signals: the address before it, if it changes.
    old_email: str | None = None

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_("There is an account with this address already."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def confirm_address(self) -> None:
        """Take the address as proven to be this person's: no code is asked for at the first sign-in."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.update_or_create(
            user=self, email=self.email.lower(), defaults={"verified": True, "primary": True}
        )


def display_name(user: User) -> str:
    """How a person is called on our pages."""
    return str(user)
