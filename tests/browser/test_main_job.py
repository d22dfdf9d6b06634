"""The whole main job, by the people who do it, against a running server with its worker."""

import re
import time
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site


def _found(page: Page, words: str) -> list[str]:
    """The titles that the search box gives for `words`."""
    page.goto("/sok/")
    page.locator("main input[name=q]").fill(words)
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url(re.compile(r"/sok/\?.*q="))
    return page.locator("main article.row h3").all_inner_texts()


def _mailed_link(page: Page, subject: str) -> str:
    """The first link of the newest mail in the outbox whose subject has these words."""
    for _attempt in range(50):
        page.goto("/outbox/")
        while not (mail := page.locator("article", has_text=subject)).count():
            # Other tests write to many.
            if not (older := page.locator("a[rel=next]")).count():
                break
            page.goto(older.evaluate("link => link.href"))
        else:
            return mail.first.locator("a[href^=http]").first.get_attribute("href") or ""
        time.sleep(0.2)
    pytest.fail(f"No mail about {subject!r} in the outbox.")


def test_an_editor_publishes_news_that_is_found_at_once(signed_in, visitor: Page):
    editor = signed_in("redaktor@example.org")
    title = "Växthuset i Örkelljunga delar på skörden"
    editor.goto("/nyheter/")
    editor.goto("/admin/pages/")
    index_id = _page_id(editor, "Nyheter")
    editor.goto(f"/admin/pages/add/content/newspage/{index_id}/")
    editor.locator("[name=title]").fill(title)
    editor.locator("[name=lead]").fill("Grannarna odlar tillsammans och delar lika.")
    if editor.locator("[name=date]").count():
        editor.locator("[name=date]").fill(date.today().isoformat())
        # The calendar comes a moment after the focus, and lies above the buttons.
        calendar = editor.locator(".xdsoft_datetimepicker:visible")
        expect(calendar).to_have_count(1)
        editor.locator("[name=title]").click()
        expect(calendar).to_have_count(0)
    editor.locator("footer .w-dropdown__toggle--icon, footer [data-w-dropdown-target=toggle]").first.click()
    editor.locator("[name=action-publish]").click()
    expect(editor.locator(".messages")).to_contain_text(re.compile("publicera", re.I))
    assert title in _found(visitor, "växthuset skörden")
    visitor.goto("/")
    expect(visitor.locator("main")).to_contain_text(title)


def _page_id(editor: Page, title: str) -> int:
    """The id of the page with this title, from the explorer's own search."""
    editor.goto(f"/admin/pages/search/?q={title}")
    link = editor.locator(f"a[href*='/admin/pages/'][href$='/edit/']:has-text('{title}')").first
    return int(re.search(r"/pages/(\d+)/", link.get_attribute("href") or "").group(1))


def test_an_invited_member_edits_the_profile_that_is_found_by_its_new_words(signed_in, visitor: Page):
    member = signed_in("medlem@example.org")
    member.goto("/mina-sidor/")
    member.get_by_role("link", name="Klubbhuset Fyren", exact=True).first.click()
    member.get_by_role("link", name=re.compile("Ändra.*Vilka ni är")).click()
    summary = member.locator("[name=summary_sv]")
    summary.fill("Vi lagar cyklar och trampar lådcykelbibliotek genom stan.")
    member.get_by_role("button", name="Spara och publicera").click()
    member.wait_for_load_state()
    assert _found(visitor, "lådcykelbibliotek")


def test_a_visitor_registers_confirms_and_cancels(site: Site, visitor: Page, signed_in):
    # Of the demonstration's: other tests make meetups of their own.
    visitor.goto("/kalender/?kind=workshop")
    hrefs = visitor.locator("main a[href^='/kalender/']").evaluate_all("links => links.map(a => a.pathname)")
    for href in dict.fromkeys(hrefs):
        visitor.goto(href)
        if visitor.locator("[name=email]").count():
            break
    else:
        pytest.fail("No meetup of the demonstration takes registrations.")
    title = visitor.locator("h1").inner_text()
    visitor.locator("[name=name]").fill("Åsa Öst")
    visitor.locator("[name=email]").fill("asa.ost")
    time.sleep(2.5)  # Faster than a person writes, it would be shown again.
    visitor.locator("form:has([name=email]) button[type=submit]").click()
    expect(visitor.locator(".error-summary")).to_be_focused()
    expect(visitor.locator("[name=name]")).to_have_value("Åsa Öst")
    visitor.locator("[name=email]").fill("asa.ost@example.org")
    visitor.locator("form:has([name=email]) button[type=submit]").click()
    visitor.wait_for_url(re.compile("titta-i-mejlen"))
    link = _mailed_link(visitor, title)
    visitor.goto(link)
    visitor.locator("button[name=action][value=confirm]").click()
    expect(visitor.locator("main")).to_contain_text(re.compile("har en plats|bekräftad", re.I))
    assert title in _found(visitor, title)
    visitor.goto(link)
    visitor.locator("button[name=action][value=cancel]").click()
    expect(visitor.locator("main")).to_contain_text(re.compile("avbokad|avbokat", re.I))


def test_news_taken_back_is_gone_from_the_search(signed_in, visitor: Page):
    visitor.goto("/nyheter/")
    link = visitor.locator("main h2 a, main h3 a").last
    title, path = link.inner_text().strip(), link.get_attribute("href")
    assert title in _found(visitor, title)
    editor = signed_in("redaktor@example.org")
    page_id = _page_id(editor, title)
    editor.goto(f"/admin/pages/{page_id}/unpublish/")
    editor.locator("main form [type=submit]").first.click()
    editor.wait_for_load_state()
    assert title not in _found(visitor, title)
    assert visitor.goto(path).status == 404


def test_the_forms_of_the_admin_report_nothing_refused(signed_in):
    """Choosers of dates, rows of partners and links, blocks: scripts within the page that the policy must let run."""
    editor = signed_in("redaktor@example.org")
    errors: list[str] = []
    editor.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for address in ("/admin/", "/admin/snippets/events/event/add/", "/admin/settings/content/sitesettings/"):
        editor.goto(address)
        editor.wait_for_load_state("networkidle")
    partners = editor.locator("#id_partners-TOTAL_FORMS")
    before = int(partners.input_value())
    editor.locator("#id_partners-ADD").click()
    assert int(partners.input_value()) == before + 1
    assert not errors


def test_a_member_at_the_door_of_the_admin_is_told_so(signed_in):
    member = signed_in("medlem@example.org")
    member.goto("/admin/")
    expect(member).to_have_url(re.compile("/mina-sidor/$"))
    expect(member.locator("main")).to_contain_text("inte tillgång")
