"""An entry's history in the Wagtail admin."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.history import LogEntryUserColumn
from wagtail.models import ModelLogEntry
from wagtail.snippets.views.snippets import HistoryView


class WhoColumn(LogEntryUserColumn):
    """Who reports an error has not signed in, but is not the system either."""

    def get_cell_context_data(self, instance: ModelLogEntry, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        if instance.user_id is None:
            context["display_name"] = _("A visitor") if instance.action == "directory.report" else _("The portal")
        return context


class EntryHistoryView(HistoryView):
    @cached_property
    def columns(self) -> list[Column]:
        return [
            WhoColumn("user", label=column.label, width=column.width)
            if isinstance(column, LogEntryUserColumn)
            else column
            for column in super().columns
        ]
