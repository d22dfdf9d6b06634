"""Confirming a profile from a mailed link, and an error that somebody reports: on a laptop and on a phone."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import _mailed_link
from tests.browser.test_who_keeps import WIDTHS, is_open_to_all, wide

STALE = "Rådkooperativet Spaden"
REPORTED = "Lagningskooperativet Nålsögat"


def test_an_owner_confirms_the_profile_from_the_mail_without_signing_in(visitor: Page):
    wide(visitor, 360)
    visitor.goto("/hitta/organisationer/radkooperativet-spaden/")
    expect(visitor.locator("main")).to_contain_text("Uppgifterna kan vara inaktuella")
    is_open_to_all(visitor)
    visitor.goto(_mailed_link(visitor, f"Stämmer det här fortfarande? {STALE}"))
    for width in WIDTHS:
        is_open_to_all(wide(visitor, width))
    expect(visitor.locator("main")).to_contain_text("Det här läser alla i dag")
    assert not visitor.context.cookies()
    visitor.get_by_role("link", name="Nej, jag vill rätta").click()
    expect(visitor).to_have_url(re.compile("/konto/login/"))
    visitor.go_back()
    visitor.get_by_role("button", name="Ja, allt stämmer").click()
    expect(visitor.locator("main")).to_contain_text("Uppgifterna är bekräftade")
    is_open_to_all(visitor)
    visitor.get_by_role("link", name="Se profilen").click()
    expect(visitor.locator("main")).to_contain_text("Uppgifterna bekräftades")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_error_is_reported_by_anybody_and_followed_to_its_end(visitor: Page, signed_in, width):
    wide(visitor, width)
    visitor.goto("/hitta/organisationer/lagningskooperativet-nalsogat/")
    visitor.get_by_role("link", name="Rapportera ett fel").click()
    is_open_to_all(visitor)
    visitor.get_by_role("button", name="Skicka rapporten").click()
    expect(visitor.locator(".error-summary")).to_be_focused()
    is_open_to_all(visitor)
    visitor.get_by_label("Vad är fel?").fill(f"De har flyttat till Södra gatan {width}.")
    visitor.get_by_label("Din e-postadress").fill("ser.fel@example.org")
    # The form takes no answer from whoever is faster than people.
    time.sleep(1.1)
    visitor.get_by_role("button", name="Skicka rapporten").click()
    expect(visitor.locator("h1")).to_have_text("Tack för att du berättar")
    is_open_to_all(visitor)
    assert not visitor.context.cookies()

    editor = signed_in("redaktor@example.org")
    editor.goto("/admin/")
    editor.get_by_role("link", name=re.compile("rapporterade? fel")).first.click()
    editor.locator("main").get_by_role("link", name=REPORTED).first.click()
    expect(editor.locator("main")).to_contain_text(f"De har flyttat till Södra gatan {width}.")
    editor.get_by_role("button", name="Jag tittar på det").click()
    expect(editor.locator("main")).to_contain_text("Pågår")
    editor.get_by_label("Rättat").check()
    editor.get_by_label("Svar").fill("Adressen är ändrad.")
    editor.get_by_role("button", name="Avsluta och svara").click()
    expect(editor.locator("main")).to_contain_text("Adressen är ändrad.")

    visitor.goto(_mailed_link(visitor, f"Det du rapporterade om {REPORTED}"))
    expect(visitor).to_have_url(re.compile("/hitta/organisationer/lagningskooperativet-nalsogat/"))


def test_a_keeper_reads_how_the_profile_is_answers_a_report_and_reads_the_history(signed_in):
    member = wide(signed_in("medlem@example.org"), 360)
    member.goto("/mina-sidor/")
    member.get_by_role("link", name=re.compile("^Läget.*Klubbhuset Fyren")).click()
    is_open_to_all(member)
    member.get_by_role("link", name="Se och svara").first.click()
    is_open_to_all(member)
    member.get_by_role("button", name="Avsluta och svara").click()
    expect(member.locator(".error-summary")).to_be_focused()
    is_open_to_all(member)
    member.get_by_label("Inget fel").check()
    member.get_by_label("Svar").fill("De gäller från i höst.")
    member.get_by_role("button", name="Avsluta och svara").click()
    expect(member.locator("main")).to_contain_text("De gäller från i höst.")
    is_open_to_all(member)
    member.goto("/hitta/organisationer/klubbhuset-fyren/historik/")
    expect(member.locator("main")).to_contain_text("Bekräftade att profilen fortfarande stämmer")
    is_open_to_all(member)
    member.goto("/hitta/organisationer/klubbhuset-fyren/avsluta/")
    expect(member.locator("main")).to_contain_text("Det går inte att ångra")
    member.get_by_label("Skriv organisationens namn").fill("Fyrbåken")
    is_open_to_all(member)
