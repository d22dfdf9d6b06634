"""Choosing entries and tags in the admin: only what the one who chooses may read, whatever number is asked for."""

from typing import Any

from django.db.models import QuerySet
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)

from directory.models import Tag


class Readable:
    """Wagtail's own ask nobody whether he may read what he names."""

    model_class: Any
    request: Any

    def readable(self) -> QuerySet:
        rows = self.model_class._default_manager
        return rows.current() if self.model_class is Tag else rows.visible_to(self.request.user)

    def get_object_list(self) -> QuerySet:
        return self.readable()

    def get_object(self, pk: Any) -> Any:
        return self.readable().get(pk=pk if str(pk).isdecimal() else None)

    def get_objects(self, pks: list[Any]) -> QuerySet:
        return self.readable().filter(pk__in=[pk for pk in pks if str(pk).isdecimal()])


class ReadableChooseView(Readable, ChooseView):
    pass


class ReadableChooseResultsView(Readable, ChooseResultsView):
    pass


class ReadableChosenView(Readable, SnippetChosenView):
    pass


class ReadableChosenMultipleView(Readable, SnippetChosenMultipleView):
    pass


class ReadableChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ReadableChooseView
    choose_results_view_class = ReadableChooseResultsView
    chosen_view_class = ReadableChosenView
    chosen_multiple_view_class = ReadableChosenMultipleView
