"""A question for whoever asks it, by the mailed link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.science_shop.queries import history_of, path_of
from events.science_shop.services.links import find
from events.science_shop.views.crumbs import science_shop_crumbs


@never_cache
@require_safe
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mailed link leads: reading shows, only a pressed button acts."""
    if (question := find(token)) is None:
        raise Http404
    context = {
        "question": question,
        "path": path_of(question),
        "history": history_of(question),
        "crumbs": science_shop_crumbs(),
    }
    response = render(request, "science_shop/own.html", context)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
