"""Coming to a meetup: from the form to the seat, the line, the offer, the change and the cancelling."""

import json
import re
from collections.abc import Callable
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STATES = ("held", "unconfirmed", "applied", "waiting", "offered", "confirmed", "cancelled", "expired", "declined")
MAKE = """
from events.models import Question
from tests.events.factories import EventFactory
event = EventFactory(slug={slug!r}, title={title!r}, setting="both", seats_on_site=3, seats_online=5, most_companions=2)
labels = dict(text="Vad vill du ta upp?", one="Varifrån kommer du?", many="Vad tar du med?")
labels |= dict(number="Hur långt reser du?", consent="Jag får vara med på bild", diet="Mat")
for order, (kind, label) in enumerate(labels.items()):
    fields = dict(label=label, options="Förening\\nUniversitet", is_required=kind == "one", sort_order=order)
    Question.objects.create(event=event, kind=kind, **fields)
"""
ALL_STATES = """
import json
from events.models import Registration
from events.services import registering
from events.services.links import token_of
from tests.events.factories import EventFactory
event = EventFactory(slug="alla-lagen", title="Alla lägen", seats_on_site=40, most_companions=1)
found = {}
for state in STATES:
    registering.register(event, name=state, email=f"{state}@example.org", way="on-site", companions=["Bo"])
    registration = Registration.objects.get(event=event, name=state)
    registration.status, registration.queued_at = state, registration.created_at
    registration.save()
    found[state] = token_of(registration)
print(json.dumps(found))
"""


@pytest.fixture
def meetup(site: Site) -> Callable[[str], str]:
    """Make a meetup with two ways, companions and questions; its title names it."""

    def make(slug: str) -> str:
        title = f"Träffen {slug}"
        site.manage("shell", "-v0", "-c", MAKE.format(slug=slug, title=title))
        return title

    return make


@pytest.fixture
def visit(browser: Browser, site: Site):
    """Call with a window's size and more: a new visitor's page."""
    contexts: list[BrowserContext] = []

    def come(size: dict, **options) -> Page:
        contexts.append(browser.new_context(base_url=site.url, viewport=size, locale="sv-SE", **options))
        return contexts[-1].new_page()

    yield come
    for context in contexts:
        context.close()


def look(page: Page) -> None:
    """Nothing bars the way, nothing scrolls sideways."""
    page.evaluate(AXE)
    assert _faults(page.evaluate(RUN_AXE)) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def mailed(page: Page, email: str, subject: str) -> str:
    """Where the newest mail of this subject to `email` leads."""
    outbox = page.context.new_page()
    outbox.goto("/outbox/")
    mail = outbox.locator("article").filter(has_text=email).filter(has_text=subject).first
    link = mail.locator("a[href*='/anmalan/'], a[href*='/registration/']").first.get_attribute("href")
    outbox.close()
    return link or ""


def fill_in(page: Page, name: str, *companions: str) -> None:
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(address(name))
    page.locator("[name=way][value=on-site]").check()
    if companions:
        page.locator(".form-more summary").click()
    for number, companion in enumerate(companions, 1):
        page.locator(f"[name=companion_{number}]").fill(companion)
    page.get_by_label("Förening", exact=True).first.check()
    page.wait_for_timeout(1200)  # Faster than a person writes, it would be shown again.


def address(name: str) -> str:
    return f"{name.lower()}@example.org"


def send(page: Page) -> None:
    page.locator("form:has([name=email]) button[type=submit]").click()
    page.wait_for_url(re.compile("titta-i-mejlen|check-your-mail"))


def press(page: Page, action: str) -> None:
    page.locator(f"button[name=action][value={action}]").click()


@pytest.mark.parametrize(
    ("size", "calendar", "told"),
    [
        (PHONE, "/kalender/", ("Bekräfta din", "Ni har 3 platser", "nummer 1", "Det finns plats för dig")),
        (LAPTOP, "/en/calendar/", ("Confirm your", "You have 3 seats", "number 1", "There is a seat for you")),
    ],
)
def test_one_comes_with_others_and_another_waits_is_promoted_takes_changes_and_cancels(
    visit, meetup, size, calendar, told
):
    slug = f"hela-vagen-{size['width']}"
    title = meetup(slug)
    confirm, seats, waits, offered = told
    page = visit(size)
    page.goto(f"{calendar}{slug}/")
    look(page)
    first = f"Asa{size['width']}"
    fill_in(page, first, "Bo Ek", "Cia Al")
    page.locator("[name=email]").fill("asa@")
    page.locator("form:has([name=email]) button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=companion_2]")).to_have_value("Cia Al")
    look(page)
    page.locator("[name=email]").fill(address(first))
    page.get_by_label("Mat").fill("Vegan")
    send(page)
    look(page)
    mine = mailed(page, address(first), confirm)
    page.goto(mine)
    look(page)
    press(page, "confirm")
    expect(page.locator(".notice").first).to_contain_text(seats)
    expect(page.locator("main")).to_contain_text("Vegan")
    look(page)

    second = f"Eva{size['width']}"
    page.goto(f"{calendar}{slug}/")
    look(page)
    fill_in(page, second)
    send(page)
    theirs = mailed(page, address(second), title)
    page.goto(theirs)
    look(page)
    press(page, "confirm")
    expect(page.locator(".notice").first).to_contain_text(waits)
    look(page)

    page.goto(mine)
    page.locator("a[href$='/andra/'], a[href$='/change/']").click()
    look(page)
    page.locator("[name=companion_2]").fill("")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).not_to_contain_text("Cia Al")
    look(page)

    page.goto(theirs)
    expect(page.locator(".notice").first).to_contain_text(offered)
    look(page)
    press(page, "confirm")
    page.locator("a[href$='/andra/'], a[href$='/change/']").click()
    page.locator(".form-more summary").click()
    page.locator("[name=companion_1]").fill("Fia")
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=companion_1]")).to_have_value("Fia")
    look(page)
    page.locator("[name=way][value=online]").check()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Fia")
    press(page, "cancel")
    look(page)
    press(page, "disown")
    expect(page.locator("main")).not_to_contain_text("Fia")
    look(page)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the keyboard is there, and see that one sees it."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", selector
            return
    pytest.fail(f"No Tab leads to {selector}.")


def test_the_whole_registration_goes_by_keyboard(visit, meetup):
    meetup("tangenter")
    page = visit(LAPTOP)
    page.goto("/kalender/tangenter/")
    tab_to(page, "[name=name]")
    page.keyboard.type("Tora Ek")
    tab_to(page, "[name=email]")
    page.keyboard.type("tora@example.org")
    tab_to(page, "[name=way]")
    page.keyboard.press("Space")
    tab_to(page, ".form-more summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=companion_1]")
    page.keyboard.type("Ulf")
    tab_to(page, "textarea")
    page.keyboard.type("Odling")
    tab_to(page, "[type=radio]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[type=checkbox]")
    page.keyboard.press("Space")
    page.wait_for_timeout(1200)
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("titta-i-mejlen"))
    page.goto(mailed(page, "tora@example.org", "Bekräfta"))
    tab_to(page, "button[value=confirm]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Ni har 2 platser")
    expect(page.locator("main")).to_contain_text("Universitet")
    tab_to(page, "a[href$='/andra/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("andra"))
    tab_to(page, "[name=companion_2]")
    page.keyboard.type("Vera")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Vera")
    tab_to(page, "button[value=cancel]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Din anmälan är avbokad")


def test_the_whole_registration_goes_without_javascript(visit, meetup):
    meetup("utan-skript")
    page = visit(PHONE, java_script_enabled=False)
    page.goto("/kalender/utan-skript/")
    fill_in(page, "Olga", "Per", "Rut")
    page.locator("[name=email]").fill("olga")
    page.locator("form:has([name=email]) button[type=submit]").click()
    expect(page.locator(".error-summary")).to_contain_text("Skriv hela adressen")
    expect(page.locator("[name=companion_2]")).to_have_value("Rut")
    page.locator("[name=email]").fill("olga@example.org")
    send(page)
    page.goto(mailed(page, "olga@example.org", "Bekräfta"))
    press(page, "confirm")
    expect(page.locator("main")).to_contain_text("Ni har 3 platser")
    page.get_by_role("link", name="Ändra").click()
    page.locator("[name=companion_1]").fill("")
    page.get_by_role("button", name="Spara ändringen").click()
    expect(page.locator("main")).to_contain_text("Ni har 2 platser")
    press(page, "cancel")
    expect(page.locator("main")).to_contain_text("Din anmälan är avbokad")


def test_axe_finds_nothing_in_any_state_in_either_language(site: Site, visit):
    code = dedent(ALL_STATES).replace("STATES:", f"{STATES!r}:")
    tokens = json.loads(site.manage("shell", "-v0", "-c", code).strip().splitlines()[-1])
    page = visit(PHONE)
    for token in tokens.values():
        for where in ("/kalender/anmalan/", "/en/calendar/registration/"):
            page.goto(f"{where}{token}/")
            look(page)
