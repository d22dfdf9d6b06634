"""What search engines may know of the directory: every public profile, in both languages."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from directory.models import Initiative, Organisation, SupportOffer
from directory.models.common import Entry


class EntrySitemap(Sitemap):
    i18n = True
    alternates = True
    limit = 2000

    def lastmod(self, entry: Entry) -> datetime | None:
        return entry.last_published_at


class OrganisationSitemap(EntrySitemap):
    def items(self) -> QuerySet:
        return Organisation.objects.visible_to(None)


class InitiativeSitemap(EntrySitemap):
    def items(self) -> QuerySet:
        return Initiative.objects.visible_to(None)


class SupportOfferSitemap(EntrySitemap):
    def items(self) -> QuerySet:
        return SupportOffer.objects.visible_to(None)


sitemaps = {
    "organisations": OrganisationSitemap,
    "initiatives": InitiativeSitemap,
    "support-offers": SupportOfferSitemap,
}
