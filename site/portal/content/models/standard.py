"""Any other page."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from portal.content.blocks import BodyBlock
from portal.content.fields import BodyField
from portal.content.models.base import FooterPage


class StandardPage(FooterPage):
    body = BodyField(BodyBlock(), verbose_name=_("content"), blank=True)

    content_panels = [*FooterPage.content_panels, FieldPanel("body")]
    search_fields = [*FooterPage.search_fields, index.SearchField("body")]
    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]
    template = "content/standard_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
