"""Guidance: what stays true for a while, and says when it was looked at last."""

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, PageManager, PageQuerySet
from wagtail.search import index

from portal.content.blocks import BodyBlock, SectionBlock
from portal.content.fields import BodyField
from portal.content.models.base import ContentPage, PicturePage
from portal.content.queries import readable, similar


class GuidanceQuerySet(PageQuerySet):
    def for_lists(self) -> Self:
        return readable(self).defer_streamfields()

    def due(self) -> Self:
        """What should have been reviewed by now."""
        return self.live().filter(next_review__lte=timezone.localdate())


class GuidancePage(PicturePage):
    related: models.Manager
    sections = BodyField([("section", SectionBlock())], verbose_name=_("sections"), blank=True)
    last_reviewed = models.DateField(
        _("last reviewed"), null=True, blank=True, help_text=_("When somebody last read it and found it right.")
    )
    next_review = models.DateField(
        _("next review"), null=True, blank=True, help_text=_("Then it is listed on the first page of the admin.")
    )

    objects = PageManager.from_queryset(GuidanceQuerySet)()

    content_panels = [
        *ContentPage.content_panels,
        PicturePage.picture_panel,
        FieldPanel("sections"),
        InlinePanel("related", heading=_("Read on"), label=_("Guidance"), max_num=4),
        MultiFieldPanel([FieldPanel("last_reviewed"), FieldPanel("next_review")], heading=_("Review")),
    ]
    search_fields = [*ContentPage.search_fields, index.SearchField("sections"), index.FilterField("next_review")]
    parent_page_types = ["content.GuidanceIndexPage"]
    subpage_types: list[str] = []
    template = "content/guidance_page.html"

    class Meta:
        verbose_name = _("guidance")
        verbose_name_plural = _("guidance")

    def clean(self) -> None:
        super().clean()
        if self.last_reviewed and self.next_review and self.next_review <= self.last_reviewed:
            raise ValidationError({"next_review": _("The next review comes after the last one.")})

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *arguments, **options)
        headings = [section.value for section in self.sections if section.value["heading"]]
        context["entries"] = [{"id": value.anchor, "label": value["heading"]} for value in headings]
        chosen = [related.guidance_id for related in self.related.all()]
        pages = GuidancePage.objects.for_lists().in_bulk(chosen) if chosen else {}
        context["related"] = [pages[key] for key in chosen if key in pages]
        context["similar"] = similar(self, without=context["related"])
        return context


class RelatedGuidance(Orderable):
    page = ParentalKey(GuidancePage, on_delete=models.CASCADE, related_name="related")
    guidance = models.ForeignKey(
        GuidancePage, verbose_name=_("guidance"), on_delete=models.CASCADE, related_name="related_from"
    )

    panels = [PageChooserPanel("guidance", "content.GuidancePage")]


class GuidanceIndexPage(ContentPage):
    body = BodyField(BodyBlock(), verbose_name=_("content"), blank=True, help_text=_("Stands after the list."))

    content_panels = [*ContentPage.content_panels, FieldPanel("body")]
    search_fields = [*ContentPage.search_fields, index.SearchField("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.GuidancePage"]
    template = "content/guidance_index_page.html"

    class Meta:
        verbose_name = _("guidance list")
        verbose_name_plural = _("guidance lists")

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *arguments, **options)
        return context | {"guidance": GuidancePage.objects.child_of(self).for_lists().order_by("path")}
