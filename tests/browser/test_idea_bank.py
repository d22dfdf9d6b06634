"""The idea bank as it is used: no barrier in any language or width, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

BANK = {"sv": "/forskarverkstad/fragor/", "en": "/en/science-shop/questions/"}


def barriers(page: Page) -> list[str]:
    """What axe finds, and whether it scrolls sideways."""
    page.evaluate(AXE)
    found = _faults(page.evaluate(RUN_AXE))
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_bank_a_question_and_its_forms(
    browser: Browser, site: Site, width: int, language: str
):
    context = browser.new_context(base_url=site.url, viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{BANK[language]}?stage=answered&stage=seeking")
    question = page.locator(".card-question a").first.get_attribute("href") or ""
    form = f"{question}{'folj' if language == 'sv' else 'follow'}/"
    faults = {}
    for address in (BANK[language], f"{BANK[language]}?stage=seeking&sort=waiting&q=verkstad", question, form):
        page.goto(address)
        faults[address] = barriers(page)
    context.close()
    assert not any(faults.values()), faults


def test_a_question_is_found_and_followed_by_keyboard_and_without_javascript(browser: Browser, site: Site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{BANK['sv']}?stage=seeking")
    page.locator(".card-question a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Följ frågan").focus()
    page.keyboard.press("Enter")
    page.locator("input[name=email]").focus()
    page.keyboard.type("lisa-foljer@example.org")
    # Nobody writes an address within a second.
    page.wait_for_timeout(1200)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Titta i mejlen")
    told = site.manage(
        "shell",
        "-v0",
        "-c",
        "from events.science_shop.models import Follower; from events.science_shop.services.following import token_of;"
        "print('link:', token_of(Follower.objects.get(email='lisa-foljer@example.org')))",
    )
    link = re.search(r"link: (\S+)", told)
    assert link
    page.goto(f"/forskarverkstad/foljer/{link[1]}/")
    page.get_by_role("button", name="Ja, följ frågan").press("Enter")
    expect(page.get_by_role("heading", level=2, name="Du följer frågan")).to_be_visible()
    page.get_by_role("button", name="Sluta följa").press("Enter")
    expect(page.get_by_role("heading", level=2, name="Du följer ingen fråga")).to_be_visible()
    context.close()


FOLLOWED = """
from django.utils import timezone
from events.science_shop.models import Follower, Question
from events.science_shop.services.following import token_of
question = Question.objects.public().filter(organisation=None).first()
tokens = []
for name, at in (("ny", None), ("med", timezone.now()), ("borta", None)):
    address = name + "@foljer.example.org"
    follower, _made = Follower.objects.get_or_create(
        question=question, email_key=address, defaults=dict(email=address, confirmed_at=at)
    )
    tokens.append(token_of(follower))
follower.delete()
print("tokens:", *tokens, question.slug)
"""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_where_one_says_the_same_or_follows_by_a_link(signed_in, site: Site, language: str):
    tokens = re.search(r"tokens: (.*)", site.manage("shell", "-v0", "-c", FOLLOWED))
    assert tokens
    new, confirmed, gone, slug = tokens[1].split()
    page = signed_in("medlem@example.org")
    page.set_viewport_size({"width": 360, "height": 800})
    same, following = {
        "sv": (f"/forskarverkstad/fragor/{slug}/samma-har/", "/forskarverkstad/foljer/"),
        "en": (f"/en/science-shop/questions/{slug}/same-here/", "/en/science-shop/following/"),
    }[language]
    faults = {}
    for token in (new, confirmed, gone):
        page.goto(f"{following}{token}/")
        faults[f"{following} {token[:8]}"] = barriers(page)
    page.goto(same)
    faults["the form"] = barriers(page)
    page.locator("#say button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    faults["the form with an error"] = barriers(page)
    page.locator("#say input[type=radio]").last.check()
    page.locator("#say textarea").fill("Vi undrar också.")
    page.locator("#say button").click()
    page.wait_for_url("**#same-here")
    faults["the question with it"] = barriers(page)
    page.goto(same)
    faults["the form with what is said"] = barriers(page)
    page.locator("button[value=take-back]").click()
    other = signed_in("forskare@example.org")
    other.set_viewport_size({"width": 360, "height": 800})
    other.goto(same)
    faults["for whoever keeps no organisation"] = barriers(other)
    assert not any(faults.values()), faults
