"""What the entries' lists and forms in the Wagtail admin have in common."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from directory.views.exchange import TooMany, file_of
from directory.viewsets import workflow
from directory.viewsets.choosing import ReadableChooserViewSet
from directory.viewsets.conflicts import EntryEditView
from directory.viewsets.history import EntryHistoryView
from portal.plugins.cells import as_text


class SafeExportMixin:
    """Wagtail's own export, in which no spreadsheet finds a formula: of CSV Wagtail leaves that to others."""

    def get_preprocess_function(self, field: str, value: Any, export_format: str) -> Any:
        preprocess: Any = super().get_preprocess_function(field, value, export_format)  # ty: ignore[missing-attribute]
        if export_format != "csv":
            return preprocess

        def safely(value: Any) -> Any:
            made = preprocess(value) if preprocess else value
            return as_text(made) if isinstance(made, str) else made

        return safely


class EntryIndexView(SafeExportMixin, IndexView):
    """With an export of the filtered list that can be imported again, drafts among it by what is public of them."""

    FORMATS = ("xlsx", "csv", "geojson")

    @cached_property
    def show_export_buttons(self) -> bool:
        return True

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = self.get_export_url("geojson")
        return [
            *super().header_more_buttons,
            Button(_("Download GeoJSON"), url=url, icon_name="download", priority=100),
        ]

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponse | Any:
        model: Any = self.model
        # The list's own joins are of no use here, and may make one entry into several.
        rows = model._default_manager.filter(pk__in=queryset.order_by().values("pk"))
        try:
            return file_of({model._meta.model_name: rows}, spreadsheet_format, self.request)
        except TooMany:
            messages.error(self.request, _("So many rows do not go into a workbook: choose CSV, or filter the list."))
            return redirect(self.request.path)


def waiting(entry: Any) -> str:
    """What stands in the list where changes wait beside what is published."""
    return _("Changes wait") if entry.live and entry.has_unpublished_changes else ""


WAITING = Column("waiting", label=gettext_lazy("Waiting"), accessor=waiting, sort_key="has_unpublished_changes")


class EntryFilterSet(WagtailFilterSet):
    waiting = ChoiceFilter(
        label=gettext_lazy("Waiting"), choices=[("yes", gettext_lazy("Changes wait"))], method="by_waiting"
    )

    def by_waiting(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        return entries.filter(live=True, has_unpublished_changes=True)


class EntryViewSet(SnippetViewSet):
    model: Any
    # A copy would be a second entry of the same thing.
    copy_view_enabled = False
    index_view_class = EntryIndexView
    list_per_page = 50
    edit_view_class = EntryEditView
    history_view_class = EntryHistoryView
    workflow_action_view_class = workflow.WorkflowActionView
    collect_workflow_action_data_view_class = workflow.CollectWorkflowActionDataView
    confirm_workflow_cancellation_view_class = workflow.ConfirmWorkflowCancellationView
    workflow_preview_view_class = workflow.WorkflowPreviewView
    chooser_viewset_class = ReadableChooserViewSet

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model.objects.visible_to(request.user).select_related("municipality").with_states()
