"""The style guide: every component in every state, on one page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from portal.design import specimens


@never_cache
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show the style guide to those who work here, and to nobody else: it is a tool, not content."""
    if not settings.DEBUG and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return render(request, "design/style_guide.html", specimens.everything())
