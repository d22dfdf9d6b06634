"""Asking to keep a profile, or for a new one: what a person writes, and where it stands."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.asking_forms import ApplicationForm, ClaimForm
from directory.duplicate_queries import Alike, alike
from directory.likeness import keys_of
from directory.models import Application, Claim, Organisation
from directory.models.claims import State
from directory.permissions import owners
from directory.services import applications, claims
from directory.views.numbers import number
from portal.accounts.models import User
from portal.accounts.views import members_page

POSTED = ["GET", "HEAD", "POST"]


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


@require_http_methods(POSTED)
@members_page
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Is this your organisation? Take care of its profile."""
    me = _me(request)
    organisation = get_object_or_404(Organisation.objects.visible_to(None), slug=slug)
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = claims.claim(organisation, by=me, **form.cleaned_data)
        except claims.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your request is on its way. You get the answer by mail."))
            return redirect("directory:request", asked.pk)
    context = {
        "organisation": organisation,
        "form": form,
        "waiting": Claim.objects.waiting().filter(organisation=organisation, user=me).first(),
        "keeps_it": organisation.memberships.filter(user=me).exists(),
        "is_owned": bool(owners(organisation)),
    }
    return render(request, "directory/claim.html", context)


@require_http_methods(POSTED)
@members_page
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own request: how it stands, what was answered; the button takes it back."""
    asked = get_object_or_404(Claim.objects.select_related("organisation"), pk=pk, user=_me(request))
    if request.method == "POST":
        try:
            claims.withdraw(asked)
        except claims.AlreadyAnswered:
            messages.error(request, _("This was answered or taken back meanwhile."))
            return redirect(request.path)
        messages.success(request, _("Your request is taken back and erased."))
        return redirect("accounts:my_pages")
    return render(request, "directory/request.html", {"asked": asked, "is_owned": bool(owners(asked.organisation))})


@require_http_methods(POSTED)
@members_page
def apply(request: HttpRequest) -> HttpResponse:
    """Add your organisation. What may be it already is shown first, and hinders nothing."""
    form = ApplicationForm(request.POST or None)
    found: list[Alike] = []
    if request.method == "POST" and form.is_valid():
        found = _alike(request, form.cleaned_data)
        seen = set(request.POST.get("none_of", "").split())
        if {str(one.organisation.pk) for one in found} <= seen:
            try:
                application = applications.apply(form.values, by=_me(request), position=form.cleaned_data["position"])
            except claims.Refused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Thank you! The editors read it and answer by mail."))
                return redirect("directory:application", application.pk)
    return render(request, "directory/apply.html", {"form": form, "found": found})


@require_safe
@members_page
def alike_fragment(request: HttpRequest) -> HttpResponse:
    """What is like the name and website that somebody is writing: a piece of the page."""
    place = request.GET.get("municipality", "")
    written = {name: request.GET.get(name, "")[:300] for name in ("name", "website")}
    return render(request, "directory/alike.html", {"found": _alike(request, {**written, "municipality": place})})


def _alike(request: HttpRequest, written: dict[str, Any]) -> list[Alike]:
    place = written["municipality"]
    return alike(
        keys_of([written["name"][:160]], written["website"]),
        seen_by=_me(request),
        municipality=place if isinstance(place, str) else getattr(place, "pk", None),
    )


@require_http_methods(POSTED)
@members_page
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own application: how it stands; what was sent back is changed here and sent again."""
    found = get_object_or_404(Application.objects.select_related("organisation"), pk=pk, user=_me(request))
    draft = found.organisation.get_latest_revision_as_object()
    sent_back = found.state == State.SENT_BACK
    posted = request.POST if request.POST.get("action") == "send-again" else None
    form = ApplicationForm(posted, instance=draft, initial={"position": found.position}) if sent_back else None
    status, changed = 200, {}
    before = applications.values_of(draft)
    if request.method == "POST":
        try:
            if request.POST.get("action") == "withdraw":
                applications.withdraw(found)
                messages.success(request, _("Your application is taken back and erased."))
                return redirect("accounts:my_pages")
            if form is None:
                raise claims.AlreadyAnswered
            if form.is_valid():
                applications.send_again(
                    found,
                    form.values,
                    position=form.cleaned_data["position"],
                    based_on=number(request.POST.get("based_on", "")),
                )
                messages.success(request, _("Thank you! The editors read it and answer by mail."))
                return redirect(request.path)
        except claims.AlreadyAnswered:
            messages.error(request, _("This was answered or taken back meanwhile."))
            return redirect(request.path)
        except applications.ChangedMeanwhile:
            status = 409
            if form:
                changed = {form[name].label: value for name, value in before.items() if value != form.values[name]}
    context = {
        "application": found,
        "draft": draft,
        "form": form,
        "changed": changed,
        "based_on": found.organisation.latest_revision_id or "",
        "is_open": found.state in (State.WAITING, State.SENT_BACK),
    }
    return render(request, "directory/application.html", context, status=status)
