"""What robots ask for."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.content.sitemaps import PageSitemap
from portal.plugins.registry import plugins


def _sections() -> dict[str, Any]:
    """The pages, and what each plugin's `sitemaps.py` exports as `sitemaps`."""
    found = {"pages": PageSitemap}
    for plugin in plugins():
        if find_spec(f"{plugin.name}.sitemaps"):
            found |= import_module(f"{plugin.name}.sitemaps").sitemaps
    return {name: sitemap() for name, sitemap in found.items()}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses in one file, or an index of files once one is too long."""
    sections = _sections()
    if any(section.paginator.num_pages > 1 for section in sections.values()):
        return views.index(request, sections, sitemap_url_name="content:sitemap_section")
    return views.sitemap(request, sections)


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, _sections(), section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/admin/", "/konto/", "/en/account/", "/mina-sidor/", "/en/my-pages/", "/sok/", "/en/search/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
