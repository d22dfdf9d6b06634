"""What is found of the pages."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.content.models import AccessibilityStatementPage, GuidancePage, NewsPage, StandardPage
from portal.content.models.base import ContentPage
from portal.content.queries import readable
from portal.plugins.search import Document, SearchSource


class PageSource(SearchSource):
    """A kind of page; one document for each, in its own language."""

    model: type[ContentPage]

    def visible(self) -> QuerySet:
        return readable(self.model.objects.all()).select_related("locale")

    def documents(self, page: ContentPage) -> Iterable[Document]:
        yield Document(
            language=page.locale.language_code,
            title=page.title,
            url=page.get_url() or "",
            summary=page.summary,
            text=page.text,
            tags=tuple(page.tag_labels().values()),
            facets={"tag": page.tag_labels()},
            group=str(page.translation_key),
            published_at=page.first_published_at,
        )


class NewsSource(PageSource):
    kind = "news"
    label = _("Piece of news")
    plural = pgettext_lazy("a kind of what is found", "News")
    icon = "newspaper"
    model = NewsPage


class GuidanceSource(PageSource):
    kind = "guidance"
    label = _("Knowledge")
    icon = "book-open"
    model = GuidancePage


class StandardSource(PageSource):
    kind = "page"
    label = _("Page")
    icon = "file-text"
    model = StandardPage


class StatementSource(StandardSource):
    kind = "statement"
    model = AccessibilityStatementPage


sources = [NewsSource, GuidanceSource, StandardSource, StatementSource]
