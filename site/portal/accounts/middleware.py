"""Who comes into the admin: people with business there, and they with a second factor."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import second_factor
from portal.middleware import concerns_admin


class AdminDoorMiddleware:
    """Tell who is signed in but has no business in the admin so: asking them to sign in would go round in circles."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            concerns_admin(request)
            and request.path != reverse("wagtailadmin_logout")
            and request.user.is_authenticated
            and not request.user.has_perm("wagtailadmin.access_admin")
        ):
            messages.error(request, _("Your account has no access to the editors' part."))
            return redirect("accounts:my_pages")
        return self.get_response(request)


class RequireSecondFactorMiddleware:
    """Lead a signed-in person from the admin to where a second factor is set up or, in this session, shown.

    A session from before the factor was set up, or from a way of signing in that asked for none,
    is not enough: not for any address below /admin/.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            concerns_admin(request)
            and request.path != reverse("wagtailadmin_logout")
            and request.user.is_authenticated
            and second_factor.is_missing(request)
        ):
            why = _("Set up a second step of signing in first: the admin needs it.")
            return second_factor.led_to(request, back=reverse("wagtailadmin_home"), why=why)
        return self.get_response(request)
