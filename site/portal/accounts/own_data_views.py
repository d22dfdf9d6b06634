"""What is kept about people, and why: the register, and one person's own data by a mailed link or signed in."""

import json
import logging
from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import own_data
from portal.accounts.models import User
from portal.accounts.own_data_forms import AskForm, EraseForm
from portal.accounts.views import members_page
from portal.plugins.http import same_origin_required
from portal.plugins.personal_data import CannotErase

logger = logging.getLogger("portal.accounts")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/own_data/register.html", {"holdings": own_data.holdings()})


@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The answer is the same whatever is kept about the address: only its mail says more."""
    form = AskForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            if form.is_by_a_robot:
                logger.info("A robot's question for data was dropped.")
                return redirect("own_data:mailed")
            if consume(request, action="own_data"):
                own_data.mail_link(form.cleaned_data["email"])
                return redirect("own_data:mailed")
            status = 429
            form.add_error(None, _("There have been many questions from your network. Try again in an hour."))
    return render(request, "accounts/own_data/ask.html", {"form": form}, status=status)


@require_safe
def mailed(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/own_data/mailed.html")


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mailed link leads: reading shows, only a pressed button acts."""
    if (link := own_data.find_link(token)) is None:
        return _private(render(request, "accounts/own_data/link_has_ended.html", status=404))
    form = EraseForm(request.POST if request.POST.get("action") == "erase" else None)
    if request.POST.get("action") == "export":
        return _private(as_file([link.address]))
    if form.is_bound and form.is_valid():
        try:
            own_data.erase(link.address)
        except CannotErase as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("own_data:erased")
    context = {"held": own_data.held(link.address), "address": link.address, "form": form}
    return _private(render(request, "accounts/own_data/held.html", context, status=422 if form.errors else 200))


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/own_data/erased.html")


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
@reauthentication_required(app="allauth.account")
def mine(request: HttpRequest) -> HttpResponse:
    """The same for whoever is signed in, of all addresses that they have shown to be theirs."""
    person = cast("User", request.user)
    addresses = own_data.addresses_of(person)
    form = EraseForm(request.POST if request.POST.get("action") == "erase" else None)
    if request.POST.get("action") == "export":
        return as_file(addresses)
    if form.is_bound and form.is_valid():
        try:
            own_data.erase(*addresses, by=person)
        except CannotErase as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            return redirect("own_data:erased")
    context = {"held": own_data.held(*addresses), "addresses": addresses, "form": form}
    return render(request, "accounts/own_data/mine.html", context, status=422 if form.errors else 200)


def as_file(addresses: list[str]) -> HttpResponse:
    """For the person to keep, or to take elsewhere."""
    text = json.dumps(own_data.export(*addresses), ensure_ascii=False, indent=2)
    name = _("your-data.json")
    return HttpResponse(
        text, content_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the link in the address from those that the page leads to, and from search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
