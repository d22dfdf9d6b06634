"""Pages for those who run the site."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.operations import health, queries
from portal.operations.models import OutgoingMessage

MESSAGES_ON_A_PAGE = 25


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The web server answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The site can serve; else 503 with what keeps it from that."""
    problems = health.problems()
    return JsonResponse({"ready": not problems, "problems": problems}, status=503 if problems else 200)


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """The mail of a demonstration, newest first; elsewhere there is no such page."""
    if not settings.RELAXED:
        raise Http404
    rows = OutgoingMessage.objects.order_by("-created_at", "-pk")
    page = Paginator(rows, MESSAGES_ON_A_PAGE).get_page(request.GET.get("page"))
    sent = [queries.readable(row) for row in page]
    return render(request, "operations/outbox.html", {"page": page, "sent": sent})
