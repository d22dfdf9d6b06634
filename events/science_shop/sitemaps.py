from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from events.science_shop.models import Question


class QuestionSitemap(Sitemap):
    i18n = True
    alternates = True
    x_default = True

    def items(self) -> QuerySet:
        return Question.objects.public().order_by("pk")

    def lastmod(self, item: Question) -> object:
        return item.stage_since


sitemaps = {"questions": QuestionSitemap}
