"""The search in places of other pages: the header's link and the home page's box."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse


def _header(request: HttpRequest | None, subject: Any) -> str:
    return render_to_string("search/header_link.html", {"url": reverse("search:search")})


def _home(request: HttpRequest | None, subject: Any) -> str:
    return render_to_string("search/home_box.html", {"url": reverse("search:search")})


slots = {"header": _header, "home-search": _home}
