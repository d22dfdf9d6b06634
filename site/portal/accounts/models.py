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


class Erasure(models.Model):
    """That somebody's data was erased, and when. Of the address only a keyed hash is kept.

    So that neither a file nor a restored copy of the database brings the person back (`own_data`).
    """

    mark = models.CharField(max_length=64, db_index=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), editable=False)

    class Meta:
        verbose_name = _("erasure of a person's data")
        verbose_name_plural = _("erasures of people's data")
        # Adding one is answering a request; nothing else is ever done to it by hand.
        default_permissions = ("add",)
        constraints = [models.UniqueConstraint(fields=["mark", "erased_at"], name="an_erasure_stands_once")]

    def __str__(self) -> str:
        return f"{self.erased_at:%Y-%m-%d}"


class OwnDataLink(models.Model):
    """A mailed link to what is kept about whoever reads the mail of `address`. Of its secret only a hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    address = models.EmailField(_("e-mail address"))
    expires_at = models.DateTimeField(_("the link ends"))

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.expires_at:%Y-%m-%d}"
