"""What waits for those who coordinate, on Mina sidor and on the admin's first page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from events.science_shop.board_queries import waits_for
from events.science_shop.models import Researcher
from events.science_shop.models.rounds import COORDINATES_ALL
from events.science_shop.permissions import coordinates_any
from events.science_shop.views.reading import lacks_second_factor


def coordinating(request: HttpRequest) -> str:
    """The way to the board, with what waits there once the second factor is shown."""
    if not coordinates_any(request.user):
        return ""
    waits = None if lacks_second_factor(request) else waits_for(request.user)
    return render_to_string("science_shop/slots/coordinating.html", {"waits": waits}, request)


def admin_home(request: HttpRequest, subject: Any) -> str | None:
    """What waits for whoever coordinates all: new questions, overdue ones, researchers to confirm."""
    if not request.user.has_perm(COORDINATES_ALL) or lacks_second_factor(request):
        return None
    waits = waits_for(request.user)
    researchers = Researcher.objects.filter(confirmed_at=None).count()
    if not (researchers or any(waits.values())):
        return None
    context = {"waits": waits, "researchers": researchers}
    return render_to_string("science_shop/slots/admin_home.html", context, request)
