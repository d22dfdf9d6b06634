"""A registration for the one who made it: by the mailed link, or signed in, with the same pages."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.forms import ChangeForm
from events.models import Event, EventStatus, Registration
from events.permissions import own_registrations
from events.services import registering
from events.services.links import find, token_of
from events.services.seats import NoSeatLeft, RegistrationClosed
from events.standing import rule_of, standing_of
from portal.plugins.http import same_origin_required

ACTIONS = {"confirm": registering.confirm, "cancel": registering.cancel, "disown": registering.disown}
METHODS = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Pages:
    """Where a registration is for one who came by the link, or signed in."""

    here: str
    change: str
    is_signed_in: bool = False

    @classmethod
    def by_link(cls, token: str) -> "Pages":
        return cls(reverse("events:registration", args=[token]), reverse("events:change_registration", args=[token]))

    @classmethod
    def signed_in(cls, registration: Registration) -> "Pages":
        words = [registration.event.slug, registration.pk]
        return cls(reverse("events:own", args=words), reverse("events:change_own", args=words), is_signed_in=True)


@never_cache
@same_origin_required
@METHODS
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mailed link leads: reading shows, only a pressed button acts."""
    if request.method == "POST":
        _act(request, token)
        return _private(redirect("events:registration", token=token))
    return _private(_show(request, _found(token), Pages.by_link(token)))


@never_cache
@same_origin_required
@METHODS
def change_registration(request: HttpRequest, token: str) -> HttpResponse:
    return _private(_change(request, _found(token), Pages.by_link(token)))


@never_cache
@login_required
@METHODS
def own(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The same for a member whose address it was made in."""
    registration = _own(request, slug, pk)
    if request.method == "POST":
        _act(request, token_of(registration))
        return redirect("events:own", slug=slug, pk=pk)
    return _show(request, registration, Pages.signed_in(registration))


@never_cache
@login_required
@METHODS
def change_own(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    registration = _own(request, slug, pk)
    return _change(request, registration, Pages.signed_in(registration))


def _found(token: str) -> Registration:
    if (registration := find(token)) is None:
        raise Http404
    return registration


def _own(request: HttpRequest, slug: str, pk: int) -> Registration:
    registrations = own_registrations(request.user).select_related("event", "pool")
    return get_object_or_404(registrations, event__slug=slug, pk=pk)


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the link in the address from those that the page leads to, and from search engines."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _act(request: HttpRequest, token: str) -> None:
    if action := ACTIONS.get(request.POST.get("action", "")):
        action(token)


def _show(request: HttpRequest, registration: Registration, pages: Pages) -> HttpResponse:
    status, event = Registration.Status(registration.status), registration.event
    takes_place = event.takes_place and not event.is_past
    context = {
        "registration": registration,
        "pages": pages,
        "standing": standing_of(registration),
        "rule": rule_of(event) if status == status.WAITING and not event.is_past else "",
        "can_confirm": status in (status.HELD, status.UNCONFIRMED, status.OFFERED) and takes_place,
        "takes_place": takes_place,
        "can_cancel": registration.is_active and status != status.UNCONFIRMED and not _is_over(event),
        "can_change": registration.can_be_changed and ChangeForm(registration).has_something_to_change,
        "can_register_again": not registration.is_active and event.takes_registrations(),
        "erased_at": event.ends_at + timedelta(days=event.days_kept),
        "was_changed": "changed" in request.GET,
        "crumbs": _crumbs(pages),
    }
    return render(request, "events/registration.html", context)


def _is_over(event: Event) -> bool:
    """Whether there is nothing left to cancel: it has been, or will not be."""
    return event.is_past or not event.live or event.status == EventStatus.CANCELLED


def _change(request: HttpRequest, registration: Registration, pages: Pages) -> HttpResponse:
    form, status = ChangeForm(registration, request.POST if request.method == "POST" else None), 200
    if not form.is_bound and not (registration.can_be_changed and form.has_something_to_change):
        return redirect(pages.here)
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                registering.change(registration, **form.party)
            except NoSeatLeft:
                form.refuse_for_want_of_seats()
                status = 409
            except RegistrationClosed:
                form.add_error(None, _("Nothing was changed: the meetup has begun, or this does not hold any more."))
                status = 409
            else:
                return redirect(f"{pages.here}?changed")
    context = {"registration": registration, "form": form, "pages": pages, "crumbs": _crumbs(pages)}
    return render(request, "events/change_registration.html", context, status=status)


def _crumbs(pages: Pages) -> list[dict[str, str]]:
    return [{"label": _("My pages"), "url": reverse("accounts:my_pages")}] if pages.is_signed_in else []
