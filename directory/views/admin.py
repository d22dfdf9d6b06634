"""What the Wagtail admin shows of an organisation beside its content: who keeps it, and its standing."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from directory.forms import InvitationForm, StandingForm
from directory.models import Invitation, Organisation
from directory.services import contacts, keeping
from directory.views.keeping import number


def keepers(request: HttpRequest, pk: int, index_url: str) -> HttpResponse:
    """Keepers and open invitations, a form that invites, and the standing."""
    if not request.user.has_perm("directory.change_organisation"):
        raise PermissionDenied
    organisation = get_object_or_404(Organisation.objects.select_related("standing"), pk=pk)
    action = request.POST.get("action")
    invitation_form = InvitationForm(request.POST if action == "invite" else None)
    standing_form = StandingForm(request.POST if action == "standing" else None, instance=organisation.standing)
    if request.method == "POST" and _act(request, organisation, invitation_form, standing_form):
        return redirect(request.path)
    context = {
        "organisation": organisation,
        "memberships": organisation.memberships.select_related("user"),
        "invitations": Invitation.objects.open().filter(organisation=organisation),
        "invitation_form": invitation_form,
        "standing_form": standing_form,
        "contacts": contacts.known(organisation),
        "breadcrumbs_items": [
            {"url": index_url, "label": Organisation._meta.verbose_name_plural},
            {"url": "", "label": _("Keepers and standing"), "sublabel": organisation.name},
        ],
    }
    return render(request, "directory/admin/keepers.html", context)


def _act(
    request: HttpRequest, organisation: Organisation, invitation_form: InvitationForm, standing_form: StandingForm
) -> bool:
    """Do what the pressed button says; whether it is done."""
    editor: Any = request.user
    match request.POST.get("action"):
        case "invite" if invitation_form.is_valid():
            try:
                invitation = keeping.invite(organisation, invitation_form.cleaned_data["email"], by=editor)
            except keeping.InvitationRefused as refused:
                invitation_form.add_error("email", str(refused))
                return False
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
            return True
        case "standing" if standing_form.is_valid():
            keeping.set_standing(standing_form.save(commit=False), by=editor)
            messages.success(request, _("Saved."))
            return True
        case "withdraw-consent" | "forget-contact" as action:
            if person := _contact(organisation, request.POST.get("person", "")):
                if action == "forget-contact":
                    contacts.forget(organisation, person, by=editor)
                    messages.success(request, _("The contact person is erased, also from earlier versions."))
                else:
                    contacts.withdraw(organisation, person, by=editor)
                    messages.success(request, _("From now on nobody sees the contact person."))
            return True
        case "take-back":
            chosen = number(request.POST.get("invitation", ""))
            if found := organisation.invitations.open().filter(pk=chosen).first():
                keeping.take_back(found, by=editor)
                messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": found.email})
            return True
        case "let-go":
            chosen = number(request.POST.get("membership", ""))
            if found := organisation.memberships.filter(pk=chosen).first():
                keeping.let_go(found, by=editor)
                messages.success(request, _("%(person)s no longer keeps the profile.") % {"person": found.user})
            return True
    return False


def _contact(organisation: Organisation, key: str) -> UUID | None:
    """Whose key it is, if one of the organisation's contact persons has it in any version."""
    return next((person.key for person in contacts.known(organisation) if str(person.key) == key), None)
