"""Asking a question: without an account and without JavaScript, by keyboard, on a phone, in both languages, and by a
member; every state of the way is accessible."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
ASK = {"sv": "/forskarverkstad/stall-en-fraga/", "en": "/en/science-shop/ask/"}
WRITTEN = {
    "title": "Hur kan fler hitta jobb genom att sy kläder av återbrukade tyger?",
    "problem": "Många nyanlända kvinnor kan sy, men hittar inga jobb.",
    "affected": "Nyanlända kvinnor i Skåne.",
    "use": "Vi visar svaret för kommunen.",
    "contact_name": "Åsa Ek",
}
STAGES = """
from events.science_shop.models import Stage
from events.science_shop.services.links import token_of
from tests.events.science_shop.factories import QuestionFactory
print(" ".join(token_of(QuestionFactory(stage=stage, title=f"Läget {stage}?")) for stage in Stage))
"""


@pytest.fixture
def come(browser: Browser, site: Site) -> Iterator:
    """Call with a window's size and more: a new visitor's page."""
    contexts: list[BrowserContext] = []

    def visit(size: dict, **options) -> Page:
        contexts.append(browser.new_context(base_url=site.url, viewport=size, locale="sv-SE", **options))
        return contexts[-1].new_page()

    yield visit
    for context in contexts:
        context.close()


def look(page: Page) -> None:
    """Nothing bars the way, nothing scrolls sideways."""
    page.evaluate(AXE)
    assert _faults(page.evaluate(RUN_AXE)) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def fill_in(page: Page, email: str) -> None:
    for name, text in {**WRITTEN, "contact_email": email}.items():
        page.locator(f"[name={name}]").fill(text)
    page.wait_for_timeout(1200)  # Faster than a person writes, it would be shown again.


def mailed(page: Page, email: str) -> str:
    """Where the newest mail to `email` leads."""
    outbox = page.context.new_page()
    outbox.goto("/outbox/")
    mail = outbox.locator("article").filter(has_text=email).first
    link = mail.locator("a[href*='/din-fraga/'], a[href*='/your-question/']").first.get_attribute("href")
    outbox.close()
    return link or ""


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_question_is_asked_on_a_phone_looked_through_sent_and_withdrawn(come, language, script):
    page = come(PHONE, java_script_enabled=script)
    email = f"{language}{int(script)}@example.org"
    page.goto(ASK[language])
    fill_in(page, "ingen adress")
    page.locator("main form > div button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=problem]")).to_have_value(WRITTEN["problem"])
    page.locator("[name=contact_email]").fill(email)
    page.wait_for_timeout(1200)
    page.locator("main form > div button[type=submit]").first.click()
    page.wait_for_url(re.compile("titta-i-mejlen|check-your-mail"))
    page.goto(mailed(page, email))
    expect(page.get_by_role("heading", level=1)).to_have_text(WRITTEN["title"])
    page.locator("section.panel a[href$='/andra/'], section.panel a[href$='/change/']").first.click()
    page.locator("[name=known]").fill("Vi har frågat trettio av dem.")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".notice-done")).to_be_visible()
    expect(page.get_by_text("Vi har frågat trettio av dem.")).to_be_visible()
    page.locator("button[value=send]").click()
    expect(page.locator(".notice-done")).to_be_visible()
    page.locator("details:has(button[value=withdraw]) summary").click()
    page.locator("[name=comment]").fill("Vi fick svar.")
    page.locator("button[value=withdraw]").click()
    expect(page.get_by_text("Vi fick svar.")).to_be_visible()
    assert page.context.cookies() == []


def test_of_a_subject_that_is_none_it_is_said_that_it_is_not_kept(come):
    page = come(LAPTOP)
    page.goto(ASK["sv"])
    subject, told = page.locator("#tag-picker"), page.locator(".tag-picker-field .help")
    subject.fill("hittepå")
    expect(told).to_be_hidden()
    subject.press("Enter")
    expect(told).to_have_text("Inget sådant ämne.")
    expect(told).to_be_visible()
    subject.fill("")
    expect(told).to_be_hidden()


def test_it_is_asked_by_keyboard_alone(come):
    page = come(LAPTOP)
    page.goto(ASK["sv"])
    page.locator("[name=title]").focus()
    for name, text in {**WRITTEN, "contact_email": "tangent@example.org"}.items():
        for _step in range(30):
            if page.evaluate("document.activeElement.name") == name:
                break
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.wait_for_timeout(1200)
    page.keyboard.press("Enter")
    page.wait_for_url("**/titta-i-mejlen/")
    assert mailed(page, "tangent@example.org")


@pytest.mark.parametrize("script", [True, False], ids=["while one writes", "with the button"])
def test_what_is_like_it_is_shown_and_nothing_that_was_written_is_lost(come, script):
    page = come(LAPTOP, java_script_enabled=script)
    page.goto(ASK["sv"])
    fill_in(page, "lik@example.org")
    if script:
        page.locator("[name=problem]").press("End")
        page.keyboard.type(" Vad gör andra?")
        shown = page
    else:
        with page.context.expect_page() as opened:
            page.get_by_role("button", name="Se vad som liknar").click()
        shown = opened.value
        assert "?" not in shown.url
    expect(shown.get_by_role("heading", name="saker liknar er fråga")).to_be_visible()
    expect(shown.get_by_role("link", name="Lagningsbussen")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value(WRITTEN["title"])


def test_a_member_sends_a_question_at_once_and_finds_it_under_my_pages(signed_in):
    page = signed_in("medlem@example.org")
    page.goto(ASK["sv"])
    email = page.locator("[name=contact_email]").input_value()
    assert email == "medlem@example.org"
    fill_in(page, email)
    page.locator("[name=title]").fill("Vad behöver våra medlemmar veta?")
    look(page)
    page.locator("button[value=send]").click()
    expect(page.locator(".notice-done, .steps").first).to_be_visible()
    look(page)
    page.goto("/mina-sidor/")
    section = page.locator("#our-questions")
    expect(section.get_by_role("link", name="Vad behöver våra medlemmar veta?")).to_be_visible()
    expect(section).to_contain_text("Läsa frågan och svara")
    look(page)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_form_is_accessible_empty_and_with_errors(come, language, size):
    page = come(size)
    page.goto(ASK[language])
    look(page)
    page.wait_for_timeout(1200)
    page.locator("main form > div button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    look(page)
    for address in ("titta-i-mejlen/", "raderat/", "liknande/") if language == "sv" else ("check-your-mail/", "alike/"):
        page.goto(ASK[language] + address)
        look(page)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_one_s_own_page_is_accessible_in_every_stage(come, site, language, size):
    tokens = site.manage("shell", "-v0", "-c", STAGES).split()
    page = come(size)
    here = {"sv": "/forskarverkstad/din-fraga/", "en": "/en/science-shop/your-question/"}[language]
    pages = {"sv": ("", "andra/", "andra-ord/", "visas/"), "en": ("", "change/", "other-words/", "shown/")}[language]
    for number, token in enumerate(tokens):
        for address in pages if number < 4 else pages[:1]:
            page.goto(f"{here}{token}/{address}")
            look(page)
