"""Who keeps a profile: the page for its owners, and the acts that the admin offers editors too."""

from collections.abc import Callable
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.asking_forms import CommentForm, InviteForm
from directory.models import Claim, Invitation, Membership, Organisation
from directory.permissions import role_of
from directory.services import claims, keeping, memberships
from directory.views.numbers import number
from portal.accounts.models import User
from portal.accounts.views import members_page


def _gives_power_away(request: HttpRequest) -> bool:
    """Whether a forgotten screen must not be enough for it."""
    return request.method == "POST" and request.POST.get("action") in {"role", "let-go", "hand-over"}


@require_http_methods(["GET", "HEAD", "POST"])
@members_page
@reauthentication_required(app="allauth.account", enabled=_gives_power_away)
def keepers(request: HttpRequest, slug: str) -> HttpResponse:
    """Owners say who keeps the profile; whoever keeps it sees who does, and may leave."""
    person = cast("User", request.user)
    organisation = get_object_or_404(Organisation.objects.changeable_by(person), slug=slug)
    mine = role_of(person, organisation)
    if mine is None:
        raise Http404
    invite = InviteForm(request.POST if request.POST.get("action") == "invite" else None)
    if request.method == "POST":
        if request.POST.get("action") in LEAVING:
            return redirect(leave(request, organisation, mine))
        if not mine.is_owner:
            raise Http404
        if done := act(request, organisation, invite):
            return redirect(done)
        if not invite.is_bound:
            raise Http404
    context = {
        "organisation": organisation,
        "mine": mine,
        "memberships": organisation.memberships.select_related("user").order_by("since", "pk"),
        "invite_form": invite,
    }
    if mine.is_owner:
        context["invitations"] = open_invitations(organisation)
        context["claims"] = with_hints(claims.waiting_for(person, organisation))
    return render(request, "directory/keepers.html", context)


def with_hints(asked: list[Claim]) -> list[dict[str, Any]]:
    return [{"claim": claim, "is_own_domain": claims.is_own_domain(claim.user, claim.organisation)} for claim in asked]


LEAVING = ("leave", "hand-over")


def leave(request: HttpRequest, organisation: Organisation, mine: Membership) -> str:
    """Do what concerns oneself; where to go then."""
    try:
        if request.POST["action"] == "leave":
            memberships.leave(mine)
            messages.success(request, _("You no longer keep %(organisation)s.") % {"organisation": organisation.name})
            return "accounts:my_pages"
        to = _chosen(organisation.memberships.all(), request, "membership")
        memberships.hand_over(mine, to)
        messages.success(request, _("%(person)s now owns the profile.") % {"person": to.user})
    except memberships.LastOwner as refusal:
        messages.error(request, str(refusal))
    except memberships.NotAllowed:
        raise Http404 from None
    return request.path


def _chosen(rows: Any, request: HttpRequest, name: str) -> Any:
    """The row of this organisation that the form names; another's is not there."""
    return get_object_or_404(rows, pk=number(request.POST.get(name, "")))


def act(request: HttpRequest, organisation: Organisation, invite: InviteForm) -> str | None:
    """Do what the pressed button says about who keeps `organisation`; where to go then, or None for nothing."""
    try:
        return request.path if _act(request, organisation, invite) else None
    except memberships.LastOwner as refusal:
        messages.error(request, str(refusal))
    except claims.AlreadyAnswered:
        messages.error(request, _("This was answered or taken back meanwhile."))
    except memberships.NotAllowed:
        raise Http404 from None
    return request.path


def _act(request: HttpRequest, organisation: Organisation, invite: InviteForm) -> bool:
    by = cast("User", request.user)
    action = request.POST.get("action", "")
    if action == "invite":
        return _invite(request, organisation, invite, by)
    acts: dict[str, Callable[[HttpRequest, Organisation, User], str]] = {
        "resend": _resend,
        "take-back": _take_back,
        "role": _role,
        "let-go": _let_go,
        "approve": _approve,
        "decline": _decline,
    }
    if action not in acts:
        return False
    if said := acts[action](request, organisation, by):
        messages.success(request, said)
    return True


def _invite(request: HttpRequest, organisation: Organisation, invite: InviteForm, by: User) -> bool:
    if not invite.is_valid():
        return False
    try:
        invitation = keeping.invite(organisation, invite.cleaned_data["email"], by=by, role=invite.cleaned_data["role"])
    except keeping.InvitationRefused as refused:
        invite.add_error("email", str(refused))
        return False
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
    return True


def _resend(request: HttpRequest, organisation: Organisation, by: User) -> str:
    found = _chosen(organisation.invitations.open(), request, "invitation")
    try:
        keeping.resend(found, by=by)
    except keeping.InvitationRefused as refused:
        messages.error(request, str(refused))
        return ""
    return _("A new link is on its way to %(email)s; the old one has ended.") % {"email": found.email}


def _take_back(request: HttpRequest, organisation: Organisation, by: User) -> str:
    if found := organisation.invitations.filter(pk=number(request.POST.get("invitation", ""))).first():
        keeping.take_back(found, by=by)
        return _("The invitation to %(email)s is taken back.") % {"email": found.email}
    raise Http404


def _role(request: HttpRequest, organisation: Organisation, by: User) -> str:
    found = _chosen(organisation.memberships.all(), request, "membership")
    role = request.POST.get("role", "")
    if role not in Membership.Role.values:
        raise Http404
    memberships.change_role(found, role, by=by)
    label = Membership.Role(role).label
    return _("%(person)s is now %(role)s.") % {"person": found.user, "role": label}


def _let_go(request: HttpRequest, organisation: Organisation, by: User) -> str:
    found = _chosen(organisation.memberships.all(), request, "membership")
    memberships.let_go(found, by=by)
    return _("%(person)s no longer keeps the profile.") % {"person": found.user}


def _approve(request: HttpRequest, organisation: Organisation, by: User) -> str:
    found = _chosen(organisation.claims.all(), request, "claim")
    claims.approve(found, by=by, comment=_comment(request))
    return _("%(person)s now keeps the profile.") % {"person": found.user}


def _decline(request: HttpRequest, organisation: Organisation, by: User) -> str:
    found = _chosen(organisation.claims.all(), request, "claim")
    comment = _comment(request)
    if not comment:
        messages.error(request, _("Write why, so that the person understands."))
        return ""
    claims.decline(found, by=by, comment=comment)
    return _("The request is declined, and the person gets your words by mail.")


def _comment(request: HttpRequest) -> str:
    form = CommentForm(request.POST)
    return form.cleaned_data["comment"] if form.is_valid() else ""


def open_invitations(organisation: Organisation) -> Any:
    return Invitation.objects.open().filter(organisation=organisation).order_by("-created_at")
