"""News as Atom, one feed for each language."""

from datetime import datetime, time

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale

from portal.content.models import NewsPage
from portal.plugins.feeds import AtomFeed

LATEST = 20


class NewsFeed(AtomFeed):
    def get_object(self, request: HttpRequest, language: str) -> str:
        return language

    def title(self, language: str) -> str:
        with override(language):
            return _("News from %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}

    def link(self, language: str) -> str:
        return settings.BASE_URL + ("/en/" if language == "en" else "/")

    def feed_url(self, language: str) -> str:
        return settings.BASE_URL + reverse(f"content:news_feed_{language}")

    def items(self, language: str) -> QuerySet[NewsPage]:
        news = NewsPage.objects.of(Locale.objects.get(language_code=language))
        return news.defer_streamfields().prefetch_related("tagged__tag")[:LATEST]

    def item_title(self, item: NewsPage) -> str:
        return item.title

    def item_description(self, item: NewsPage) -> str:
        return item.lead

    def item_link(self, item: NewsPage) -> str:
        return settings.BASE_URL + (item.get_url() or "")

    def item_author_name(self, item: NewsPage) -> str | None:
        return item.author or None

    def item_categories(self, item: NewsPage) -> list[str]:
        return [tagged.tag.name for tagged in item.tagged.all()]

    def item_pubdate(self, item: NewsPage) -> datetime:
        return timezone.make_aware(datetime.combine(item.date, time()))

    def item_updateddate(self, item: NewsPage) -> datetime:
        return item.last_published_at or self.item_pubdate(item)
