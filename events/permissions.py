"""Who may see who is registered, and which registrations are a member's own."""

from allauth.account.models import EmailAddress

from directory.models.common import Person
from events.models import Registration, RegistrationQuerySet


def own_registrations(user: Person) -> RegistrationQuerySet:
    """Those made in an address that `user` has shown to be theirs."""
    if not user.is_authenticated:
        return Registration.objects.none()
    verified = EmailAddress.objects.filter(user_id=user.pk, verified=True).values_list("email", flat=True)
    return Registration.objects.of_addresses(verified)
