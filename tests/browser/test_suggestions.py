"""The search field as one writes: by keyboard, by mouse, to a screen reader, and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults


@pytest.fixture
def field(visitor: Page):
    visitor.goto("/sok/")
    return visitor.locator("main input[type=search], .page-head input[type=search]").first


def test_a_thing_is_chosen_by_keyboard(visitor: Page, field):
    options = visitor.get_by_role("option")
    field.press_sequentially("for")
    expect(options.first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(visitor.locator(".page-head [role=status]")).to_contain_text("Förslag: ")
    field.press("ArrowUp")
    last = options.last
    expect(last).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", last.get_attribute("id") or "")
    title = last.locator("span").inner_text()
    field.press("Enter")
    visitor.wait_for_url(lambda url: "/sok/" not in url)
    assert title in visitor.locator("h1").inner_text()


def test_a_word_asks_the_question(visitor: Page, field):
    field.press_sequentially("fors")
    visitor.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    word = visitor.locator("[aria-selected=true] span").inner_text()
    field.press("Enter")
    visitor.wait_for_url(lambda url: "q=" in url)
    assert visitor.locator(".page-head input[type=search]").input_value() == word


def test_escape_closes_the_list_and_keeps_what_was_written(visitor: Page, field):
    field.press_sequentially("fors")
    visitor.get_by_role("option").first.wait_for()
    field.press("Escape")
    expect(visitor.get_by_role("option").first).to_be_hidden()
    assert field.input_value() == "fors"
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    visitor.wait_for_url("**/sok/?q=fors")


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_while_suggestions_are_open(browser: Browser, site: Site, width: int):
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/sok/")
    page.locator(".page-head input[type=search]").press_sequentially("fors")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE)
    assert not _faults(page.evaluate(RUN_AXE))
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    context.close()


def test_the_field_in_the_head_offers_too_and_escape_leaves_it_open(visitor: Page):
    visitor.goto("/")
    visitor.locator(".header-search > summary").click()
    field = visitor.locator("#header-query")
    field.press_sequentially("fors")
    option = visitor.locator("#header-query-suggestions [role=option]").first
    option.wait_for()
    field.press("Escape")
    expect(option).to_be_hidden()
    expect(field).to_be_visible()
    field.press("Escape")
    expect(field).to_be_hidden()


def test_without_javascript_it_is_a_plain_form(browser: Browser, site: Site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sok/")
    page.locator(".page-head input[type=search]").fill("forskarverkstad")
    page.locator(".page-head .search-field button").click()
    page.wait_for_url("**/sok/?q=forskarverkstad")
    assert page.locator("h3").count()
    context.close()
