"""What the Wagtail admin shows first: the ways on, and what waits for somebody."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from portal.content.models import GuidancePage, NewsIndexPage

SHOWN = 10


class FirstThings(Component):
    """Above what Wagtail shows on the first page itself."""

    order = 50
    template_name = "content/admin/first_things.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request: HttpRequest = parent_context["request"]
        lists = NewsIndexPage.objects.live().select_related("locale").order_by("path")
        return {
            "request": request,
            "lists": [page for page in lists if page.permissions_for_user(request.user).can_add_subpage()],
            "due": GuidancePage.objects.due().order_by("next_review")[:SHOWN],
        }


@hooks.register("construct_homepage_panels")
def show_first_things(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(FirstThings())
