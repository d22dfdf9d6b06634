"""The researchers whom everybody may see: their list, and the page of each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.science_shop import researcher_lists
from events.science_shop.models import Question
from events.science_shop.queries import for_lists
from events.science_shop.researcher_lists import ResearcherFilters
from events.science_shop.structured_data import person_json_ld
from events.science_shop.views import reading
from events.science_shop.views.crumbs import science_shop_crumbs

PER_PAGE = 30


@require_safe
def researchers(request: HttpRequest) -> HttpResponse:
    filters = ResearcherFilters.of(request.GET)
    page = Paginator(researcher_lists.found(filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "groups": researcher_lists.groups(filters),
        "chosen": len(filters.field),
        "chips": researcher_lists.chips(filters),
        "crumbs": science_shop_crumbs(),
    }
    return render(request, "science_shop/researchers.html", context)


@require_safe
def researcher(request: HttpRequest, uuid: str) -> HttpResponse:
    """Whoever may not be shown is not there; they see their own, as others will."""
    seen = reading.researchers(request).prefetch_related("fields", "tagged__tag")
    found = get_object_or_404(seen, uuid=uuid)
    named = found.takings.filter(shows_name=True).values("question_id")
    context = {
        "researcher": found,
        "questions": for_lists(Question.objects.public().filter(pk__in=named)).order_by("-stage_since", "-pk")[:24],
        "is_own": found.user_id == request.user.pk,
        "structured_data": person_json_ld(found, request.build_absolute_uri(request.path)) if found.is_shown else "",
        "crumbs": [*science_shop_crumbs(), {"label": _("Researchers"), "url": reverse("science_shop:researchers")}],
    }
    return render(request, "science_shop/researcher.html", context)
