"""What waits for editors in the Wagtail admin: requests, applications and likely duplicates."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from directory import keeping_queries
from directory.asking_forms import CommentForm
from directory.duplicate_queries import REASONS, alike
from directory.likeness import keys_of
from directory.models import Application, Claim, LikelyPair, Organisation
from directory.permissions import is_editor
from directory.services import applications, claims, duplicates
from directory.services.merging import may_merge
from directory.views import merging
from directory.views.numbers import number
from portal.accounts.models import User

PER_PAGE = 50


def editor_of(request: HttpRequest) -> User:
    user = cast("User", request.user)
    if not is_editor(user):
        raise PermissionDenied
    return user


def waiting(limit: int | None = None) -> dict[str, Any]:
    """What people ask for, the longest waiting first."""
    asked = Claim.objects.waiting().select_related("organisation", "user")
    return {
        "claims": [
            {"claim": claim, "is_own_domain": claims.is_own_domain(claim.user, claim.organisation)}
            for claim in asked[: limit or PER_PAGE]
        ],
        "applications": Application.objects.waiting().select_related("organisation", "user")[: limit or PER_PAGE],
        "reviews": keeping_queries.with_entries(keeping_queries.in_review()[: limit or PER_PAGE]),
        "pairs": LikelyPair.objects.filter(is_distinct=False).count(),
    }


def index(request: HttpRequest) -> HttpResponse:
    editor_of(request)
    sent_back = Application.objects.open().exclude(state="waiting").select_related("organisation", "user")
    context = {
        **waiting(),
        "sent_back": sent_back[:PER_PAGE],
        "breadcrumbs_items": [{"url": "", "label": _("Requests")}],
    }
    return render(request, "directory/admin/requests.html", context)


def application(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that somebody asks to have in the directory, with what it may be already."""
    editor = editor_of(request)
    found = get_object_or_404(Application.objects.select_related("organisation", "user"), pk=pk)
    draft = cast("Organisation", found.organisation.get_latest_revision_as_object())
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, found, form, editor):
        return redirect("directory_requests:index")
    context = {
        "application": found,
        "draft": draft,
        "form": form,
        "shown": found.organisation.latest_revision_id or "",
        "is_own_domain": claims.is_own_domain(found.user, draft),
        "found": alike(
            keys_of([draft.name], draft.website),
            seen_by=editor,
            municipality=draft.municipality_id,
            besides=draft.pk,
        ),
        "breadcrumbs_items": [
            {"url": "../../", "label": _("Requests")},
            {"url": "", "label": _("A new organisation"), "sublabel": draft.name},
        ],
    }
    return render(request, "directory/admin/application.html", context)


def _answered(request: HttpRequest, found: Application, form: CommentForm, by: User) -> bool:
    """Do what the pressed button says; whether it is done."""
    action, comment = request.POST.get("action", ""), form.cleaned_data["comment"]
    if action in ("send-back", "decline") and not comment:
        form.add_error("comment", _("Write why, so that the person understands."))
        return False
    try:
        match action:
            case "approve":
                shown = number(request.POST.get("shown", ""))
                applications.approve(found, by=by, shown=shown, comment=comment)
                messages.success(request, _("The profile is public, and the person owns it."))
            case "send-back":
                applications.send_back(found, by=by, comment=comment)
                messages.success(request, _("Sent back: the person gets your words by mail."))
            case "decline":
                applications.decline(found, by=by, comment=comment)
                messages.success(request, _("The request is declined, and the person gets your words by mail."))
            case _other:
                raise Http404
    except claims.AlreadyAnswered:
        messages.error(request, _("This was answered or taken back meanwhile."))
        return True
    except applications.ChangedMeanwhile:
        form.add_error(None, _("The draft has been changed since you opened it: look again before you answer."))
        return False
    except applications.NotAllowed:
        form.add_error(None, _("This is your own: let another editor answer it."))
        return False
    return True


def likely_duplicates(request: HttpRequest) -> HttpResponse:
    editor = editor_of(request)
    pairs = LikelyPair.objects.filter(is_distinct=False)
    if request.method == "POST":
        pair = get_object_or_404(pairs, pk=number(request.POST.get("pair", "")))
        duplicates.say_distinct(pair, by=editor)
        messages.success(request, _("The two are not shown together any more."))
        return redirect(request.get_full_path())
    rows = pairs.select_related("first__municipality", "second__municipality").order_by("pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pairs": [
            {"pair": pair, "reasons": [REASONS[name] for name in pair.alike.split()], "kept": kept, "other": other}
            for pair in page
            for kept, other in [_in_order(pair)]
        ],
        "may_merge": may_merge(editor),
        "breadcrumbs_items": [{"url": "", "label": _("Likely duplicates")}],
    }
    return render(request, "directory/admin/duplicates.html", context)


def _in_order(pair: LikelyPair) -> tuple[Organisation, Organisation]:
    """Which of the two is likelier to stay: one that is published, else the elder."""
    first, second = pair.first, pair.second
    return (first, second) if first.live or not second.live else (second, first)


def alike_fragment(request: HttpRequest) -> HttpResponse:
    """What is like the organisation that an editor is writing in the form that adds one."""
    editor = editor_of(request)
    written = {name: request.GET.get(name, "")[:300] for name in ("name", "website", "phone", "number", "municipality")}
    besides = number(request.GET.get("besides", ""))
    found = alike(
        keys_of([written["name"][:160]], written["website"], written["phone"], written["number"]),
        seen_by=editor,
        municipality=written["municipality"],
        besides=besides,
    )
    return render(request, "directory/admin/alike.html", {"found": found})


class EditorsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_editor(cast("User", request.user))


class EditorsViewSet(ViewSet):
    menu_item_class = EditorsItem

    @cached_property
    def url_prefix(self) -> str:
        return f"directory/{str(self.name).removeprefix('directory_')}"


class RequestsViewSet(EditorsViewSet):
    name = "directory_requests"
    icon = "mail"
    menu_label = gettext_lazy("Requests")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", index, name="index"), path("application/<int:pk>/", application, name="application")]


class DuplicatesViewSet(EditorsViewSet):
    name = "directory_duplicates"
    icon = "copy"
    menu_label = gettext_lazy("Likely duplicates")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", likely_duplicates, name="index"),
            path("alike/", alike_fragment, name="alike"),
            path("merge/<int:kept>/<int:other>/", merging.merge, name="merge"),
            path("merged/", merging.merged, name="merged"),
            path("merged/<int:pk>/", merging.undo, name="undo"),
        ]
