"""The statement that the Swedish law on access to digital public services asks for."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from portal.content.blocks import INLINE, FaultBlock
from portal.content.fields import BodyField
from portal.content.models.base import FooterPage


class Conformance(models.TextChoices):
    FULL = "full", _("fully conforming")
    PARTIAL = "partial", _("partially conforming")
    NONE = "none", _("not conforming")


class AccessibilityStatementPage(FooterPage):
    """Holds what the law lists: who, what, how well, each fault, when, by which method, and where to complain."""

    actor = models.CharField(_("who is responsible"), max_length=200)
    service = models.CharField(_("which service it is about"), max_length=200)
    conformance = models.CharField(
        _("how well it conforms"), max_length=10, choices=Conformance, default=Conformance.PARTIAL
    )
    faults = BodyField([("fault", FaultBlock())], verbose_name=_("known faults"), blank=True)
    exemptions = RichTextField(
        verbose_name=_("exemptions"),
        blank=True,
        features=[*INLINE, "ul"],
        help_text=_("What the law leaves out (section 9), or where mending would be an undue burden (section 12)."),
    )
    method = RichTextField(verbose_name=_("how it was assessed"), features=[*INLINE, "ul"])
    assessed_on = models.DateField(_("assessed on"))
    updated_on = models.DateField(_("statement updated on"))
    report_email = models.EmailField(_("e-mail for reports"))
    report_text = RichTextField(verbose_name=_("other ways to report"), blank=True, features=INLINE)

    content_panels = [
        *FooterPage.content_panels,
        MultiFieldPanel([FieldPanel("actor"), FieldPanel("service"), FieldPanel("conformance")], heading=_("What")),
        FieldPanel("faults"),
        FieldPanel("exemptions"),
        MultiFieldPanel(
            [FieldPanel("method"), FieldPanel("assessed_on"), FieldPanel("updated_on")], heading=_("Assessment")
        ),
        MultiFieldPanel([FieldPanel("report_email"), FieldPanel("report_text")], heading=_("How faults are reported")),
    ]
    search_fields = [*FooterPage.search_fields, index.SearchField("faults"), index.SearchField("method")]
    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types: list[str] = []
    template = "content/accessibility_statement_page.html"

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")
