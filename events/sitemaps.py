from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from events.models import Event


class EventSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True

    def items(self) -> QuerySet:
        return Event.objects.visible_to(AnonymousUser()).order_by("pk")

    def lastmod(self, item: Event) -> object:
        return item.last_published_at


sitemaps = {"events": EventSitemap}
