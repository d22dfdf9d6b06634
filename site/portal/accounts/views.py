"""Mina sidor: what a member may do."""

from collections.abc import Callable
from typing import cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.permissions import page_permission_policy

from portal.accounts import services
from portal.accounts.forms import NameForm
from portal.accounts.models import User


def _member(request: HttpRequest) -> User:
    return cast("User", request.user)


def members_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the signed-in alone, and kept in no cache."""
    return never_cache(login_required(view))


@require_safe
@members_page
def my_pages(request: HttpRequest) -> HttpResponse:
    is_editor = page_permission_policy.user_has_any_permission(_member(request), ["add", "change", "publish"])
    return render(request, "accounts/my_pages.html", {"is_editor": is_editor})


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def name(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None, instance=_member(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your name is saved."))
        return redirect("accounts:my_pages")
    return render(request, "accounts/name.html", {"form": form})


@require_safe
@members_page
def security(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/security.html", {"has_second_factor": is_mfa_enabled(_member(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
@reauthentication_required(app="allauth.account")
def delete_account(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            services.delete_account(_member(request))
        except services.OnlyAdministrator as refusal:
            messages.error(request, str(refusal))
            return redirect("accounts:delete_account")
        logout(request)
        return redirect("accounts:account_deleted")
    return render(request, "accounts/delete_account.html")


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/account_deleted.html")
