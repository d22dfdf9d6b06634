"""Ending a round, and taking that back."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.science_shop import board_queries
from events.science_shop.models import Participant, Round
from events.science_shop.services import closing
from events.science_shop.views.coordinating.access import coordinating_crumbs, coordinators_page
from portal.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@coordinators_page
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """What is open in the round, and the button that ends it."""
    rounds = Round.objects.coordinated_by(request.user).select_related("closing")
    found = get_object_or_404(rounds, slug=slug)
    if request.method == "POST":
        by = cast("User", request.user)
        if (action := request.POST.get("action")) == "close":
            closing.close(found, by=by)
            messages.success(request, _("The round is over. Its questions stay where they are."))
        elif action == "open":
            closing.open_again(found, by=by)
            messages.success(request, _("The round goes on."))
        else:
            raise Http404
        return redirect(request.path)
    columns, _ended = board_queries.board(request.user, board_queries.Chosen(round=found.slug))
    context = {
        "round": found,
        "columns": [shown for shown in columns if shown.number],
        "participants": Participant.objects.filter(round=found, erased_at=None).count(),
        "crumbs": coordinating_crumbs(),
    }
    return render(request, "science_shop/coordinating/close_round.html", context)
