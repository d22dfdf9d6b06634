"""What search engines may know of the pages: each with its translations."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from wagtail.models import Page, PageQuerySet

from portal.content.addresses import FIRST_WORD
from portal.content.queries import readable


class PageSitemap(Sitemap):
    limit = 5000

    def items(self) -> PageQuerySet:
        return readable(Page.objects.filter(depth__gte=FIRST_WORD - 1)).select_related("locale").order_by("path")

    def location(self, page: Page) -> str:
        return page.get_url() or ""

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        keys = {url["item"].translation_key for url in urls}
        root = urls[0]["location"].removesuffix(self.location(urls[0]["item"])) if urls else ""
        languages: dict[Any, list[dict[str, str]]] = {}
        for other in self.items().filter(translation_key__in=keys):
            alternate = {"location": f"{root}{other.get_url()}", "lang_code": other.locale.language_code}
            languages.setdefault(other.translation_key, []).append(alternate)
        for url in urls:
            alternates = languages[url["item"].translation_key]
            url["alternates"] = alternates if len(alternates) > 1 else []
        return urls
