"""Which session has passed a second factor."""

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.signals import authenticator_added, authenticator_used
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.models import User

KEY = "second_factor_of"


@receiver([authenticator_used, authenticator_added])
def remember(request: HttpRequest, user: User, **_signal: Any) -> None:
    """A code was right, at signing in or when the app was set up."""
    request.session[KEY] = user.pk


def is_missing(request: HttpRequest) -> bool:
    """Whether the portal asks for a second factor where editors work, and the person of this session has shown none."""
    return settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN and not is_passed(request)


def led_to(request: HttpRequest, *, back: str, why: str) -> HttpResponse:
    """Leads a signed-in person to where a second factor is shown, and then on; or, with a word of why, set up.

    `back` is where to go on to after what was no reading.
    """
    if is_mfa_enabled(request.user):  # ty: ignore[invalid-argument-type]
        here = request.get_full_path() if request.method == "GET" else back
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}")
    messages.info(request, why)
    return redirect("mfa_index")


def is_passed(request: HttpRequest) -> bool:
    """Whether the person of this session has, in this session, shown a second factor."""
    return request.session.get(KEY) == request.user.pk
