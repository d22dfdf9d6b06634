"""What a question came to, in a real browser: the answer and its sheet for paper, the figures, the mailed form."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, Site

AXE = (ROOT / "tests" / "browser" / "vendor" / "axe.min.js").read_text()
ROWS = """
from django.utils import timezone
from events.science_shop.models import *
from events.science_shop.services.evaluating import token_of
from portal.plugins import search
question, made = Question.objects.get_or_create(
    slug="bladets-fraga",
    defaults=dict(
        title="Vad gör en öppen cykelverkstad för barn och grannar?", problem="x", stage="answered", outcome="answered"
    ),
)
if made:
    words = "De som lagar sin cykel själva cyklar mer även ett år senare, säger tre studier från Malmö. ".split()
    summary = " ".join((words * 20)[:250])
    KnowledgeItem.objects.create(question=question, summary=summary, methods="Vi läste 14 artiklar.")
    for number in range(3):
        finding = Finding.objects.create(question=question, text=" ".join(words * 3), certainty="medium")
        for other in range(2):
            title = "Andersson, B. & Berg, C. (2023). Community bicycle workshops and everyday cycling: a cohort study."
            Source.objects.create(finding=finding, title=title, doi=f"10.1234/cykel.2023.{number}{other}")
    Evaluation.objects.create(question=question, occasion="close")
search.publish(question)
print("TOKEN", token_of(question.evaluations.get()))
"""
ANSWER = "/forskarverkstad/svar/bladets-fraga/"


@pytest.fixture(scope="module")
def token(site: Site) -> str:
    """A question with an answer of 250 words, three findings and six sources, and the token of its evaluation."""
    return site.manage("shell", "-c", ROWS).split("TOKEN ")[1].strip()


@pytest.fixture(params=[360, 1280])
def reader(request: pytest.FixtureRequest, browser: Browser, site: Site):
    size = {"width": request.param, "height": 900}
    context = browser.new_context(base_url=site.url, viewport=size, java_script_enabled=True, locale="sv-SE")
    yield context.new_page()
    context.close()


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_is_for_everybody_and_fits(reader: Page, token: str, prefix: str):
    words = ("forskarverkstad", "svar", "siffror", "utvardering")
    if prefix:
        words = ("science-shop", "answers", "figures", "evaluation")
    base = f"{prefix}/{words[0]}"
    addresses = [f"{base}/{words[1]}/", f"{base}/{words[1]}/bladets-fraga/", f"{base}/{words[2]}/"]
    for address in [*addresses, f"{base}/{words[3]}/{token}/"]:
        assert reader.goto(address).status == 200
        assert not faults(reader), address
        assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_an_answer_of_250_words_with_three_findings_and_six_sources_is_one_sheet_of_paper(visitor: Page, token: str):
    visitor.goto(ANSWER)
    sheet = visitor.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_a_visitor_finds_the_answer_by_the_search_and_comes_to_its_source(visitor: Page, token: str):
    visitor.goto("/sok/?q=cykelverkstad&kind=answer")
    visitor.get_by_role("link", name="Vad gör en öppen cykelverkstad").first.click()
    visitor.wait_for_url(f"**{ANSWER}")
    visitor.get_by_role("link", name="[3]").first.click()
    expect(visitor.locator("#source-3")).to_be_in_viewport()


def test_the_form_is_answered_once_by_keyboard(visitor: Page, token: str):
    address = f"/forskarverkstad/utvardering/{token}/"
    visitor.goto(address)
    visitor.get_by_role("button", name="Skicka").click()
    expect(visitor.locator(".error").first).to_be_visible()
    for name in ("met_expectations", "cooperation", "usefulness"):
        visitor.locator(f"input[name={name}]").first.focus()
        visitor.keyboard.press("ArrowDown")
    visitor.locator("input[name=is_used]").first.check()
    visitor.get_by_role("button", name="Skicka").click()
    expect(visitor.get_by_role("heading", name="Tack")).to_be_visible()


def test_the_table_of_a_picture_opens_without_javascript(browser: Browser, site: Site, token: str):
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="sv-SE")
    page = context.new_page()
    page.goto("/forskarverkstad/siffror/")
    page.get_by_text("Som tabell").first.click()
    expect(
        page.get_by_role("cell", name="Formulerade").or_(page.get_by_role("rowheader", name="Formulerade"))
    ).to_be_visible()
    context.close()
