"""News that editors publish, schedule and feature."""

from typing import Any, Self

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, Tag
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Locale, PageManager, PageQuerySet
from wagtail.search import index

from portal.content.blocks import BodyBlock
from portal.content.fields import BodyField
from portal.content.models.base import ContentPage, PicturePage
from portal.content.queries import readable, similar
from portal.content.renditions import renditions_of

PER_PAGE = 12


class NewsTag(ItemBase):
    tag = models.ForeignKey(Tag, verbose_name=_("tag"), on_delete=models.CASCADE, related_name="news")
    content_object = ParentalKey("content.NewsPage", on_delete=models.CASCADE, related_name="tagged")


class NewsQuerySet(PageQuerySet):
    def of(self, locale: Locale | int) -> Self:
        """What everybody may read in one language, newest first."""
        return readable(self).filter(locale=locale).order_by("-date", "-first_published_at", "-pk")

    def featured_first(self) -> Self:
        return self.order_by("-featured", "-date", "-first_published_at", "-pk")

    def for_lists(self) -> Self:
        """With what a card shows, in two queries for any number."""
        return self.defer_streamfields().select_related("image").prefetch_related(renditions_of("image", ["card"]))


class NewsPage(PicturePage):
    tagged: models.Manager
    date = models.DateField(_("date"), default=timezone.localdate)
    author = models.CharField(
        _("author"), max_length=100, blank=True, help_text=_("Who wrote it, or the organisation that tells it.")
    )
    featured = models.BooleanField(_("featured"), default=False, help_text=_("Stands first on the home page."))
    body = BodyField(BodyBlock(), verbose_name=_("content"), blank=True)
    tags = ClusterTaggableManager(through=NewsTag, blank=True, verbose_name=_("tags"))

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("date"), FieldPanel("author"), FieldPanel("featured")], heading=_("About the news")
        ),
        PicturePage.picture_panel,
        FieldPanel("body"),
        FieldPanel("tags"),
    ]
    search_fields = [*ContentPage.search_fields, index.SearchField("body"), index.FilterField("date")]
    parent_page_types = ["content.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "content/news_page.html"

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    @property
    def list_url(self) -> str:
        """The address of the list that it stands in, which is the beginning of its own."""
        return self.get_url().removesuffix(f"{self.slug}/")

    def tag_labels(self) -> dict[str, str]:
        return {tag.slug: tag.name for tag in self.tags.all()}

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *arguments, **options)
        context["tags"] = [{"name": tag.name, "url": f"{self.list_url}?tag={tag.slug}"} for tag in self.tags.all()]
        context["similar"] = similar(self)
        return context


class NewsIndexPage(ContentPage):
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.NewsPage"]
    template = "content/news_index_page.html"

    class Meta:
        verbose_name = _("news list")
        verbose_name_plural = _("news lists")

    def get_context(self, request: HttpRequest, *arguments: Any, **options: Any) -> dict[str, Any]:
        context = super().get_context(request, *arguments, **options)
        news = NewsPage.objects.of(self.locale_id).child_of(self)
        if slug := request.GET.get("tag", ""):
            context["tag"] = Tag.objects.filter(slug=slug[:100], news__content_object__in=news).first()
            news = news.filter(tags__slug=slug[:100]).distinct()
        context["feed"] = reverse(f"content:news_feed_{get_language()}")
        context["news"] = Paginator(news.for_lists(), PER_PAGE).get_page(request.GET.get("page"))
        return context
