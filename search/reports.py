"""What editors see of the search in Wagtail's reports."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from search.models import SynonymGroup, UnansweredQuestion


def _ask_it(question: dict[str, Any]) -> str:
    return f"{reverse('search:search')}?{urlencode({'q': question['text']})}"


def _add_synonyms(question: dict[str, Any]) -> str:
    address = reverse(SynonymGroup.snippet_viewset.get_url_name("add"))  # ty: ignore[missing-attribute]
    return f"{address}?{urlencode({'swedish': question['text']})}"


def _invitation(question: dict[str, Any]) -> str:
    return gettext("Add synonyms")


class UnansweredReport(ReportView):
    """Questions without an answer in the last ninety days, the most asked first."""

    page_title = _("Not found")
    header_icon = "search"
    index_url_name = "search_unanswered:index"
    index_results_url_name = "search_unanswered:results"
    model = UnansweredQuestion
    permission_policy = ModelPermissionPolicy(UnansweredQuestion)
    permission_required = "view"
    default_ordering = "-visitors"
    is_searchable = False
    columns = [
        TitleColumn("text", label=_("Question"), get_url=_ask_it),
        NumberColumn("visitors", label=_("Visitors"), sort_key="visitors"),
        Column("last_asked", label=_("Last asked"), sort_key="last_asked"),
        TitleColumn("synonyms", label=_("Synonyms"), accessor=_invitation, get_url=_add_synonyms),
    ]
    list_export = ["text", "visitors", "last_asked"]
    export_headings = {"text": _("Question"), "visitors": _("Visitors"), "last_asked": _("Last asked")}

    def get_base_queryset(self) -> QuerySet:
        return UnansweredQuestion.objects.values("text").annotate(visitors=Sum("visitors"), last_asked=Max("day"))
