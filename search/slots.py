"""The search box in places of other pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html


def _addresses() -> dict[str, str]:
    return {"url": reverse("search:search"), "suggest": reverse("api:suggest")}


def _header(request: HttpRequest | None, subject: Any) -> str:
    return render_to_string("search/header_box.html", _addresses())


def _box(request: HttpRequest | None, subject: Any) -> str:
    return render_to_string("search/box.html", _addresses())


def _link(request: HttpRequest | None, subject: Any) -> str:
    return format_html(
        '<link rel="search" type="application/opensearchdescription+xml" title="{}" href="{}">',
        settings.WAGTAIL_SITE_NAME,
        reverse("search:description"),
    )


slots = {"head": _link, "header": _header, "search-box": _box}
