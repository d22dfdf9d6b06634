"""A change by those who keep a profile: written, sent, sent back, approved; and two who write at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_main_job import _mailed_link
from tests.browser.test_who_keeps import WIDTHS, is_open_to_all, wide

EDIT = "/hitta/organisationer/bygdebolaget-asarna/andra/"


def write_summary(page: Page, words: str, button: str) -> None:
    page.goto(f"{EDIT}om/")
    page.locator("[name=summary_sv]").fill(words)
    page.get_by_role("button", name=button).click()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_change_is_sent_back_changed_and_approved_as_it_was_shown(signed_in, visitor: Page, width):
    member = wide(signed_in("medlem@example.org"), width)
    member.goto(EDIT)
    is_open_to_all(member)
    if member.get_by_role("button", name="Ta tillbaka").count():
        member.get_by_role("button", name="Ta tillbaka").click()
    write_summary(member, f"Byn bygger på bredden {width}.", "Spara som utkast")
    expect(member.locator(".difference", has_text="bredden")).to_be_visible()
    is_open_to_all(member)
    member.get_by_role("link", name="Se hela sidan").click()
    expect(member.locator("main")).to_contain_text("Det här är utkastet")
    is_open_to_all(member)
    member.goto(EDIT)
    member.get_by_role("button", name="Skicka till redaktionen").click()
    expect(member.locator("main")).to_contain_text("Redaktionen granskar")
    visitor.goto("/hitta/organisationer/bygdebolaget-asarna/")
    expect(visitor.locator("body")).not_to_contain_text(f"bredden {width}")

    editor = wide(signed_in("redaktor@example.org"), width)
    editor.goto("/admin/")
    editor.locator("main").get_by_role("link", name="Bygdebolaget Åsarna").first.click()
    expect(editor.locator(".difference ins", has_text=str(width))).to_be_visible()
    editor.get_by_role("button", name="Skicka tillbaka").click()
    expect(editor.locator("main")).to_contain_text("Skriv vad som ska ändras")
    editor.get_by_label("Kommentar till personen").fill(f"Hur många är ni på {width}?")
    editor.get_by_role("button", name="Skicka tillbaka").click()
    expect(editor.locator(".messages")).to_contain_text("Skickat tillbaka")

    member.goto(_mailed_link(member, "Er ändring av Bygdebolaget Åsarna"))
    expect(member).to_have_url(re.compile(EDIT))
    expect(member.locator("main")).to_contain_text(f"Hur många är ni på {width}?")
    is_open_to_all(member)
    write_summary(member, f"Byn bygger på bredden {width}. Vi är fyrtio.", "Spara som utkast")
    member.get_by_role("button", name="Skicka till redaktionen").click()
    editor.goto("/admin/")
    editor.locator("main").get_by_role("link", name="Bygdebolaget Åsarna").first.click()
    editor.get_by_role("button", name="Godkänn och publicera").click()
    expect(editor.locator(".messages")).to_contain_text("Publicerat")
    visitor.goto("/hitta/organisationer/bygdebolaget-asarna/")
    expect(visitor.locator("body")).to_contain_text(f"bredden {width}. Vi är fyrtio.")


@pytest.mark.parametrize("width", WIDTHS)
def test_two_who_write_one_part_at_once_both_keep_their_words(signed_in, width):
    first, second = (wide(signed_in(f"{name}@example.org"), width) for name in ("medlem", "kollega"))
    form = "/hitta/organisationer/klubbhuset-fyren/andra/engelska/"
    for page in (first, second):
        page.goto(form)
    first.locator("[name=summary_en]").fill(f"The first writes {width}.")
    first.get_by_role("button", name="Spara som utkast").click()
    second.locator("[name=description_en]").fill(f"The second writes {width}.")
    second.get_by_role("button", name="Spara som utkast").click()
    expect(second.locator("main")).to_contain_text("Någon annan sparade den här delen medan du skrev")
    expect(second.locator("[name=summary_en]")).to_have_value(f"The first writes {width}.")
    expect(second.locator("[name=description_en]")).to_have_value(f"The second writes {width}.")
    is_open_to_all(second)
    second.get_by_role("button", name="Spara som utkast").click()
    expect(second.locator(".differences")).to_contain_text(f"The second writes {width}.")
    expect(second.locator(".differences")).to_contain_text(f"The first writes {width}.")
    second.get_by_text("Kasta utkastet").click()
    second.get_by_role("button", name="Ja, kasta det").click()
    expect(second.locator("main")).not_to_contain_text(f"The first writes {width}.")


def test_a_new_initiative_is_begun_in_every_part_without_a_mouse_and_open_to_all(signed_in):
    member = wide(signed_in("medlem@example.org"), 360)
    member.goto("/mina-sidor/")
    is_open_to_all(member)
    member.get_by_role("link", name=re.compile("Lägg till initiativ.*Klubbhuset Fyren")).press("Enter")
    is_open_to_all(member)
    member.get_by_role("button", name="Spara och gå vidare").press("Enter")
    expect(member.locator(".error-summary")).to_be_focused()
    is_open_to_all(member)
    member.get_by_label("Vad initiativet heter").fill("Fyrens cykelverkstad")
    member.get_by_label("Sammanfattning").fill("Vi lagar cyklar med dem som kommer förbi.")
    member.get_by_role("button", name="Spara och gå vidare").press("Enter")
    expect(member.locator("h1")).to_contain_text("Fyrens cykelverkstad")
    for slug in member.locator("main .row a.button").evaluate_all("links => links.map(a => a.pathname)"):
        member.goto(slug)
        unfold(member)
        is_open_to_all(member)


PARTS = {
    "sv": [
        "organisationer/klubbhuset-fyren/andra/",
        "initiativ/studieverkstaden/andra/",
        "stod/ta-emot-en-praktikant/andra/",
    ],
    "en": [
        "organisations/klubbhuset-fyren/edit/",
        "initiatives/studieverkstaden/edit/",
        "support/ta-emot-en-praktikant/edit/",
    ],
}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_part_of_every_kind_is_open_to_all_unfolded_and_when_all_is_wrong(signed_in, language):
    member = wide(signed_in("medlem@example.org"), 360)
    button = {"sv": "Spara som utkast", "en": "Save as a draft"}[language]
    for path in PARTS[language]:
        member.goto(f"{'/en/find/' if language == 'en' else '/hitta/'}{path}")
        is_open_to_all(member)
        for section in member.locator("main .parts a.button").evaluate_all("links => links.map(a => a.pathname)"):
            member.goto(section)
            unfold(member)
            is_open_to_all(member)
            # Long, and of no kind that any field but a text takes.
            for field in member.locator(
                "main form input[type=text], main form input[type=url], main form textarea"
            ).all():
                field.evaluate("(field) => (field.value = 'donaudampfschifffahrt'.repeat(600))")
            member.get_by_role("button", name=button).click()
            member.wait_for_load_state()
            unfold(member)
            is_open_to_all(member)


def unfold(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('main details').forEach((details) => (details.open = true))")
