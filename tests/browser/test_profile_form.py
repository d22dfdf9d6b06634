"""A profile's form as its keeper uses it: tags chosen while writing, rows unfolded, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

EDIT = "/hitta/organisationer/klubbhuset-fyren/andra/"
FORM = f"{EDIT}om/"


@pytest.fixture
def form(signed_in) -> Page:
    page = signed_in("medlem@example.org")
    page.goto(FORM)
    return page


def field(page: Page):
    return page.get_by_role("combobox", name="Skriv ett ämne")


def chips(page: Page) -> list[str]:
    return [text.strip().removesuffix("✕") for text in page.locator(".tag-picker button").all_inner_texts()]


def test_a_tag_is_chosen_by_keyboard_with_a_word_that_people_say(form: Page):
    field(form).press_sequentially("koloni")
    option = form.locator(".tag-picker [role=option]").first
    expect(option).to_contain_text("Odling")
    expect(field(form)).to_have_attribute("aria-expanded", "true")
    form.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    form.keyboard.press("Enter")
    expect(form).to_have_url(re.compile(FORM))
    expect(form.locator("button", has_text="Odling")).to_be_visible()
    assert form.get_by_label("Odling", exact=True).is_checked()
    form.locator("button", has_text="Odling").click()
    assert "Odling" not in "".join(chips(form))
    expect(field(form)).to_be_focused()


def test_a_whole_word_counts_when_one_goes_on_and_is_saved(form: Page):
    field(form).press_sequentially("demokrati")
    form.keyboard.press("Escape")
    form.keyboard.press("Tab")
    expect(form.locator("button", has_text="Demokrati")).to_be_visible()
    form.get_by_role("button", name="Spara och publicera").click()
    expect(form.locator(".chips").first).to_contain_text("Demokrati")


def test_a_word_that_is_missing_is_proposed(form: Page):
    field(form).press_sequentially("hantverk")
    form.locator(".tag-picker [role=option]", has_text="Föreslå").click()
    expect(form.get_by_label("Föreslå ett ämne")).to_have_value("hantverk")


def test_without_javascript_tags_are_plain_checkboxes(browser: Browser, site: Site, form: Page):
    context = browser.new_context(
        base_url=site.url, java_script_enabled=False, storage_state=form.context.storage_state()
    )
    page = context.new_page()
    page.goto(FORM)
    box = page.get_by_label("Återbruk", exact=True)
    expect(box).to_be_visible()
    box.check()
    page.get_by_role("button", name="Spara och publicera").click()
    expect(page.locator(".chips").first).to_contain_text("Återbruk")
    context.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_when_all_is_unfolded_and_when_all_is_wrong(form: Page, width: int):
    form.set_viewport_size({"width": width, "height": 900})
    form.evaluate("() => document.querySelectorAll('main details').forEach((details) => (details.open = true))")
    field(form).press_sequentially("koloni")
    form.locator(".tag-picker [role=option]").first.wait_for()
    states = [_state(form)]
    form.keyboard.press("Escape")
    form.locator("[name=name]").fill("")
    form.locator("[name=organisation_number]").fill("850709-9805")
    form.get_by_role("button", name="Spara som utkast").click()
    expect(form.locator(".error-summary li")).to_have_count(2)
    states.append(_state(form))
    form.goto(f"{EDIT}platser/")
    form.evaluate("() => document.querySelectorAll('main details').forEach((details) => (details.open = true))")
    form.locator("[name=places-0-latitude]").fill("13")
    form.get_by_role("button", name="Spara som utkast").click()
    expect(form.locator(".error-summary li")).to_have_count(1)
    states.append(_state(form))
    form.goto(f"{EDIT}kontakt/")
    form.locator("[name=channels-0-url]").fill("https://example.org/")
    form.get_by_role("button", name="Spara som utkast").click()
    expect(form.locator(".error-summary li")).to_have_count(1)
    states.append(_state(form))
    assert states == [([], 0)] * 4


def _state(page: Page) -> tuple[list[str], int]:
    """What axe finds, and how far the page scrolls sideways."""
    # The policy refuses a script element of ours; the debugger may add one.
    page.evaluate(AXE)
    sideways = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return _faults(page.evaluate(RUN_AXE)), sideways
