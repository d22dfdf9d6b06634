"""The coordinators' board by keyboard and without JavaScript, on a laptop and on a phone, in both languages."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_who_keeps import is_open_to_all, wide

COORDINATOR = "medlem@example.org"
MAKE = """
from datetime import timedelta
from django.utils import timezone
from events.science_shop.models import Question, Round, Step, Wording
from portal.accounts.models import User
person = User.objects.get(email="medlem@example.org")
own = Round.objects.create(title="Omgång {slug}", slug="{slug}", lead="För alla.", coordinator=person)
today = timezone.localdate()
for number, stage in enumerate(["submitted", "intake", "formulated", "seeking", "looking", "presented"]):
    title = "Vad gör verkstad {slug} " + str(number) + "?"
    question = Question.objects.create(
        title=title, slug="{slug}-" + str(number), problem="Vi vet inte.", affected="Alla.", use="Vi visar svaret.",
        round=own, stage=stage, contact_name="Asta", contact_email="asta@example.org", email_key="asta@example.org",
    )
    Wording.objects.create(question=question, number=1, text=title, side="organisation")
    Step.objects.create(
        question=question, text="Läsa", side="coordinator", stage=stage, due_on=today + timedelta(days=number * 4 - 5)
    )
"""


def own_round(site: Site, slug: str) -> str:
    """Six questions in six stages; the address of the board that shows them."""
    site.manage("shell", "-v0", "-c", MAKE.format(slug=slug))
    return f"/forskarverkstad/samordna/?round={slug}"


def test_a_question_is_moved_by_keyboard_alone_and_one_comes_back_to_it(signed_in, site: Site):
    board = own_round(site, "tangenter")
    page = signed_in(COORDINATOR)
    page.goto(board)
    card = page.locator("#tangenter-0")
    expect(card).to_contain_text("Försenat med 5 dagar")
    card.get_by_role("link", name="Vad gör verkstad tangenter 0?").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(card.locator(".board-moves > summary")).to_be_focused()
    expect(card.get_by_role("link", name="Börja skärpa den")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(card.get_by_role("link", name="Börja skärpa den")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_label("Din kommentar").focus()
    page.keyboard.type("Vi ringer er.")
    page.get_by_label("De som frågar kan använda svaret").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Börja skärpa den").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"samordna/\?round=tangenter#tangenter-0$"))
    expect(page.locator("#tangenter-0")).to_contain_text("Skärps")
    expect(page.locator("#tangenter-0")).to_be_focused()


def without_scripts(browser: Browser, site: Site, signed_in) -> Page:
    """The coordinator in a browser that runs no JavaScript."""
    cookies = signed_in(COORDINATOR).context.cookies()
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="sv-SE")
    context.add_cookies(cookies)
    return context.new_page()


def test_a_question_is_moved_sorted_and_told_what_it_lacks_without_javascript(browser: Browser, site: Site, signed_in):
    board = own_round(site, "utan-skript")
    page = without_scripts(browser, site, signed_in)
    page.goto(board)
    card = page.locator("#utan-skript-1")
    card.locator("summary").click()
    expect(card.get_by_role("link", name="Den är formulerad")).to_have_count(0)
    expect(card).to_contain_text("Välj först minst ett forskningsämne.")
    card.get_by_role("link", name="Gör det här").first.click()
    page.locator("details", has_text="Samhällsvetenskap").first.locator("summary").click()
    page.get_by_label("Sociologi, socialt arbete och antropologi").check()
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name=re.compile("Välj.*Den är formulerad")).click()
    page.get_by_role("button", name="Den är formulerad").click()
    expect(page.locator(".messages")).to_contain_text("Formulerad")
    # What asks nothing goes at once from the card. Its column is folded, since nothing there is late.
    page.goto(board)
    card = page.locator("#utan-skript-1")
    expect(card).to_be_hidden()
    page.locator("#column-formulated > summary").focus()
    page.keyboard.press("Enter")
    card.locator("summary").click()
    card.get_by_role("button", name="Sök forskare").click()
    expect(page.locator(".messages")).to_contain_text("Söker forskare")
    page.context.close()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_on_the_coordinators_pages(signed_in, site: Site, width, language):
    slug = f"sidor-{language}-{width}"
    own_round(site, slug)
    page = wide(signed_in(COORDINATOR), width)
    root = {"sv": "/forskarverkstad/samordna/", "en": "/en/science-shop/coordinate/"}[language]
    words = {
        "sv": ("forsenade/", "flytta", "med-andra-ord/", "steg/", "sortera/", f"omgang/{slug}/avsluta/"),
        "en": ("overdue/", "move", "in-other-words/", "steps/", "sort/", f"round/{slug}/end/"),
    }[language]
    late, move, reword, steps, sort, end = words
    question = f"{root}{slug}-1/"
    pages = [f"?round={slug}", "?column=new", "?q=finnsinte", late, end]
    addresses = [root + each for each in pages]
    addresses += [question, *(question + each for each in (f"{move}/formulate/", f"{move}/park/", reword, steps, sort))]
    for address in addresses:
        page.goto(address)
        is_open_to_all(page)
    page.goto(f"{root}?round={slug}")
    page.locator(f"#{slug}-0 summary").press("Enter")
    is_open_to_all(page)
    page.goto(f"{question}{move}/park/")
    page.locator("main form .button").first.click()
    expect(page.locator(".error-summary")).to_be_focused()
    is_open_to_all(page)


def columns(page: Page, state: str = "") -> list[str]:
    """The columns of the board, those that are open or those that are folded."""
    found = page.locator(f".board-column{state}").all()
    return [str(column.get_attribute("id")).removeprefix("column-") for column in found]


def test_on_a_phone_the_stages_are_a_list_and_what_is_late_is_unfolded(signed_in, site: Site):
    board = own_round(site, "telefonen")
    page = wide(signed_in(COORDINATOR), 360)
    page.goto(board)
    boxes = [column.bounding_box() for column in page.locator(".board-column").all()]
    assert len(boxes) == 8
    assert all(above["y"] + above["height"] <= below["y"] for above, below in pairwise(boxes))
    assert columns(page, "[open]") == ["new", "sharpened"]
    page.get_by_text("Fynd presenterade (1)").click()
    expect(page.locator("#telefonen-5")).to_be_in_viewport()
    page.goto(f"{board}&q=telefonen")
    expect(page.locator(".board-column[data-filled]:not([open])")).to_have_count(0)


def test_on_a_laptop_as_much_is_unfolded_as_there_is_room_for_and_the_rest_is_told_to_go_on(signed_in, site: Site):
    board = own_round(site, "datorn")
    page = wide(signed_in(COORDINATOR), 1280)
    page.goto(board)
    region = page.get_by_role("region", name="Tavlan")
    assert region.evaluate("board => board.scrollWidth <= board.clientWidth")
    assert columns(page, "[open]") == ["new", "sharpened", "formulated", "seeking"]
    expect(page.get_by_text("Tavlan fortsätter åt sidan")).to_be_hidden()
    for name in ("in-work", "presented"):
        page.locator(f"#column-{name} > summary").press("Enter")
    expect(page.get_by_text("Tavlan fortsätter åt sidan")).to_be_visible()
    region.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".board-frame.goes-on-left")).to_be_visible()
    is_open_to_all(page)
