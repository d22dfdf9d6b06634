"""Telling how it went, by the mailed link; and what was told, for those who coordinate."""

from contextlib import suppress

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.science_shop import evaluation_queries as queries
from events.science_shop.evaluation_forms import EvaluationForm
from events.science_shop.services import evaluating
from events.science_shop.views.coordinating.access import coordinating_crumbs, coordinators_page
from events.science_shop.views.crumbs import science_shop_crumbs
from portal.plugins.http import same_origin_required


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads: reading shows, only the pressed button acts."""
    if (evaluation := evaluating.find(token)) is None:
        raise Http404
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            # Pressed twice, or too late: the page says so.
            with suppress(evaluating.Closed):
                evaluating.answer(evaluation, form.cleaned_data)
            return _private(redirect("science_shop:evaluate", token=token))
        status = 422
    context = {"evaluation": evaluation, "form": form, "crumbs": science_shop_crumbs()}
    return _private(render(request, "science_shop/evaluate.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@coordinators_page
def evaluations(request: HttpRequest) -> HttpResponse:
    """Who was asked about the questions that the person coordinates, who has answered, and what they said."""
    context = {
        "page": queries.page_of(request.user, request.GET.get("page")),
        "counts": queries.counts(request.user),
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/evaluations.html", context)
