"""Keeping a profile: the answer to an invitation, and the form."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from directory.forms import ProfileForm
from directory.forms_of_organising import OrganisationForm
from directory.models import Invitation, Municipality, Organisation, Tag, TagProposal
from directory.rich_text import to_text
from directory.row_forms import ROW_LABELS, formsets
from directory.services import keeping, profiles, tags
from directory.views.numbers import number
from portal.plugins.http import same_origin_required

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; the button accepts. The token in the address is the secret."""
    found = get_object_or_404(Invitation.objects.select_related("organisation"), token_hash=keeping.token_hash(token))
    user = request.user if request.user.is_authenticated else None
    state = _state(found, user)
    status = 200
    if request.method == "POST":
        meant = request.POST.get("account", "")
        try:
            membership = keeping.accept(
                found,
                by=user,  # ty: ignore[invalid-argument-type]
                with_this_account=bool(user) and meant == str(user.pk),
            )
        except keeping.NotOpen:
            state, status = "closed", 410
        except keeping.AnotherPerson:
            state, status = "another", 403
        except keeping.SignInFirst:
            state, status = "sign-in", 403
        else:
            if user is None:
                login(request, membership.user, backend=BACKEND)
            messages.success(request, _("Thank you! You now keep this profile."))
            return _without_referrer(redirect("directory:edit", found.organisation.slug))
    elif state == "closed":
        status = 410
    context = {"invitation": found, "state": state}
    return _without_referrer(render(request, "directory/invitation.html", context, status=status))


def _state(invitation: Invitation, user: Any) -> str:
    if not invitation.is_open:
        return "closed"
    if user is not None:
        return "open" if user.email.lower() == invitation.email.lower() else "another"
    return "sign-in" if keeping.has_account(invitation) else "open"


def _without_referrer(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    return response


@never_cache
@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.changeable_by(request.user), slug=slug)
    draft = organisation.get_latest_revision_as_object()
    values = profiles.profile_values(draft)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=draft, initial=values)
    rows = formsets(request.POST, values)
    context = {
        "organisation": organisation,
        "based_on": organisation.latest_revision_id or "",
        "changes": [],
        "proposals": organisation.tag_proposals.filter(state=TagProposal.State.WAITING),
    }
    status = 200
    if request.method == "POST":
        context["based_on"] = request.POST.get("based_on", "")
        # Every part is judged, so that all that is wrong is said at once.
        if not {part.is_valid() for part in (form, *rows.values())} - {True}:
            mine = {**form.values, **{name: row.values for name, row in rows.items()}}
            try:
                profiles.update_profile(
                    organisation,
                    mine,
                    by=request.user,  # ty: ignore[invalid-argument-type]
                    based_on=number(request.POST.get("based_on", "")),
                    new_logo=form.cleaned_data["new_logo"],
                    remove_logo=form.cleaned_data["remove_logo"],
                )
            except profiles.Locked:
                form.add_error(None, _("The editors are working on this profile. Try again later; nothing was saved."))
            except profiles.ChangedMeanwhile as meanwhile:
                status = 409
                merged, context["changes"] = merge(meanwhile, mine)
                context["choose_logo_again"] = bool(form.cleaned_data["new_logo"])
                context["based_on"] = organisation.latest_revision_id
                form = ProfileForm(instance=organisation.get_latest_revision_as_object(), initial=merged)
                rows = formsets(initial=merged)
            else:
                _propose(request, organisation, form.cleaned_data["proposed_tag"])
                messages.success(request, _("Saved. This is how others see the profile."))
                return redirect("directory:organisation", slug)
    return render(
        request, "directory/edit.html", {**context, "form": form, "formsets": rows.values(), **rows}, status=status
    )


def _propose(request: HttpRequest, organisation: Organisation, word: str) -> None:
    if word and not tags.propose(organisation, word, by=request.user):  # ty: ignore[invalid-argument-type]
        messages.warning(request, _("The editors have not answered your earlier proposals yet. Wait for them first."))


@dataclass(frozen=True)
class Change:
    """What somebody else changed in a field meanwhile; `is_disputed` when the reader did too."""

    label: str
    theirs: str
    is_disputed: bool


def merge(meanwhile: profiles.ChangedMeanwhile, mine: profiles.Values) -> tuple[profiles.Values, list[Change]]:
    """Bring both writers' changes together: mine where I wrote, theirs where only they did."""
    merged, changes = {}, []
    for name, value in mine.items():
        theirs, base = meanwhile.theirs[name], meanwhile.base.get(name)
        merged[name] = theirs if value == base else value
        if theirs not in (base, value):
            changes.append(Change(_label(name), _in_words(name, theirs), is_disputed=value != base))
    return merged, changes


def _label(name: str) -> str:
    return str(ROW_LABELS.get(name) or ProfileForm.base_fields[name].label)  # ty: ignore[missing-attribute]


def _in_words(name: str, value: Any) -> str:
    if name in ROW_LABELS:
        return "\n".join(_row_in_words(name, row) for row in value) or _("(empty)")
    if name == "tags":
        return ", ".join(tag.label for tag in Tag.objects.filter(pk__in=value))
    if name == "municipality":
        return str(Municipality.objects.get(pk=value)) if value else _("The whole of Skåne")
    if name == "form":
        return str(OrganisationForm(value).label)
    if name in {"audiences", "languages", "goals"}:
        several: Any = Organisation._meta.get_field(name)
        return ", ".join(several.labels(value)) or _("(empty)")
    if name in {"description_sv", "description_en"}:
        return to_text(value) or _("(empty)")
    return str(value or _("(empty)"))


def _row_in_words(name: str, row: dict[str, Any]) -> str:
    """One place, person, channel or link, as a line."""
    model, _names = profiles.ROWS[name]
    words = []
    for field, value in row.items():
        if field == "key" or value in ("", None, False):
            continue
        label = str(model._meta.get_field(field).verbose_name)
        if field == "municipality":
            value = Municipality.objects.get(pk=value)
        words.append(label if value is True else str(value))
    return ", ".join(words)
