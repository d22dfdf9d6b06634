"""What follows a change to an account: addresses and passwords stay with whoever owns the address."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from portal.accounts.models import User


@receiver(email_confirmed)
def forget_a_strangers_password(request: HttpRequest, email_address: EmailAddress, **_signal: Any) -> None:
    """Whoever signed up with an address chose the password; a code in the mail proves who owns the address."""
    match = request.resolver_match
    if match and match.url_name == "account_confirm_login_code":
        email_address.user.set_unusable_password()
        email_address.user.save(update_fields=["password"])


@receiver(pre_save, sender=User)
def remember_the_old_address(instance: User, update_fields: Iterable[str] | None, **_signal: Any) -> None:
    is_written = instance.pk and (update_fields is None or "email" in update_fields)
    old = User.objects.filter(pk=instance.pk).values_list("email", flat=True).first() if is_written else None
    instance.old_email = old if old and old.lower() != instance.email.lower() else None


@receiver(post_save, sender=User)
def follow_the_new_address(instance: User, **_signal: Any) -> None:
    """An administrator who changes somebody's address changes what they sign in with: the old one opens nothing."""
    if instance.old_email:
        EmailAddress.objects.filter(user=instance, email__iexact=instance.old_email).delete()
        EmailAddress.objects.filter(user=instance).exclude(email__iexact=instance.email).update(primary=False)
        instance.confirm_address()


@receiver(pre_delete, sender=User)
def leave_the_history_without_a_name(instance: User, **_signal: Any) -> None:
    """Wagtail's log calls an account by its name or address, also in the line that tells of its end."""
    of_account = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(instance.pk)
    )
    of_account.update(label="", data={})


@receiver(post_delete, sender=UserProfile)
def delete_the_portrait(instance: UserProfile, **_signal: Any) -> None:
    if instance.avatar:
        instance.avatar.delete(save=False)
