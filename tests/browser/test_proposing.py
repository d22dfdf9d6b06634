"""A meetup that an organisation proposes, on a phone and on a laptop; and a meetup's page in each of its states."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_drafts import unfold
from tests.browser.test_main_job import _mailed_link
from tests.browser.test_who_keeps import WIDTHS, is_open_to_all, wide

NEW = "/kalender/ny/bygdebolaget-asarna/"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_meetup_is_proposed_sent_back_changed_and_published(signed_in, visitor: Page, width):
    member = wide(signed_in("medlem@example.org"), width)
    title = f"Byns {width} minuter"
    member.goto("/mina-sidor/")
    is_open_to_all(member)
    member.get_by_role("link", name="Föreslå en träff: Bygdebolaget Åsarna").click()
    is_open_to_all(member)
    member.get_by_role("button", name="Spara och gå vidare").click()
    expect(member.locator(".error-summary")).to_be_focused()
    is_open_to_all(member)
    member.get_by_label("Vad träffen heter").fill(title)
    member.locator("[name=lead]").fill("Kaffe och framtid.")
    member.locator("[name=starts_at]").fill("2031-05-04T17:00")
    member.locator("[name=ends_at]").fill("2031-05-04T16:00")
    member.locator("[name=place]").fill("Gamla skolan")
    member.get_by_role("button", name="Spara och gå vidare").click()
    expect(member.locator("main")).to_contain_text("sluta efter att den har börjat")
    expect(member.locator("[name=title]")).to_have_value(title)
    member.locator("[name=ends_at]").fill("2031-05-04T19:00")
    member.get_by_role("button", name="Spara och gå vidare").click()
    expect(member.locator("h1")).to_contain_text(title)
    edit = member.url
    is_open_to_all(member)

    member.get_by_role("button", name="Skicka till redaktionen").click()
    expect(member.locator(".error-summary")).to_contain_text("Skriv hur många platser det finns")
    is_open_to_all(member)
    member.locator(".error-summary a").first.click()
    member.locator("[name=seats_on_site]").fill("24")
    unfold(member)
    member.locator("[name=questions-0-label]").fill("Vad vill du prata om?")
    member.locator("[name=questions-0-kind]").select_option("text")
    is_open_to_all(member)
    member.get_by_role("button", name="Spara som utkast").click()
    member.get_by_role("link", name="Se hela sidan").click()
    expect(member.locator("main")).to_contain_text("Det här är utkastet")
    expect(member.locator("h1")).to_have_text(title)
    is_open_to_all(member)
    member.goto(edit)
    member.get_by_role("button", name="Skicka till redaktionen").click()
    expect(member.locator("main")).to_contain_text("Redaktionen granskar")

    editor = signed_in("redaktor@example.org")
    review(editor, title)
    expect(editor.locator("main")).to_contain_text("2031-05-04")
    editor.get_by_label("Kommentar till personen").fill(f"För vem är det, på {width}?")
    editor.get_by_role("button", name="Skicka tillbaka").click()
    expect(editor.locator(".messages")).to_contain_text("Skickat tillbaka")
    visitor.goto("/kalender/?month=2031-05")
    expect(visitor.locator("main")).not_to_contain_text(title)

    member.goto(_mailed_link(member, f"Er ändring av {title}"))
    expect(member.locator("main")).to_contain_text(f"För vem är det, på {width}?")
    member.goto(f"{edit}om/")
    member.locator("[name=lead]").fill("Kaffe och framtid, för alla i byn.")
    member.get_by_role("button", name="Spara som utkast").click()
    member.get_by_role("button", name="Skicka till redaktionen").click()
    review(editor, title)
    editor.get_by_role("button", name="Godkänn och publicera").click()
    expect(editor.locator(".messages")).to_contain_text("Publicerat")

    wide(visitor, width).goto("/kalender/?month=2031-05")
    visitor.get_by_role("link", name=title).click()
    expect(visitor.locator("main")).to_contain_text("24 av 24 platser kvar")
    is_open_to_all(visitor)

    member.goto("/mina-sidor/")
    member.get_by_role("link", name=re.compile(f"ställ in.*{title}")).click()
    member.locator("[name=status]").select_option("cancelled")
    member.get_by_role("button", name="Spara och skicka").click()
    expect(member.locator("main")).to_contain_text("Skriv i en mening vad som har hänt")
    member.locator("[name=status_note]").fill("Skolan är stängd.")
    is_open_to_all(member)
    member.get_by_role("button", name="Spara och skicka").click()
    review(editor, title)
    editor.get_by_role("button", name="Godkänn och publicera").click()
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("Träffen är inställd")
    expect(visitor.locator("main")).to_contain_text("Skolan är stängd.")
    is_open_to_all(visitor)


def review(editor: Page, title: str) -> None:
    editor.goto("/admin/directory/reviews/")
    editor.locator("main").get_by_role("link", name=title).click()


STATES = [
    "forskarverkstad-1-fragorna",
    "forskarverkstad-2-fragan-moter-forskaren",
    "forskarverkstad-3-vem-tar-vilken",
    "vad-ar-en-social-innovation",
    "mat-det-som-spelar-roll",
    "oppet-hus-pa-fyren",
    "natverksfrukost-om-motesplatser",
    "stadgar-som-haller",
    "odla-pa-taket",
    "lagningskvall-for-nyborjare",
    "starta-ett-lagningsbibliotek",
]


@pytest.mark.parametrize("language", ["/kalender", "/en/calendar"])
def test_a_meetups_page_is_open_to_all_in_each_state(visitor: Page, language):
    wide(visitor, 360)
    for slug in STATES:
        visitor.goto(f"{language}/{slug}/")
        is_open_to_all(visitor)
    visitor.goto(f"{language}/{'serier' if language == '/kalender' else 'series'}/forskarverkstad/")
    is_open_to_all(visitor)


def test_every_part_of_a_meetup_is_open_to_all_and_a_copy_is_made_without_a_mouse(signed_in):
    member = wide(signed_in("medlem@example.org"), 360)
    member.goto("/kalender/stadgar-som-haller/andra/")
    for slug in member.locator("main .row a.button").evaluate_all("links => links.map(a => a.pathname)"):
        member.goto(slug)
        unfold(member)
        is_open_to_all(member)
    member.goto("/kalender/stadgar-som-haller/kopiera/")
    member.get_by_role("button", name="Gör utkast").press("Enter")
    expect(member.locator(".error-summary")).to_be_focused()
    is_open_to_all(member)
    member.locator("[name=written_days]").fill("2031-02-03")
    member.get_by_role("button", name="Gör utkast").press("Enter")
    expect(member).to_have_url(re.compile(r"/kalender/sa-skriver-ni-stadgar-som-haller-2031-02-03/andra/"))


def test_an_editor_plans_several_in_one_go_and_deletes_none_that_people_registered_for(signed_in):
    editor = signed_in("redaktor@example.org")
    editor.goto("/admin/snippets/events/event/?q=Mät+det")
    editor.get_by_role("link", name="Mät det som spelar roll").first.click()
    number = re.search(r"/edit/(\d+)/", editor.url)
    assert number
    editor.goto(f"/admin/snippets/events/event/delete/{number.group(1)}/")
    expect(editor.locator(".messages")).to_contain_text("går därför inte att radera")
    editor.goto(f"/admin/snippets/events/event/copy/{number.group(1)}/")
    editor.get_by_label("Varje månad").check()
    editor.get_by_label("Hur många till").fill("3")
    editor.get_by_role("button", name="Gör utkast").click()
    expect(editor.locator(".messages")).to_contain_text("3 utkast är gjorda")
    expect(editor.get_by_role("link", name="Mät det som spelar roll")).to_have_count(3)
