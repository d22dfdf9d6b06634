"""The search in the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from search.models import SynonymGroup
from search.reports import UnansweredReport


@hooks.register("construct_reports_menu")
def leave_out_what_counts_nothing(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's list of search terms is filled by a counter that would write whenever somebody searches."""
    items[:] = [item for item in items if item.name != "search-terms"]


class AddSynonyms(CreateView):
    """Begins with the words that a report gives."""

    def get_initial_form_instance(self) -> SynonymGroup:
        return SynonymGroup(swedish=self.request.GET.get("swedish", "")[: SynonymGroup.LONGEST_TERM])


@register_snippet
class SynonymViewSet(SnippetViewSet):
    model = SynonymGroup
    add_view_class = AddSynonyms
    icon = "resubmit"
    menu_label = _("Synonyms of the search")
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "__str__",
        Column("get_direction_display", label=_("Direction"), sort_key="direction"),
        Column("get_strength_display", label=_("Strength"), sort_key="strength"),
    ]
    list_filter = ["direction", "strength"]
    search_fields = ["swedish", "english", "leads_to"]
    panels = [
        FieldRowPanel([FieldPanel("swedish"), FieldPanel("english")]),
        FieldPanel("direction"),
        FieldPanel("leads_to"),
        FieldPanel("strength"),
    ]


@hooks.register("register_admin_urls")
def register_report() -> list[URLPattern | URLResolver]:
    urls = [
        path("", UnansweredReport.as_view(), name="index"),
        path("results/", UnansweredReport.as_view(results_only=True), name="results"),
    ]
    return [path("reports/unanswered/", include((urls, "search_unanswered")))]


@hooks.register("register_reports_menu_item")
def show_report() -> MenuItem:
    return UnansweredItem(
        _("Not found"), reverse("search_unanswered:index"), name="search-unanswered", icon_name="search", order=1300
    )


class UnansweredItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("search.view_unansweredquestion")
