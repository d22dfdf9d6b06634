"""The first page of each language."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.content.blocks import BodyBlock, DoorBlock
from portal.content.doors import doors_of
from portal.content.fields import BodyField
from portal.content.models.base import ContentPage
from portal.content.models.news import NewsPage

SHOWN_NEWS = 3


class HomePage(ContentPage):
    doors = BodyField(
        [("door", DoorBlock())],
        verbose_name=_("doors"),
        blank=True,
        max_num=4,
        help_text=_("Four ways in. Without any, the first entries of the main menu stand there."),
    )
    body = BodyField(BodyBlock(), verbose_name=_("content"), blank=True, help_text=_("Stands last on the page."))

    content_panels = [*ContentPage.content_panels, FieldPanel("doors"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    template = "content/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *arguments, **options)
        context["doors"] = doors_of(self)
        context["news"] = NewsPage.objects.of(self.locale_id).featured_first().for_lists()[:SHOWN_NEWS]
        return context
