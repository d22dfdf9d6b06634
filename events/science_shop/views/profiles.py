"""A researcher's own profile under My pages, and the coordinators' list of those who wait."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.views.numbers import number
from events.science_shop import fitting
from events.science_shop.models import Researcher
from events.science_shop.models.rounds import COORDINATES_ALL
from events.science_shop.profile_forms import ProfileForm
from events.science_shop.queries import own_takings
from events.science_shop.services import researchers, taking
from events.science_shop.views.coordinating.access import coordinating_crumbs, coordinators_page
from portal.accounts.models import User
from portal.accounts.views import members_page

FITTING = 12
PER_PAGE = 50


def _own(request: HttpRequest) -> Researcher | None:
    own = Researcher.objects.filter(user=cast("User", request.user))
    return own.prefetch_related("fields", "tagged__tag").first()


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def my_profile(request: HttpRequest) -> HttpResponse:
    """How it stands with one's profile, what one works on, where one is named, and the questions that fit."""
    if (own := _own(request)) is None:
        return redirect("science_shop:edit_profile")
    if request.method == "POST":
        if taking.take_name_away(own, number(request.POST.get("taking", "")) or 0):
            messages.success(request, _("Your name stands there no longer."))
        return redirect("science_shop:my_profile")
    context = {
        "researcher": own,
        "takings": own_takings(own),
        "named": own.takings.filter(shows_name=True).select_related("question").order_by("-taken_at"),
        "fits": fitting.questions_for(own, limit=FITTING),
    }
    return render(request, "science_shop/my_profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def edit_profile(request: HttpRequest) -> HttpResponse:
    own = _own(request)
    was_confirmed = bool(own and own.is_confirmed)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=own)
    if form.is_bound and form.is_valid():
        written = form.cleaned_data
        try:
            saved = researchers.save_profile(
                cast("User", request.user), form.values, fields=written["fields_of_research"], tags=written["tags"]
            )
        except researchers.AccountGone:
            # There is nobody any more: this leads to where one signs in.
            return redirect("science_shop:my_profile")
        except researchers.OrcidTaken:
            form.add_error("orcid", _("Somebody else has said that this ORCID is theirs. Write to us if it is yours."))
        else:
            messages.success(request, _said_of(saved))
            return redirect("science_shop:my_profile")
    context = {"form": form, "is_new": own is None, "is_confirmed": was_confirmed}
    return render(request, "science_shop/edit_profile.html", context, status=422 if form.errors else 200)


def _said_of(saved: Researcher) -> str:
    if not saved.is_confirmed:
        return _("Saved. A coordinator looks at it, and you get a mail.")
    return _("Saved. This is how others see it.") if saved.is_public else _("Saved. Only the coordinators see it.")


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
def delete_profile(request: HttpRequest) -> HttpResponse:
    if (own := _own(request)) is None:
        raise Http404
    if request.method == "POST":
        researchers.delete(own)
        messages.success(request, _("Your researcher profile is deleted."))
        return redirect("accounts:my_pages")
    return render(request, "science_shop/delete_profile.html", {"takings": own_takings(own)})


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_page
def waiting_researchers(request: HttpRequest) -> HttpResponse:
    """For those who coordinate all: who waits, and who is confirmed; each with one button."""
    if not request.user.has_perm(COORDINATES_ALL):
        raise Http404
    if request.method == "POST":
        _answer(request)
        return redirect("science_shop:waiting_researchers")
    everybody = Researcher.objects.select_related("user").prefetch_related("fields", "tagged__tag")
    confirmed = everybody.confirmed().order_by("-confirmed_at", "pk")
    context: dict[str, Any] = {
        "waiting": everybody.waiting().order_by("created_at", "pk")[:PER_PAGE],
        "page": Paginator(confirmed, PER_PAGE).get_page(request.GET.get("page")),
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/waiting_researchers.html", context)


def _answer(request: HttpRequest) -> None:
    researcher = get_object_or_404(Researcher, pk=number(request.POST.get("researcher", "")))
    by, named = cast("User", request.user), {"name": researcher.name}
    match request.POST.get("action"):
        case "confirm":
            try:
                researchers.confirm(researcher, by=by, shown=number(request.POST.get("shown", "")) or 0)
            except researchers.ChangedMeanwhile:
                messages.error(request, _("%(name)s has changed the profile meanwhile. Look at it again.") % named)
            else:
                messages.success(request, _("%(name)s is confirmed, and is told by mail.") % named)
        case "unconfirm":
            researchers.unconfirm(researcher, by=by)
            messages.success(request, _("%(name)s is no longer confirmed, and is told by mail.") % named)
        case _other:
            raise Http404
