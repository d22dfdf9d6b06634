"""What the Wagtail admin shows of an organisation beside its content: who keeps it, and its standing."""

from typing import Any, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages

from directory.asking_forms import InviteForm
from directory.forms import StandingForm
from directory.models import Organisation
from directory.services import claims, contacts, keeping
from directory.views.keepers import act, open_invitations, with_hints
from portal.accounts.models import User


def keepers(request: HttpRequest, pk: int, index_url: str) -> HttpResponse:
    """Keepers and open invitations, a form that invites, and the standing."""
    if not request.user.has_perm("directory.change_organisation"):
        raise PermissionDenied
    organisation = get_object_or_404(Organisation.objects.select_related("standing"), pk=pk)
    action = request.POST.get("action")
    invitation_form = InviteForm(request.POST if action == "invite" else None)
    standing_form = StandingForm(request.POST if action == "standing" else None, instance=organisation.standing)
    if request.method == "POST" and _act(request, organisation, invitation_form, standing_form):
        return redirect(request.path)
    context = {
        "organisation": organisation,
        "memberships": organisation.memberships.select_related("user").order_by("since", "pk"),
        "invitations": open_invitations(organisation),
        "claims": with_hints(claims.waiting_for(cast("User", request.user), organisation)),
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
    request: HttpRequest, organisation: Organisation, invitation_form: InviteForm, standing_form: StandingForm
) -> bool:
    """Do what the pressed button says; whether it is done."""
    editor: Any = request.user
    match request.POST.get("action"):
        case "standing" if standing_form.is_valid():
            keeping.set_standing(standing_form.save(commit=False), by=editor)
            messages.success(request, _("Saved."))
            return True
        case "standing":
            return False
        case "withdraw-consent" | "forget-contact" as action:
            if person := _contact(organisation, request.POST.get("person", "")):
                if action == "forget-contact":
                    contacts.forget(organisation, person, by=editor)
                    messages.success(request, _("The contact person is erased, also from earlier versions."))
                else:
                    contacts.withdraw(organisation, person, by=editor)
                    messages.success(request, _("From now on nobody sees the contact person."))
            return True
        case _:
            return act(request, organisation, invitation_form) is not None


def _contact(organisation: Organisation, key: str) -> UUID | None:
    """Whose key it is, if one of the organisation's contact persons has it in any version."""
    return next((person.key for person in contacts.known(organisation) if str(person.key) == key), None)
