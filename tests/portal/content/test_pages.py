"""Every kind of page, as a visitor meets it."""

import datetime
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.content.checks import pages_are_reached
from portal.content.models import AccessibilityStatementPage, RelatedGuidance, StandardPage
from tests.directory.factories import OrganisationFactory
from tests.portal.content import factories

pytestmark = pytest.mark.django_db
SECTIONS = [{"type": "section", "value": {"heading": "Nästa steg", "body": [{"type": "text", "value": "<p>Gå.</p>"}]}}]


def test_each_language_has_a_home_page_from_the_start(client: Client):
    assert factories.home("sv").title in client.get("/").content.decode()
    assert factories.home("en").title in client.get("/en/").content.decode()


def test_the_home_page_shows_featured_news_first(client: Client):
    factories.news("Äldre men viktig", featured=True, date=datetime.date(2026, 1, 1))
    factories.news("Nyare")
    html = client.get("/").content.decode()
    assert 0 < html.index("Äldre men viktig") < html.index("Nyare")


def test_news_says_when_and_by_whom(client: Client):
    page = factories.news(author="Byföreningen Exempel", image=factories.image(), image_alt="En fruktpress")
    page.tags.add("frukt")
    page.save()
    html = client.get(page.url).content.decode()
    for words in ["24 november 2026", "Byföreningen Exempel", 'alt="En fruktpress"', "?tag=frukt"]:
        assert words in html
    assert page.title in client.get(page.get_parent().url, {"tag": "frukt"}).content.decode()
    assert page.title not in client.get(page.get_parent().url, {"tag": "annat"}).content.decode()


def test_guidance_lists_its_sections_and_leads_on(client: Client):
    other = factories.guidance("Lokala överenskommelser")
    page = factories.guidance(sections=SECTIONS, last_reviewed=datetime.date(2026, 10, 12))
    RelatedGuidance.objects.create(page=page, guidance=other)
    html = client.get(page.url).content.decode()
    for words in ['href="#nasta-steg"', 'id="nasta-steg"', "12 oktober 2026", other.url]:
        assert words in html
    assert page.title in client.get(page.get_parent().url).content.decode()


LIKE = "Vi odlar grönsaker på skolgården, och eleverna komposterar."


@pytest.mark.parametrize("factory", [factories.guidance, factories.news])
def test_what_is_like_a_page_stands_below_it_whatever_its_kind(client: Client, factory):
    page = factory("Skolgårdens odling", lead=LIKE)
    other = OrganisationFactory(name="Grönsakerna", summary_sv=LIKE)
    factories.standard("Om portalen", lead=LIKE)
    OrganisationFactory(name="Banken", summary_sv="Räntor och lån.")
    main = client.get(page.url).content.decode().split("<footer")[0]
    similar = main.split("Liknande på portalen")[1]
    assert re.findall(r'<h3><a href="([^"]*)"', similar) == [other.get_absolute_url()]
    assert "Liknande på portalen" not in client.get(factories.news("Helt annat", lead="").url).content.decode()


def test_guidance_that_an_editor_chose_does_not_come_twice(client: Client):
    chosen = factories.guidance("Kompost på skolgården", lead=LIKE)
    page = factories.guidance("Skolgårdens odling", lead=LIKE)
    assert client.get(page.url).content.decode().count(chosen.url) == 1
    RelatedGuidance.objects.create(page=page, guidance=chosen, sort_order=0)
    html = client.get(page.url).content.decode()
    assert html.count(chosen.url) == 1
    assert "Liknande på portalen" not in html


def test_the_accessibility_statement_holds_what_the_law_asks_for(client: Client):
    day = datetime.date(2026, 11, 1)
    statement = AccessibilityStatementPage(
        title="Tillgänglighet",
        actor="Exempelföreningen",
        service="portalen",
        method="<p>Vi provade själva.</p>",
        assessed_on=day,
        updated_on=day,
        report_email="hej@example.org",
        faults=[{"type": "fault", "value": {"what": "Kartan.", "why": "Den är ny.", "mended_by": "mars"}}],
    )
    html = client.get(factories.below(factories.home(), statement).url).content.decode()
    for words in [
        "https://www.digg.se/tdosanmalan",
        "Exempelföreningen",
        "Kartan.",
        "1 november 2026",
        "hej@example.org",
    ]:
        assert words in html


@pytest.mark.parametrize("slug", ["hitta", "konto", "admin", "mina-sidor", "sok"])
def test_a_page_may_not_have_the_address_of_another_part(slug: str):
    with pytest.raises(ValidationError):
        factories.standard(slug=slug)


def test_the_check_names_a_page_that_is_never_seen():
    page = factories.standard()
    assert pages_are_reached(databases=["default"]) == []
    StandardPage.objects.filter(pk=page.pk).update(slug="hitta")
    [error] = pages_are_reached(databases=["default"])
    assert "Om oss" in error.msg


def test_a_picture_needs_words():
    with pytest.raises(ValidationError):
        factories.news(image=factories.image())
