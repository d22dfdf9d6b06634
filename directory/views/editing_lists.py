"""The editors' lists of what is out of date, reported and ended, in the Wagtail admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from directory.models import ErrorReport, FreshnessCheck, Municipality, Organisation, Withdrawal
from directory.permissions import is_editor
from directory.reporting_forms import AnswerForm
from directory.services import freshness
from directory.views.reporting import act
from directory.views.requests import EditorsViewSet


class EditorsList(ReportView):
    """For those who may change organisations."""

    permission_policy = ModelPermissionPolicy(Organisation)
    permission_required = "change"
    is_searchable = False
    list_export: list[str] = []


# Out of date ----------------------------------------------------------------------------------

STANDS = {
    "unanswered": _("The owners have not answered"),
    "nobody": _("Nobody owns it"),
    "asked": _("The owners are asked"),
}


class StaleFilterSet(WagtailFilterSet):
    stands = ChoiceFilter(choices=list(STANDS.items()), method="by_stands", label=_("Where it stands"))
    municipality = ModelChoiceFilter(
        field_name="organisation__municipality", queryset=Municipality.objects.all(), label=_("Municipality")
    )

    class Meta:
        model = FreshnessCheck
        fields = ["stands", "municipality"]

    def by_stands(self, checks: QuerySet, name: str, value: str) -> QuerySet:
        return checks.filter(
            {
                "unanswered": Q(reminded_at__isnull=False),
                "nobody": Q(asked_at=None),
                "asked": Q(asked_at__isnull=False, reminded_at=None),
            }[value]
        )


def _stands(check: FreshnessCheck) -> Any:
    if check.asked_at is None:
        return STANDS["nobody"]
    return STANDS["unanswered" if check.reminded_at else "asked"]


class StaleList(EditorsList):
    """First those that nobody answers for; the others too, since an editor may know better."""

    page_title = _("Profiles out of date")
    header_icon = "calendar-alt"
    model = FreshnessCheck
    index_url_name = "directory_stale:index"
    index_results_url_name = "directory_stale:results"
    filterset_class = StaleFilterSet
    default_ordering = "since"
    columns = [
        TitleColumn(
            "organisation",
            label=_("Organisation"),
            sort_key="organisation__sort_key",
            get_url=lambda check: reverse("directory_stale:look", args=[check.pk]),
        ),
        Column("municipality", label=_("Municipality"), accessor="organisation.municipality"),
        DateColumn(
            "last_right",
            label=_("Last changed or confirmed"),
            accessor="organisation.last_right",
        ),
        Column("stands", label=_("Where it stands"), accessor=_stands),
        DateColumn("asked_at", label=_("First asked"), sort_key="asked_at"),
        DateColumn("reminded_at", label=_("Asked again"), sort_key="reminded_at"),
    ]

    def get_base_queryset(self) -> QuerySet:
        checks = FreshnessCheck.objects.select_related("organisation__municipality", "organisation__standing")
        return checks if self.request.GET.get("stands") else checks.for_editors()


def look_at_stale(request: HttpRequest, pk: int) -> HttpResponse:
    """One profile, with the button that confirms it."""
    _only_editors(request)
    check = get_object_or_404(FreshnessCheck.objects.select_related("organisation__standing"), pk=pk)
    organisation = check.organisation
    if request.method == "POST":
        editor: Any = request.user
        freshness.confirm(organisation, by=editor)
        messages.success(request, gettext("The profile is confirmed."))
        return redirect("directory_stale:index")
    context = {
        "check": check,
        "organisation": organisation,
        "stands": _stands(check),
        "memberships": organisation.memberships.owners().select_related("user"),
        "breadcrumbs_items": [
            {"url": reverse("directory_stale:index"), "label": StaleList.page_title},
            {"url": "", "label": organisation.name},
        ],
    }
    return render(request, "directory/admin/stale.html", context)


def _only_editors(request: HttpRequest) -> None:
    user: Any = request.user
    if not is_editor(user):
        raise PermissionDenied


class StaleViewSet(EditorsViewSet):
    name = "directory_stale"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Profiles out of date")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StaleList.as_view(), name="index"),
            path("results/", StaleList.as_view(results_only=True), name="results"),
            path("<int:pk>/", look_at_stale, name="look"),
        ]


# Reported -------------------------------------------------------------------------------------


class ReportFilterSet(WagtailFilterSet):
    state = ChoiceFilter(choices=ErrorReport.State.choices, label=_("State"))
    about = ChoiceFilter(
        choices=[
            ("organisation", _("Organisation")),
            ("initiative", _("Initiative")),
            ("support_offer", _("Support")),
        ],
        method="by_kind",
        label=_("About"),
    )

    class Meta:
        model = ErrorReport
        fields = ["state", "about"]

    def by_kind(self, found: QuerySet, name: str, value: str) -> QuerySet:
        return found.filter(**{f"{value}__isnull": False})


class ReportList(EditorsList):
    page_title = _("Reported errors")
    header_icon = "warning"
    model = ErrorReport
    index_url_name = "directory_reports:index"
    index_results_url_name = "directory_reports:results"
    filterset_class = ReportFilterSet
    default_ordering = "-created_at"
    columns = [
        TitleColumn(
            "entry",
            label=_("About"),
            width="25%",
            get_url=lambda report: reverse("directory_reports:look", args=[report.pk]),
        ),
        Column("text", label=_("What is wrong"), accessor=lambda report: report.text[:120]),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label=_("Reported"), sort_key="created_at"),
        Column("taken_by", label=_("Taken up by")),
        Column("settled_by", label=_("Settled by")),
        DateColumn("settled_at", label=_("Settled"), sort_key="settled_at"),
    ]

    def get_base_queryset(self) -> QuerySet:
        return ErrorReport.objects.with_entries().select_related(
            "organisation", "initiative", "support_offer__organisation", "taken_by", "settled_by"
        )


def look_at_report(request: HttpRequest, pk: int) -> HttpResponse:
    _only_editors(request)
    found = get_object_or_404(ErrorReport.objects.with_entries().select_related("taken_by", "settled_by"), pk=pk)
    form = AnswerForm(request.POST if request.POST.get("action") == "settle" else None)
    if request.method == "POST" and act(request, found, form):
        return redirect(request.path)
    entry: Any = found.entry
    context = {
        "report": found,
        "form": form,
        "edit_url": reverse(entry.snippet_viewset.get_url_name("edit"), args=[entry.pk]),
        "breadcrumbs_items": [
            {"url": reverse("directory_reports:index"), "label": ReportList.page_title},
            {"url": "", "label": str(entry)},
        ],
    }
    return render(request, "directory/admin/report.html", context)


class ReportsViewSet(EditorsViewSet):
    name = "directory_reports"
    icon = "warning"
    menu_label = gettext_lazy("Reported errors")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ReportList.as_view(), name="index"),
            path("results/", ReportList.as_view(results_only=True), name="results"),
            path("<int:pk>/", look_at_report, name="look"),
        ]


# Ended ----------------------------------------------------------------------------------------


class EndedList(EditorsList):
    page_title = _("Ended profiles")
    header_icon = "bin"
    model = Withdrawal
    index_url_name = "directory_ended:index"
    index_results_url_name = "directory_ended:results"
    default_ordering = "-withdrawn_at"
    columns = [
        Column("name", label=_("Organisation"), sort_key="name"),
        Column("slug", label=_("Address")),
        DateColumn("withdrawn_at", label=_("Ended"), sort_key="withdrawn_at"),
        Column("withdrawn_by", label=_("By")),
    ]

    def get_base_queryset(self) -> QuerySet:
        return Withdrawal.objects.select_related("withdrawn_by")


class EndedViewSet(EditorsViewSet):
    name = "directory_ended"
    icon = "bin"
    menu_label = gettext_lazy("Ended profiles")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", EndedList.as_view(), name="index"),
            path("results/", EndedList.as_view(results_only=True), name="results"),
        ]
