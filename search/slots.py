"""The search box in places of other pages."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse


def _addresses() -> dict[str, str]:
    return {"url": reverse("search:search"), "suggest": reverse("api:suggest")}


def _header(request: HttpRequest | None, subject: Any) -> str:
    return render_to_string("search/header_box.html", _addresses())


def _box(request: HttpRequest | None, subject: Any) -> str:
    return render_to_string("search/box.html", _addresses())


slots = {"header": _header, "search-box": _box}
