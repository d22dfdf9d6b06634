"""The answer to an invitation to keep a profile."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.models import Invitation
from directory.services import keeping
from portal.plugins.http import same_origin_required

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button accepts. The token in the address is the secret."""
    found = get_object_or_404(Invitation.objects.select_related("organisation"), token_hash=keeping.token_hash(token))
    user = request.user if request.user.is_authenticated else None
    state = _state(found, user)
    status = 200
    if request.method == "POST":
        meant = request.POST.get("account", "")
        try:
            membership = keeping.accept(
                found,
                by=user,  # ty: ignore[invalid-argument-type]
                with_this_account=bool(user) and meant == str(user.pk),
            )
        except keeping.NotOpen:
            state, status = "closed", 410
        except keeping.AnotherPerson:
            state, status = "another", 403
        except keeping.SignInFirst:
            state, status = "sign-in", 403
        else:
            if user is None:
                login(request, membership.user, backend=BACKEND)
            messages.success(request, _("Thank you! You now keep this profile."))
            return _without_referrer(redirect("directory:edit", found.organisation.slug))
    elif state == "closed":
        status = 410
    context = {"invitation": found, "state": state}
    return _without_referrer(render(request, "directory/invitation.html", context, status=status))


def _state(invitation: Invitation, user: Any) -> str:
    if not invitation.is_open:
        return "closed"
    if user is not None:
        return "open" if user.email.lower() == invitation.email.lower() else "another"
    return "sign-in" if keeping.has_account(invitation) else "open"


def _without_referrer(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response
