"""The language switch: where the same thing stands in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language
from wagtail.models import Page

from portal.content.queries import readable

# Each in its own language: who looks for it may read no other.
NAMES = {"sv": "Svenska", "en": "English"}
INVITATIONS = {"sv": "Läs på svenska", "en": "Read in English"}
HOMES = {"sv": "/", "en": "/en/"}


def alternates_of_page(page: Page) -> list[dict[str, Any]]:
    """For each language where `page` stands, else that language's home page."""
    translations = readable(Page.objects.translation_of(page)).select_related("locale") if page.pk else []
    urls = {translated.locale.language_code: translated.get_url() for translated in translations}
    return _entries(urls | {_current(): page.get_url()})


def alternates_of_request(request: HttpRequest) -> list[dict[str, Any]]:
    """The same for what is no page: the address translated, else the home page."""
    match = request.resolver_match
    if match is None or match.url_name == "wagtail_serve":
        return _entries({})  # Nothing is there, so nothing is there in another language.
    address = request.get_full_path()
    translated = {code: translate_url(address, code) for code, _name in settings.LANGUAGES}
    others = {code: url for code, url in translated.items() if url != address}
    return _entries(others | {_current(): address})


def _current() -> str:
    return get_language() or "sv"


def _entries(urls: dict[str, str | None]) -> list[dict[str, Any]]:
    """One for each language; `is_same_page` is false where `url` is only that language's home."""
    return [
        {
            "code": code,
            "label": NAMES[code],
            "invitation": INVITATIONS[code],
            "url": urls.get(code) or HOMES[code],
            "current": code == _current(),
            "is_same_page": bool(urls.get(code)),
        }
        for code, _name in settings.LANGUAGES
    ]
