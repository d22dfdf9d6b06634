"""Making one organisation of two in the Wagtail admin, and two again."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from directory.content import label_of
from directory.merging_forms import MergeForm
from directory.models import Organisation, OrganisationMerge
from directory.services import belongings, merging
from portal.accounts.models import User

PER_PAGE = 50


def _editor(request: HttpRequest) -> User:
    user = cast("User", request.user)
    if not merging.may_merge(user):
        raise PermissionDenied
    return user


def unmerged_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead from the admin's pages of an organisation that was merged to what can be done about it: to undo it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        merge = OrganisationMerge.objects.filter(other=kwargs["pk"]).first() if "pk" in kwargs else None
        if merge is None:
            return view(request, *args, **kwargs)
        _editor(request)
        return redirect("directory_duplicates:undo", merge.pk)

    return guarded


def _crumbs(label: str, sublabel: str = "") -> list[dict[str, str]]:
    return [
        {"url": reverse("directory_duplicates:index"), "label": _("Likely duplicates")},
        {"url": "", "label": label, "sublabel": sublabel},
    ]


def merge(request: HttpRequest, kept: int, other: int) -> HttpResponse:
    """Both side by side, and whose stays of each part in which they differ."""
    editor = _editor(request)
    visible = Organisation.objects.visible_to(editor)
    first, second = (get_object_or_404(visible, pk=pk) for pk in (kept, other))
    contents = (merging.content_of(first), merging.content_of(second))
    form = MergeForm(request.POST or None, contents=contents)
    refused = merging.obstacles(first, second)
    if request.method == "POST" and not refused and form.is_valid():
        try:
            made = merging.merge(first, second, form.values, by=editor, shown=request.POST.get("shown", ""))
        except merging.MergeRefused as refusal:
            refused = [str(refusal)]
        except merging.ChangedMeanwhile:
            form.add_error(None, _("One of the two has been changed since you opened this page. Look again."))
        except ValidationError as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(
                request,
                _("%(other)s and %(kept)s are one now.") % {"other": second.name, "kept": first.name},
                buttons=[messages.button(reverse("directory_duplicates:undo", args=[made.pk]), _("Undo"))],
            )
            return redirect("directory_duplicates:index")
    context = {
        "kept": first,
        "other": second,
        "form": form,
        "refused": refused,
        "shown": merging.fingerprint(*contents),
        "holdings": [_holdings(one) for one in (first, second)],
        "breadcrumbs_items": _crumbs(_("Merge"), first.name),
    }
    return render(request, "directory/admin/merge.html", context)


def _holdings(organisation: Organisation) -> list[str]:
    """What goes along besides the profile."""
    counts = belongings.counts(organisation)
    return [f"{count} {label}" for label, count in counts]


def merged(request: HttpRequest) -> HttpResponse:
    """What has been merged, the latest first."""
    _editor(request)
    rows = OrganisationMerge.objects.select_related("other", "kept", "merged_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "directory/admin/merged.html", {"page": page, "breadcrumbs_items": _crumbs(_("Merged"))})


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What undoing brings back and what not, and a button that does it."""
    editor = _editor(request)
    made = get_object_or_404(
        OrganisationMerge.objects.select_related("other", "kept", "before", "after", "merged_by"), pk=pk
    )
    if request.method == "POST":
        try:
            back = merging.undo(made, by=editor)
        except merging.MergeRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        messages.success(request, _("%(name)s is an organisation of its own again.") % {"name": back.name})
        return redirect("directory_duplicates:merged")
    why, lost = merging.undo_obstacles(made)
    context = {
        "made": made,
        "why": why,
        "lost": [label_of(Organisation, name) for name in lost],
        "left": [] if why else _left(made),
        "until": made.merged_at + merging.KEPT,
        "breadcrumbs_items": _crumbs(_("Undo"), made.other.name),
    }
    return render(request, "directory/admin/undo_merge.html", context)


def _left(made: OrganisationMerge) -> list[str]:
    """What does not come back, since it is not there any more."""
    keepers, things = belongings.gone_since(made)
    told = []
    if keepers:
        told.append(
            ngettext(
                "%(count)s person keeps neither any more, and does not come back.",
                "%(count)s persons keep neither any more, and do not come back.",
                keepers,
            )
            % {"count": keepers}
        )
    if things:
        told.append(
            ngettext(
                "%(count)s thing that went along has been taken away or given to another since, and stays so.",
                "%(count)s things that went along have been taken away or given to another since, and stay so.",
                things,
            )
            % {"count": things}
        )
    return told
