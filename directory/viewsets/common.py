"""What the entries' lists and forms in the Wagtail admin have in common."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.viewsets.conflicts import EntryEditView


class EntryViewSet(SnippetViewSet):
    model: Any
    # A copy would be a second entry of the same thing.
    copy_view_enabled = False
    list_per_page = 50
    edit_view_class = EntryEditView

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.model.objects.visible_to(request.user).select_related("municipality").with_states()
