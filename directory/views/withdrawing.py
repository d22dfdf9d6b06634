"""Ending a profile, and what its address answers from then on."""

from datetime import datetime
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.permissions import is_owner
from directory.reporting_forms import WithdrawForm
from directory.services import withdrawing
from directory.views.freshness import kept_or_404
from portal.accounts.models import User
from portal.accounts.views import members_page


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
@reauthentication_required(app="allauth.account", enabled=lambda request: request.method == "POST")
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells an owner plainly what goes and what stays; their name for it, written once more, ends the profile."""
    organisation, person = kept_or_404(request, slug), cast("User", request.user)
    if not is_owner(person, organisation):
        raise Http404
    form = WithdrawForm(organisation, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdrawing.withdraw(organisation, by=person)
        except withdrawing.NotAllowed:
            raise Http404 from None
        messages.success(request, _("The profile has ended, and what stood in it is erased."))
        return redirect("accounts:my_pages")
    alone, shared = withdrawing.initiatives_of(organisation)
    context = {
        "organisation": organisation,
        "form": form,
        "alone": [initiative for initiative in alone if not withdrawing.was_never_public(initiative)],
        "shared": shared,
        "offers": organisation.support_offers.all(),
        "others": organisation.memberships.exclude(user=person).select_related("user"),
    }
    return render(request, "directory/withdraw.html", context)


def gone(request: HttpRequest, day: datetime) -> HttpResponse:
    return render(request, "directory/gone.html", {"day": day}, status=410)
