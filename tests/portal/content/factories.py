"""Pages for tests, published below the home page of their language."""

import datetime
from io import BytesIO
from typing import Any, TypeVar

from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Page

from portal.content.models import GuidanceIndexPage, GuidancePage, HomePage, NewsIndexPage, NewsPage, StandardPage

P = TypeVar("P", bound=Page)


def home(language: str = "sv") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def below(parent: Page, page: P) -> P:
    """`page`, published below `parent`."""
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def news_index(language: str = "sv", **values: Any) -> NewsIndexPage:
    found = NewsIndexPage.objects.filter(locale__language_code=language).first()
    values = {"title": "Nyheter" if language == "sv" else "News", "show_in_menus": True} | values
    return found or below(home(language), NewsIndexPage(**values))


def news(title: str = "Tre byar delar på en fruktpress", language: str = "sv", **values: Any) -> NewsPage:
    values = {"lead": "Byföreningen lånade ut pressen en helg.", "date": datetime.date(2026, 11, 24)} | values
    return below(news_index(language), NewsPage(title=title, **values))


def guidance(title: str = "Vad är en social innovation?", language: str = "sv", **values: Any) -> GuidancePage:
    index = GuidanceIndexPage.objects.filter(locale__language_code=language).first()
    index = index or below(home(language), GuidanceIndexPage(title="Kunskap", show_in_menus=True))
    return below(index, GuidancePage(title=title, **values))


def standard(title: str = "Om oss", language: str = "sv", **values: Any) -> StandardPage:
    return below(home(language), StandardPage(title=title, **values))


def image(title: str = "Fält") -> Any:
    picture = BytesIO()
    Pillow.new("RGB", (2000, 1000), "#f4c927").save(picture, "PNG")
    picture.seek(0)
    return get_image_model().objects.create(title=title, file=ImageFile(picture, name="field.png"))
