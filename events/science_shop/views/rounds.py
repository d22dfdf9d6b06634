"""Rounds: the list of them, and the page of each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.science_shop import round_queries
from events.science_shop.figure_plots import headlines_of
from events.science_shop.models import Round
from events.science_shop.views import reading
from events.science_shop.views.crumbs import Crumb, science_shop_crumbs

PER_PAGE = 24


def rounds_crumbs() -> list[Crumb]:
    return [*science_shop_crumbs(), {"label": _("Rounds"), "url": reverse("science_shop:rounds")}]


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """All of them, those that go on first."""
    found = round_queries.for_rows(reading.rounds(request))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "science_shop/rounds.html", {"page": page, "crumbs": science_shop_crumbs()})


@require_safe
def round_page(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(round_queries.for_page(reading.rounds(request)), slug=slug)
    own = Round.objects.coordinated_by(request.user)
    coordinates = not reading.lacks_second_factor(request) and own.filter(pk=found.pk).exists()
    context = {
        **round_queries.page_of(found, request.GET.get("page")),
        "headlines": headlines_of(found),
        "coordinates": coordinates,
        "crumbs": rounds_crumbs(),
    }
    return render(request, "science_shop/round.html", context)
