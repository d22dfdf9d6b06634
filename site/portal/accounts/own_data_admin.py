"""One person's data in the admin, for a request that came by mail, phone or letter."""

import logging
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal.accounts import own_data
from portal.accounts.models import User
from portal.accounts.own_data_forms import AddressForm, EraseForm
from portal.accounts.own_data_views import as_file
from portal.plugins.personal_data import CannotErase

logger = logging.getLogger("portal.accounts")
PERMISSION = "accounts.add_erasure"


def requests(request: HttpRequest) -> HttpResponse:
    """Write an address, see what is kept, hand it over as a file or erase it. The address stands in no link."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    action = request.POST.get("action", "")
    form = AddressForm(request.POST if request.method == "POST" else None)
    erase_form = EraseForm(request.POST if action == "erase" else None)
    context: dict[str, Any] = {
        "form": form,
        "erase_form": erase_form,
        "breadcrumbs_items": [{"url": "", "label": _("Personal data")}],
    }
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["email"]
        if action == "export":
            logger.info("What is kept about a person was handed to an editor.")
            return as_file([address])
        if action == "erase" and erase_form.is_valid():
            try:
                own_data.erase(address, by=cast("User", request.user))
            except CannotErase as refusal:
                erase_form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Everything about the person is erased."))
                return redirect("own_data_requests")
        context |= {"address": address, "held": own_data.held(address)}
    return render(request, "accounts/own_data/admin.html", context)
