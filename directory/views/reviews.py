"""The moderator's page: what is public and what is to be, side by side, and the answer."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import WorkflowState

from directory import content, keeping_queries
from directory.asking_forms import CommentForm
from directory.permissions import may_review
from directory.sections import SECTIONS
from directory.services import reviews
from directory.services.memberships import NotAllowed
from directory.views.numbers import number
from directory.views.requests import EditorsViewSet, editor_of
from portal.accounts.models import User

PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    editor_of(request)
    context = {
        "rows": keeping_queries.with_entries(keeping_queries.in_review()[:PER_PAGE]),
        "breadcrumbs_items": [{"url": "", "label": _("Changes to look at")}],
    }
    return render(request, "directory/admin/reviews.html", context)


def review(request: HttpRequest, model: str, pk: int) -> HttpResponse:
    """What a keeper has sent. The answer carries the version that was shown."""
    editor_of(request)
    kind = next((each for each in SECTIONS if each._meta.model_name == model), None)
    if kind is None:
        raise Http404
    entry: Any = get_object_or_404(kind, pk=pk)
    user = cast("User", request.user)
    if not may_review(user, entry):
        raise PermissionDenied
    state = entry.current_workflow_state
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, state, form, user):
        return redirect("directory_reviews:index")
    draft: Any = entry.get_latest_revision_as_object()
    before = content.values_of(entry) if entry.live else {}
    context = {
        "entry": entry,
        "draft": draft,
        "state": state,
        "is_waiting": bool(state and state.status == WorkflowState.STATUS_IN_PROGRESS),
        "differences": content.differences(before, content.values_of(draft), kind),
        "writers": entry.revisions.filter(pk__gt=entry.live_revision_id or 0).select_related("user").order_by("pk"),
        "form": form,
        "shown": entry.latest_revision_id or "",
        "edit_url": f"wagtailsnippets_{kind._meta.app_label}_{model}:edit",
        "breadcrumbs_items": [
            {"url": "../../", "label": _("Changes to look at")},
            {"url": "", "label": _("A change"), "sublabel": entry.called},
        ],
    }
    return render(request, "directory/admin/review.html", context)


def _answered(request: HttpRequest, state: WorkflowState | None, form: CommentForm, by: User) -> bool:
    """Do what the pressed button says; whether it is done."""
    action, comment = request.POST.get("action", ""), form.cleaned_data["comment"]
    shown = number(request.POST.get("shown", ""))
    if action == "send-back" and not comment:
        form.add_error("comment", _("Write what is to be changed, so that those who keep it understand."))
        return False
    if state is None:
        messages.error(request, _("This was answered or taken back meanwhile."))
        return True
    try:
        match action:
            case "approve":
                reviews.approve(state, by=by, shown=shown, comment=comment)
                messages.success(request, _("Published: those who keep it get a mail."))
            case "send-back":
                reviews.send_back(state, by=by, shown=shown, comment=comment)
                messages.success(request, _("Sent back: those who keep it get your words by mail."))
            case _other:
                raise Http404
    except reviews.NotAsShown:
        form.add_error(
            None, _("It has been changed, answered or taken back since you opened it: look again before you answer.")
        )
        return False
    except NotAllowed:
        raise PermissionDenied from None
    return True


class ReviewsViewSet(EditorsViewSet):
    name = "directory_reviews"
    icon = "tasks"
    menu_label = gettext_lazy("Changes to look at")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", index, name="index"), path("<slug:model>/<int:pk>/", review, name="review")]
