"""The language switch: where the same thing stands in the other language."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, override
from wagtail.models import Page

from portal.content.queries import readable

NAMES = {"sv": "Svenska", "en": "English"}
HOMES = {"sv": "/", "en": "/en/"}


def _entry(code: str, url: str, current: str) -> dict:
    return {"code": code, "label": NAMES[code], "url": url, "current": code == current}


def alternates_of_page(page: Page) -> list[dict]:
    """For each language where `page` stands, else that language's home page."""
    own = get_language() or "sv"
    translations = readable(Page.objects.translation_of(page)).select_related("locale") if page.pk else []
    urls = {translated.locale.language_code: translated.get_url() for translated in translations}
    urls[own] = page.get_url()
    return [_entry(code, urls.get(code) or HOMES[code], own) for code, _name in settings.LANGUAGES]


def alternates_of_request(request: HttpRequest) -> list[dict]:
    """The same for what is no page: the address translated, else the home page."""
    current = get_language() or "sv"
    entries = []
    for code, _name in settings.LANGUAGES:
        with override(current):
            url = request.get_full_path() if code == current else translate_url(request.get_full_path(), code)
        if code != current and url == request.get_full_path():
            url = HOMES[code]
        entries.append(_entry(code, url, current))
    return entries
