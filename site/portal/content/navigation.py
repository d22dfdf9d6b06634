"""The pages that editors have put into the menus."""

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import BooleanField, Case, Q, When
from django.utils.translation import get_language
from wagtail.models import Page

from portal.content.queries import readable
from portal.plugins import NavigationItem

AFTER_THE_PLUGINS = 100


class PagesInMenus:
    """Iterating asks the database what is in the menus of the current language now."""

    def __iter__(self) -> Iterator[NavigationItem]:
        in_footer = Q(standardpage__in_footer=True) | Q(accessibilitystatementpage__in_footer=True)
        pages = readable(Page.objects.filter(locale__language_code=get_language() or "sv", depth__gt=2))
        pages = pages.annotate(in_footer=Case(When(in_footer, then=True), default=False, output_field=BooleanField()))
        for page in pages.filter(Q(show_in_menus=True) | Q(in_footer=True)).order_by("path"):
            entry = NavigationItem(page.title, url=page.get_url() or "", order=AFTER_THE_PLUGINS)
            if page.show_in_menus:
                yield entry
            if page.in_footer:  # ty: ignore[missing-attribute]
                yield replace(entry, menu="footer")


items = PagesInMenus()
