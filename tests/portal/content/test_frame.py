"""What surrounds every page: menus, footer, the language switch; and what machines read."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction, Site

from portal.content.models import Partner, SiteSettings, StandardPage
from tests.portal.content import factories

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def translated(page: Page, title: str) -> Page:
    """`page` in English, published."""
    copy = page.copy_for_translation(Locale.objects.get(language_code="en"))
    copy.title, copy.slug = title, title.lower().replace(" ", "-")
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy


def switch(client: Client, address: str) -> str:
    """Where the language switch of the page at `address` leads."""
    html = client.get(address).content.decode()
    found = re.search(r'<a class="header-wide" href="([^"]+)"', html)
    assert found
    return found[1]


def attribute(parent: ElementTree.Element, path: str, name: str) -> str:
    found = parent.find(path, ATOM)
    assert found is not None
    return found.attrib[name]


def test_the_language_switch_leads_to_the_same_page(client: Client):
    page = factories.standard("Om oss")
    english = translated(page, "About us")
    assert switch(client, page.url) == english.url == "/en/about-us/"
    assert switch(client, english.url) == page.url
    assert f'hreflang="en" href="http://testserver{english.url}"' in client.get(page.url).content.decode()


def test_without_a_live_translation_it_leads_home_and_claims_no_alternate(client: Client):
    page = factories.standard("Om oss")
    assert switch(client, page.url) == "/en/"
    assert '<link rel="alternate" hreflang="en"' not in client.get(page.url).content.decode()
    translated(page, "About us").unpublish()
    assert switch(client, page.url) == "/en/"


def test_the_switch_keeps_to_a_plugins_page(client: Client):
    assert switch(client, "/hitta/?q=cykel") == "/en/find/?q=cykel"
    assert switch(client, "/finns-inte/") == "/en/"


def test_the_menu_names_the_pages_of_its_language_after_the_plugins(client: Client):
    page = factories.standard("Om oss", show_in_menus=True)
    factories.standard("Gömd")
    html = client.get("/").content.decode()
    menu = html[html.index("<nav") : html.index("</nav>")]
    assert menu.index("/hitta/") < menu.index(page.url)
    assert "Gömd" not in html
    assert page.url not in client.get("/en/").content.decode()


def test_the_footer_says_what_editors_wrote_in_the_language_of_the_page(client: Client):
    contact = factories.standard("Kontakt", in_footer=True)
    english = translated(contact, "Contact us")
    written = SiteSettings.objects.create(
        site=Site.objects.get(),
        contact_email="hej@example.org",
        instagram="https://www.instagram.com/exempel",
        footer_sv="Vi finns här.",
        footer_en="We are here.",
    )
    Partner.objects.create(settings=written, name="Exempel AB", url="https://example.org/")
    html = client.get("/").content.decode()
    for words in ["hej@example.org", "Vi finns här.", "instagram.com/exempel", contact.url, "Exempel AB"]:
        assert words in html
    html = client.get("/en/").content.decode()
    assert "We are here." in html
    assert english.url in html
    assert f'href="{contact.url}"' not in html


def test_a_frame_without_settings_writes_nothing(client: Client):
    client.get("/")
    assert not SiteSettings.objects.exists()


def test_the_feed_tells_what_is_published_in_its_language(client: Client):
    page = factories.news(author="Exempelföreningen")
    page.tags.add("frukt")
    page.save()
    factories.news("Utkast").unpublish()
    factories.news("In English", language="en")
    response = client.get("/nyheter.atom")
    feed = ElementTree.fromstring(response.content)
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    assert [entry.text for entry in feed.findall("a:entry/a:title", ATOM)] == [page.title]
    [entry] = feed.findall("a:entry", ATOM)
    assert attribute(entry, "a:link", "href") == f"http://127.0.0.1:8000{page.url}"
    assert attribute(entry, "a:category", "term") == "frukt"
    assert b"In English" in client.get("/en/news.atom").content
    for address, feed_address in {"/": "/nyheter.atom", "/en/": "/en/news.atom"}.items():
        assert f'type="application/atom+xml" href="{feed_address}"' in client.get(address).content.decode()


def test_the_sitemap_names_public_pages_with_their_translations(client: Client):
    page = factories.standard("Om oss")
    english = translated(page, "About us")
    secret = factories.standard("Hemligt")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    factories.below(secret, StandardPage(title="Hemligare"))
    factories.standard("Utkast").unpublish()
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {url.findtext("s:loc", "", MAP): url for url in tree.findall("s:url", MAP)}
    pages = {address.removeprefix("http://testserver") for address in found}
    assert {"/", "/en/", page.url, english.url} <= pages
    assert not [address for address in pages if "hemlig" in address or "utkast" in address]
    alternates = {link.attrib["href"] for link in found[f"http://testserver{page.url}"].findall("x:link", MAP)}
    assert alternates == {f"http://testserver{page.url}", f"http://testserver{english.url}"}


def test_a_long_sitemap_becomes_an_index(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.content.sitemaps.PageSitemap.limit", 1)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [part.text for part in index.findall("s:sitemap/s:loc", MAP)]
    assert "http://testserver/sitemap-pages.xml?p=2" in parts
    assert b"<loc>http://testserver/en/</loc>" in client.get("/sitemap-pages.xml?p=2").content


def test_robots_are_told_where_the_map_is(client: Client):
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in client.get("/robots.txt").content.decode()
