"""Checking in on a phone, with the network and without it."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.meetups import HOST, meetup
from tests.browser.test_who_keeps import is_open_to_all, wide

PEOPLE = 20


def counted(site: Site, slug: str) -> int:
    return site.database.execute(
        "SELECT count(*) FROM events_checkin JOIN events_registration ON registration_id = events_registration.id "
        f"JOIN events_event ON event_id = events_event.id WHERE slug = '{slug}'"
    )[0][0]


def button(page: Page, word: str, name: str) -> Locator:
    """The one that says `word` of the person."""
    return page.get_by_role("button", name=re.compile(rf"^{word}\s*: {name}$"))


def kept_for_later(page: Page) -> None:
    """Wait until the browser could show the page without a network."""
    expect(page.locator("html[data-check-in-kept]")).to_have_count(1)


def test_twenty_without_a_network_count_once_each(signed_in, site: Site):
    address = meetup(site, "natlost", PEOPLE, PEOPLE + 1) + "avprickning/"
    phone = wide(signed_in(HOST), 360)
    elsewhere: list[str] = []
    phone.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(site.url) else None)
    phone.goto(address)
    expect(phone.locator("[data-state=saved]")).to_be_visible()
    kept_for_later(phone)
    is_open_to_all(phone)

    phone.context.set_offline(True)
    for number in range(PEOPLE):
        button(phone, "Pricka av", f"Person [A-Z]{number}").click()
        phone.wait_for_timeout(50)
        if number == PEOPLE // 2:
            phone.reload()
            expect(phone.locator("[data-here]")).to_have_text(str(number + 1))
    expect(phone.locator("[data-state=offline]")).to_contain_text(f"Väntar här: {PEOPLE}")
    is_open_to_all(phone)
    phone.reload()
    expect(phone.locator("[data-here]")).to_have_text(str(PEOPLE))
    # A new person needs a seat, and so the portal.
    phone.get_by_label("Namn", exact=True).fill("Någon Ny")
    phone.get_by_role("button", name="Släpp in").click()
    expect(phone.get_by_text("Det här kräver nät")).to_be_visible()
    # A mistake, put right.
    button(phone, "Ångra", "Person D3").click()
    expect(phone.locator("[data-here]")).to_have_text(str(PEOPLE - 1))
    assert counted(site, "natlost") == 0

    phone.context.set_offline(False)
    expect(phone.locator("[data-state=saved]")).to_be_visible()
    assert counted(site, "natlost") == PEOPLE - 1
    phone.reload()
    expect(phone.locator("[data-state=saved]")).to_be_visible()
    expect(phone.locator("[data-here]")).to_have_text(str(PEOPLE - 1))
    assert counted(site, "natlost") == PEOPLE - 1
    assert not elsewhere


def test_what_was_kept_outlives_a_session(signed_in, site: Site):
    address = meetup(site, "utloggad", 2, 5) + "avprickning/"
    phone = wide(signed_in(HOST), 360)
    phone.goto(address)
    kept_for_later(phone)
    phone.context.set_offline(True)
    button(phone, "Pricka av", "Person A0").click()
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)
    expect(phone.locator("[data-state=signed-out]")).to_contain_text("Väntar här: 1")
    is_open_to_all(phone)
    phone.get_by_role("link", name="Logga in igen").click()
    phone.locator("input[name=login]").fill(HOST)
    phone.locator("input[name=password]").fill("forskarverkstad")
    phone.locator("main form button[type=submit]").first.click()
    phone.wait_for_url(f"**{address}")
    expect(phone.locator("[data-state=saved]")).to_be_visible()
    assert counted(site, "utloggad") == 1


def test_a_host_finds_by_name_and_code_and_lets_in_somebody_new(signed_in, site: Site):
    address = meetup(site, "dorren", 3, 4) + "avprickning/"
    phone = wide(signed_in(HOST), 360)
    phone.goto(address)
    search = phone.get_by_role("searchbox", name="Namn eller kod")
    search.press_sequentially("person b")
    expect(phone.locator(".check-in-people > li:visible")).to_have_count(1)
    search.press("Enter")
    expect(button(phone, "Pricka av", "Person B1")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(button(phone, "Ångra", "Person B1")).to_be_focused()
    mark = phone.locator(".check-in-people > li", has_text="Person C2").get_attribute("data-mark") or ""
    search.fill(f"http://example.org/?q={mark.partition('.')[0]}")
    expect(phone.locator(".check-in-people > li:visible")).to_have_text(re.compile("Person C2"))
    search.fill("finns inte")
    expect(phone.get_by_text("Ingen med det namnet")).to_be_visible()
    is_open_to_all(phone)
    for name, heard in (("Ny Person", "har en plats och är avprickad"), ("En Till", "Alla 4 platser är tagna")):
        phone.get_by_label("Namn", exact=True).fill(name)
        phone.get_by_role("button", name="Släpp in").click()
        expect(phone.locator("main")).to_contain_text(heard)
        is_open_to_all(phone)
    assert counted(site, "dorren") == 2
    # Nothing of it stays on a phone that others use.
    phone.goto(address)
    kept_for_later(phone)
    phone.get_by_role("button", name="Ta bort namnen från telefonen").click()
    expect(phone.get_by_text("De är borta från telefonen")).to_be_visible()
    assert phone.evaluate("caches.keys()") == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_without_javascript_a_button_checks_in(browser: Browser, signed_in, site: Site, language):
    slug = f"enkel-{language}"
    meetup(site, slug, 2, 5)
    address = {"sv": f"/kalender/{slug}/avprickning/", "en": f"/en/calendar/{slug}/check-in/"}[language]
    words = {"sv": ("Pricka av", "Ångra"), "en": ("Check in", "Undo")}
    state = signed_in(HOST).context.storage_state()
    context = browser.new_context(
        base_url=site.url, viewport={"width": 360, "height": 800}, java_script_enabled=False, storage_state=state
    )
    page = context.new_page()
    page.goto(address)
    here, gone = words[language]
    button(page, here, "Person A0").click()
    expect(page.locator("[data-here]")).to_have_text("1")
    assert counted(site, slug) == 1
    button(page, gone, "Person A0").click()
    expect(page.locator("[data-here]")).to_have_text("0")
    assert counted(site, slug) == 0
    context.close()


def test_axe_finds_nothing_in_english(signed_in, site: Site):
    meetup(site, "in-english", 2, 5)
    page = wide(signed_in(HOST), 360)
    page.goto("/en/calendar/in-english/check-in/")
    button(page, "Check in", "Person A0").click()
    expect(page.get_by_text("Everything is saved.")).to_be_visible()
    is_open_to_all(page)
