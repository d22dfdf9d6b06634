"""The figures of the science shop, for all: as pictures with their tables, and as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.registered_files import as_csv
from events.science_shop import figure_plots
from events.science_shop.figures import FEWEST, figures
from events.science_shop.models import Round
from events.science_shop.views.crumbs import science_shop_crumbs


@require_safe
def figures_page(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Of all, or of a round."""
    round = _round(slug)
    found = figures(round)
    context: dict[str, Any] = {
        "round": round,
        "figures": found,
        "headlines": figure_plots.headlines(found),
        "to_contact": figure_plots.days_in_words(found.days_to_contact) if found.days_to_contact is not None else "",
        "plots": figure_plots.plots(found),
        "marks": figure_plots.marks_in_words(found),
        "fewest": FEWEST,
        "today": timezone.localdate(),
        "rounds": Round.objects.visible_to(None) if round is None else (),
        "crumbs": _crumbs(round),
    }
    return render(request, "science_shop/figures.html", context)


@require_safe
def figures_file(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The same for a spreadsheet."""
    name = f"forskarverkstad-{slug or 'alla'}-{timezone.localdate()}.csv"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = as_csv(figure_plots.lines(figures(_round(slug))))
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=disposition)


def _round(slug: str) -> Round | None:
    return get_object_or_404(Round.objects.visible_to(None), slug=slug) if slug else None


def _crumbs(round: Round | None) -> list[dict[str, str]]:
    crumbs = science_shop_crumbs()
    return [*crumbs, {"label": round.title, "url": round.get_absolute_url()}] if round else crumbs
