"""What the frame of every page says: contact, channels, partners, footer."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


def _in_current_language(sv: str, en: str) -> str:
    return en if en and get_language() == "en" else sv


@register_setting(icon="site")
class SiteSettings(ClusterableModel, BaseSiteSetting):
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    facebook = models.URLField(_("Facebook"), blank=True)
    instagram = models.URLField(_("Instagram"), blank=True)
    partners_heading_sv = models.CharField(
        _("words before the partners in Swedish"),
        max_length=80,
        blank=True,
        help_text=_("For example: Run together by"),
    )
    partners_heading_en = models.CharField(_("words before the partners in English"), max_length=80, blank=True)
    footer_sv = models.TextField(_("text of the footer in Swedish"), max_length=300, blank=True)
    footer_en = models.TextField(_("text of the footer in English"), max_length=300, blank=True)

    panels: ClassVar[list] = [
        MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")], _("Contact")),
        MultiFieldPanel([FieldPanel("facebook"), FieldPanel("instagram")], _("Channels")),
        MultiFieldPanel([FieldPanel("footer_sv"), FieldPanel("footer_en")], _("Footer")),
        MultiFieldPanel(
            [FieldPanel("partners_heading_sv"), FieldPanel("partners_heading_en")], _("Partners in the footer")
        ),
        InlinePanel("partners", heading=_("Partners"), label=_("Partner")),
    ]

    class Meta:
        verbose_name = _("contact, partners and footer")

    @classmethod
    def read(cls) -> Self:
        """What editors have written, or nothing: unlike `for_site`, which would make the row at a visitor's GET."""
        return cls.objects.prefetch_related("partners").first() or cls()

    @property
    def footer_text(self) -> str:
        return _in_current_language(self.footer_sv, self.footer_en)

    @property
    def partners_heading(self) -> str:
        return _in_current_language(self.partners_heading_sv, self.partners_heading_en)

    @property
    def social(self) -> list[dict[str, str]]:
        channels = {"Facebook": self.facebook, "Instagram": self.instagram}
        return [{"label": label, "url": url} for label, url in channels.items() if url]


class Partner(Orderable):
    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=100)
    url = models.URLField(_("website"), blank=True)
    role_sv = models.CharField(_("part in Swedish"), max_length=200, blank=True)
    role_en = models.CharField(_("part in English"), max_length=200, blank=True)

    panels: ClassVar[list] = [FieldPanel(name) for name in ("name", "url", "role_sv", "role_en")]

    class Meta(Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return self.name

    @property
    def role(self) -> str:
        return _in_current_language(self.role_sv, self.role_en)
