"""Somebody without an account sees what is kept about them, takes it along, has it erased: by mail, on a phone."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_main_job import _mailed_link
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

ADDRESS = "spegla@example.org"


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def phone(browser: Browser, site: Site, request: pytest.FixtureRequest):
    context = browser.new_context(
        base_url=site.url,
        viewport={"width": 360, "height": 780},
        locale="sv-SE",
        java_script_enabled=request.param == "with JavaScript",
        bypass_csp=True,
    )
    yield context.new_page()
    context.close()


def check(page: Page, with_axe: bool) -> None:
    if with_axe:
        page.evaluate(AXE)
        assert not _faults(page.evaluate(RUN_AXE))
        assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_person_sees_takes_along_and_erases_what_is_kept(phone: Page, visitor: Page, request, tmp_path: Path):
    with_axe = "with JavaScript" in request.node.name.replace("without JavaScript", "")
    phone.goto("/hitta/organisationer/klubbhuset-fyren/fel/")
    phone.locator("[name=text]").fill(f"Numret är fel ({time.monotonic()}).")
    phone.locator("[name=email]").fill(ADDRESS)
    time.sleep(1.2)
    phone.get_by_role("button", name="Skicka").click()

    phone.goto("/")
    phone.get_by_role("link", name="Personuppgifter", exact=True).click()
    expect(phone.locator("main")).to_contain_text("Rapporterade fel")
    phone.get_by_role("link", name="Se dina uppgifter").click()
    phone.locator("[name=email]").fill("spegla@")
    phone.get_by_role("button", name="Mejla mig en länk").click()
    expect(phone.locator("main")).to_contain_text("Skriv hela adressen")
    check(phone, with_axe)
    phone.locator("[name=email]").fill(ADDRESS)
    time.sleep(1.2)
    phone.get_by_role("button", name="Mejla mig en länk").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Titta i mejlen")

    link = _mailed_link(visitor, "Det vi har om dig")
    phone.goto(link)
    expect(phone.locator("main")).to_contain_text("Numret är fel")
    check(phone, with_axe)
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Ladda ner filen").click()
    download.value.save_as(tmp_path / "file.json")
    assert "Numret är fel" in str(json.loads((tmp_path / "file.json").read_text()))

    phone.get_by_role("button", name="Radera det ni har om mig").click()
    expect(phone.locator("main")).to_contain_text("Kryssa i rutan")
    check(phone, with_axe)
    phone.get_by_label(re.compile("Ja, radera")).check()
    phone.get_by_role("button", name="Radera det ni har om mig").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Raderat")
    phone.goto(link)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Länken gäller inte längre")
    check(phone, with_axe)
