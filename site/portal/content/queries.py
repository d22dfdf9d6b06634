"""Which pages everybody may read, and what is like one of them."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import PageQuerySet, PageViewRestriction

from portal.plugins import search

Pages = TypeVar("Pages", bound=PageQuerySet)

MOST_SIMILAR = 3
# Pages about the portal itself: nobody reads on there.
ABOUT_THE_PORTAL = ("page", "statement")


def readable(pages: Pages) -> Pages:
    """Those of `pages` that are live and neither restricted nor below a page that is.

    Within the same query: Wagtail's own `public()` asks for every restriction first.
    """
    above = Substr(OuterRef("path"), 1, Length("page__path"))  # ty: ignore[invalid-argument-type]
    return pages.live().exclude(Exists(PageViewRestriction.objects.filter(page__path=above)))


def similar(page: Any, without: Iterable[Any] = ()) -> list[search.Hit]:
    """Whatever the search says is like the words of `page`: organisations, initiatives, meetups and pages."""
    known = {page.get_url(), *(other.get_url() for other in without)}
    text = f"{page.title} {page.lead} {page.text}"
    hits = search.similar(text, language=page.locale.language_code, limit=2 * MOST_SIMILAR + len(known))
    return [hit for hit in hits if hit.url not in known and hit.kind not in ABOUT_THE_PORTAL][:MOST_SIMILAR]
