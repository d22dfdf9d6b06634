"""What robots ask for."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap

from portal.plugins.registry import plugins


def _sitemaps() -> dict[str, type]:
    """The pages, and what each plugin's `sitemaps.py` exports as `sitemaps`."""
    found: dict[str, type] = {"pages": Sitemap}
    for plugin in plugins():
        if find_spec(f"{plugin.name}.sitemaps"):
            found |= import_module(f"{plugin.name}.sitemaps").sitemaps
    return found


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return wagtail_sitemap(request, _sitemaps())


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/admin/", "/konto/", "/en/account/", "/mina-sidor/", "/en/my-pages/", "/sok/", "/en/search/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
