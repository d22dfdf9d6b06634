"""Which session has passed a second factor."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_used
from django.dispatch import receiver
from django.http import HttpRequest

from portal.accounts.models import User

KEY = "second_factor_of"


@receiver([authenticator_used, authenticator_added])
def remember(request: HttpRequest, user: User, **_signal: Any) -> None:
    """A code was right, at signing in or when the app was set up."""
    request.session[KEY] = user.pk


def is_passed(request: HttpRequest) -> bool:
    """Whether the person of this session has, in this session, shown a second factor."""
    return request.session.get(KEY) == request.user.pk
