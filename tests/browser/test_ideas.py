"""Has somebody done this before: as one writes, with the button, on a phone, and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

PAGE = "/hitta/finns-det-redan/"
IDEA = "Vi vill hjälpa nyanlända kvinnor att hitta jobb genom att sy kläder av återbrukade tyger."
FIELD = "Din idé i några meningar"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request: pytest.FixtureRequest, browser: Browser, site: Site):
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, java_script_enabled=request.param, locale="sv-SE"
    )
    yield context.new_page()
    context.close()


def test_an_idea_is_described_and_what_is_like_it_is_named(phone: Page):
    phone.goto("/hitta/?type=initiative")
    phone.get_by_role("link", name="Se om någon redan har gjort den").click()
    phone.get_by_label(FIELD).fill(IDEA)
    phone.get_by_role("button", name="Se vad som liknar").click()
    expect(phone.get_by_role("heading", name="saker liknar din idé")).to_be_visible()
    row = phone.locator(".row", has=phone.get_by_role("link", name="Lagningsbussen"))
    expect(row).to_contain_text("Återbruk")
    expect(phone.get_by_label(FIELD)).to_have_value(IDEA)
    assert PAGE in phone.url
    assert "?" not in phone.url
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    row.get_by_role("link").click()
    expect(phone.get_by_role("heading", level=1, name="Lagningsbussen")).to_be_visible()


def test_an_empty_idea_says_what_to_do(phone: Page):
    phone.goto(PAGE)
    phone.get_by_role("button", name="Se vad som liknar").click()
    expect(phone.get_by_text("Beskriv din idé med några ord.").first).to_be_visible()


def test_it_is_shown_while_one_writes_told_to_a_reader_and_never_stored(visitor: Page):
    visitor.goto(PAGE)
    visitor.get_by_label(FIELD).press_sequentially("kläder av återbrukade tyger")
    expect(visitor.get_by_role("heading", name="liknar din idé")).to_be_visible()
    expect(visitor.locator("[data-idea] [role=status]")).to_contain_text("liknar din idé")
    expect(visitor.get_by_label(FIELD)).to_be_focused()
    assert visitor.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


@pytest.mark.parametrize("idea", ["", IDEA, "xyzzy plugh " * 3])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_answer_is_accessible(visitor: Page, idea: str, width: int):
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(PAGE)
    visitor.get_by_label(FIELD).fill(idea)
    visitor.get_by_role("button", name="Se vad som liknar").click()
    visitor.locator("[data-idea-here] > *").first.wait_for()
    visitor.evaluate(AXE)
    assert _faults(visitor.evaluate(RUN_AXE)) == []
