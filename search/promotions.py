"""What editors have put first for certain questions: kept in the Wagtail admin, shown above what is found."""

from django.db.models import Q, QuerySet
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.utils import normalise_query_string

from portal.content.queries import readable


def promoted(text: str) -> QuerySet[SearchPromotion]:
    """What is promoted for exactly this question; a page only while everybody may read it. Writes nothing."""
    return (
        SearchPromotion.objects.filter(query__query_string=normalise_query_string(text))
        .filter(Q(page=None) | Q(page__in=readable(Page.objects.all())))
        .select_related("page__locale")
        .order_by("sort_order")
    )
