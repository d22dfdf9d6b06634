"""The search in the Wagtail admin."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from search.models import SynonymGroup


@hooks.register("construct_reports_menu")
def leave_out_what_counts_nothing(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's list of search terms is filled by a counter that would write whenever somebody searches."""
    items[:] = [item for item in items if item.name != "search-terms"]


@register_snippet
class SynonymViewSet(SnippetViewSet):
    model = SynonymGroup
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
