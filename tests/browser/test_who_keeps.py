"""Claiming a profile, and inviting somebody to keep it, by the people who do it, on a laptop and on a phone."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_main_job import _mailed_link
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

WIDTHS = [1280, 360]


def wide(page: Page, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 800})
    return page


def is_open_to_all(page: Page) -> None:
    """axe finds nothing, and nothing scrolls sideways."""
    expect(page.locator("h1")).to_be_visible()
    page.evaluate(AXE)
    assert not _faults(page.evaluate(RUN_AXE))
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_member_claims_a_profile_is_told_no_and_reads_why(signed_in, width):
    name = {1280: "Grannskafferiet", 360: "Lagningskooperativet Nålsögat"}[width]
    member = wide(signed_in("medlem@example.org"), width)
    member.goto(f"/hitta/?type=organisation&q={name}")
    member.locator("main article.row h3 a", has_text=name).first.click()
    member.get_by_role("link", name="Är det er organisation?").click()
    is_open_to_all(member)
    member.get_by_role("button", name="Be att få sköta profilen").click()
    expect(member.locator(".error-summary")).to_be_focused()
    member.get_by_label("Din roll i organisationen").fill("kassör")
    member.get_by_label("Meddelande").fill("Fråga styrelsen om mig.")
    member.get_by_role("button", name="Be att få sköta profilen").click()
    expect(member.locator("main")).to_contain_text("Väntar på svar")
    is_open_to_all(member)

    editor = signed_in("redaktor@example.org")
    editor.goto("/admin/")
    editor.locator("main").get_by_role("link", name=name).click()
    asked = editor.locator("form", has_text="Fråga styrelsen om mig.")
    asked.get_by_label("Kommentar till personen").fill("Styrelsen känner dig inte.")
    asked.get_by_role("button", name="Avslå").click()
    expect(editor.locator(".messages")).to_contain_text("avslagen")

    member.goto(_mailed_link(member, f"Din förfrågan om {name}"))
    expect(member.locator("main")).to_contain_text("Styrelsen känner dig inte.")
    expect(member.get_by_role("link", name="Fråga igen")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_owner_invites_somebody_who_signs_up_by_the_link_and_keeps_the_profile(
    browser: Browser, site: Site, signed_in, width
):
    email = f"inbjuden{width}@example.org"
    owner = wide(signed_in("medlem@example.org"), width)
    owner.goto("/mina-sidor/")
    owner.get_by_role("link", name=re.compile("Vilka som sköter den.*Klubbhuset Fyren")).click()
    is_open_to_all(owner)
    owner.get_by_label("E-postadress").fill(email)
    owner.get_by_role("button", name="Bjud in").click()
    expect(owner.locator("main")).to_contain_text(email)
    link = _mailed_link(owner, email)
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 800}, locale="sv-SE")
    invited = context.new_page()
    invited.goto(link)
    is_open_to_all(invited)
    expect(invited.locator("main")).to_contain_text(email)
    invited.get_by_role("button", name="Ja, jag").click()
    invited.wait_for_url(re.compile("/andra/$"))
    context.close()
    owner.goto("/hitta/organisationer/klubbhuset-fyren/skoter/")
    row = owner.locator("li", has_text=email)
    row.get_by_role("button", name="Ta bort").click()
    expect(owner.locator("main li", has_text=email)).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_in_the_directory_is_shown_while_one_writes_its_name(signed_in, width):
    member = wide(signed_in("medlem@example.org"), width)
    member.goto("/mina-sidor/")
    member.goto("/hitta/lagg-till/")
    member.get_by_label("Organisationens namn").press_sequentially("Lagningskooperativet Nalsogat", delay=5)
    hint = member.locator("[data-alike-here]")
    expect(hint).to_contain_text("Nålsögat")
    is_open_to_all(member)
    member.get_by_label("Organisationens namn").fill("Något som inte finns alls")
    expect(hint).to_be_empty()


def test_an_editor_who_adds_an_organisation_sees_what_is_like_it(signed_in):
    editor = signed_in("redaktor@example.org")
    errors: list[str] = []
    editor.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    editor.goto("/admin/snippets/directory/organisation/add/")
    editor.locator("#id_name").press_sequentially("klubbhuset fyren", delay=5)
    expect(editor.locator("main")).to_contain_text("Kan redan finnas i katalogen")
    assert not errors
