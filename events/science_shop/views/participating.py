"""Whether somebody goes on in a round, by the mailed link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.science_shop.participating_forms import GoOnForm
from events.science_shop.services import participating
from events.science_shop.views.rounds import rounds_crumbs
from events.science_shop.vocabulary import Decision
from portal.plugins.http import same_origin_required


@never_cache
@same_origin_required
@require_http_methods(["GET", "HEAD", "POST"])
def go_on(request: HttpRequest, token: str) -> HttpResponse:
    """Where a mailed link leads: reading shows, only a pressed button acts."""
    if (participant := participating.find(token)) is None:
        raise Http404
    form = GoOnForm(participant, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        participating.decide(participant, goes_on=said["decision"] == Decision.GOES_ON, role=said["role"])
        response: HttpResponse = redirect(f"{reverse('science_shop:go_on', args=[token])}?saved")
    else:
        context = {
            "participant": participant,
            "round": participant.round,
            "form": form,
            "was_saved": "saved" in request.GET and participant.decision != Decision.UNDECIDED,
            "crumbs": rounds_crumbs(),
        }
        status = 422 if form.errors else 200
        response = render(request, "science_shop/go_on.html", context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
