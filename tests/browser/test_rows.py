"""The rows of a profile's form: taken away by a button or a tick, and an organisation's name completed."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_profile_form import _state

EDIT = "/hitta/organisationer/klubbhuset-fyren/andra/"
PARTS = "/hitta/initiativ/studieverkstaden/andra/deltagare/"


@pytest.fixture
def member(signed_in) -> Page:
    return signed_in("medlem@example.org")


def test_a_row_goes_and_comes_back_by_keyboard_and_nothing_typed_is_lost(member: Page):
    member.goto(f"{EDIT}kontakt/")
    row = member.locator("#links-0")
    row.get_by_label("Text").fill("Ny text")
    member.keyboard.press("Tab")
    member.keyboard.press("Tab")
    expect(row.get_by_role("button", name="Ta bort länken")).to_be_focused()
    member.keyboard.press("Enter")
    expect(row.get_by_label("Text")).to_be_hidden()
    expect(row.get_by_text("Tas bort när du sparar.")).to_be_visible()
    expect(row.get_by_role("button", name="Ångra")).to_be_focused()
    member.keyboard.press("Enter")
    expect(row.get_by_label("Text")).to_have_value("Ny text")
    expect(row.get_by_role("button", name="Ta bort länken")).to_be_focused()


def test_what_is_taken_away_is_gone_when_it_is_saved(member: Page):
    member.goto(f"{EDIT}kontakt/")
    member.locator("#links-0").get_by_role("button", name="Ta bort länken").click()
    _save_and_throw_away(member)


def test_without_javascript_a_tick_takes_a_row_away(browser: Browser, site: Site, member: Page):
    context = browser.new_context(
        base_url=site.url, java_script_enabled=False, storage_state=member.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{EDIT}kontakt/")
    page.locator("#links-0").get_by_label("Ta bort länken").check()
    _save_and_throw_away(page)
    context.close()


def _save_and_throw_away(page: Page) -> None:
    page.get_by_role("button", name="Spara som utkast").click()
    change = page.locator(".difference", has_text="Länkar")
    expect(change.locator(".difference-after")).to_contain_text("(tomt)")
    page.get_by_text("Kasta utkastet").click()
    page.get_by_role("button", name="Ja, kasta det").click()
    expect(page.locator(".difference")).to_have_count(0)


def test_an_organisation_is_named_with_a_few_letters(member: Page):
    member.goto(PARTS)
    member.get_by_text("Lägg till en organisation").click()
    field = member.get_by_role("combobox", name="Organisationens namn").last
    field.press_sequentially("bygdeb")
    expect(member.get_by_role("option")).to_have_count(1)
    member.keyboard.press("ArrowDown")
    member.keyboard.press("Enter")
    expect(field).to_have_value("Bygdebolaget Åsarna")
    expect(member).to_have_url(re.compile(PARTS))


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_rows_that_go_that_are_wrong_and_that_are_completed(member: Page, width: int):
    member.set_viewport_size({"width": width, "height": 900})
    member.goto(f"{EDIT}platser/")
    member.get_by_role("button", name="Ta bort platsen").first.click()
    states = [_state(member)]
    member.locator("[name=places-1-latitude]").fill("norr")
    member.get_by_role("button", name="Spara som utkast").click()
    expect(member.locator(".error-summary li")).to_have_text(re.compile("Plats 2, Latitud: "))
    expect(member.locator("#places-0").get_by_role("button", name="Ångra")).to_be_visible()
    states.append(_state(member))
    member.goto(PARTS)
    member.get_by_text("Lägg till en organisation").click()
    member.get_by_role("combobox", name="Organisationens namn").last.press_sequentially("bygdeb")
    expect(member.get_by_role("option")).to_have_count(1)
    states.append(_state(member))
    member.goto("/mina-sidor/")
    states.append(_state(member))
    assert states == [([], 0)] * 4
