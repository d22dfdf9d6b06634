"""The support landscape on a phone, without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site


@pytest.fixture
def phone(browser: Browser, site: Site):
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="sv-SE"
    )
    yield context.new_page()
    context.close()


def test_the_head_of_the_table_stays_in_sight_and_a_cell_leads_to_its_offers(phone: Page):
    phone.goto("/hitta/stod/landskapet/")
    table = phone.locator("#landscape-table")
    table.locator("tbody tr").last.scroll_into_view_if_needed()
    expect(table.locator("thead th").nth(1)).to_be_in_viewport()
    cell = table.get_by_role("link", name="Lokaler, Lund: 1", exact=True)
    cell.click()
    expect(phone.get_by_role("heading", name="1 stöd i Lund")).to_be_visible()
    expect(phone.get_by_role("link", name="Låna matsalen på kvällen")).to_be_visible()


def test_of_the_two_pictures_a_reader_meets_the_one_that_fits(phone: Page):
    phone.goto("/hitta/stod/landskapet/")
    pictures = phone.get_by_role("group", name="Stöd efter slag och kommun")
    expect(pictures).to_have_count(1)
    assert (pictures.bounding_box() or {"width": 0})["width"] <= 328
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(pictures).to_have_count(1)
    assert (pictures.bounding_box() or {"width": 0})["width"] > 1000
