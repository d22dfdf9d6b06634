"""A researcher and those who ask find each other: by a keyboard, on a phone, without JavaScript, and on paper."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_who_keeps import is_open_to_all, wide

HOST, PASSWORD = "medlem@example.org", "forskarverkstad"
MAKE = """
from portal.accounts.models import User
from events.science_shop.models import Researcher, ResearcherField, Round, Stage
from events.science_shop.services.links import token_of
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, in_a_field
coordinator = User.objects.get(email="medlem@example.org")
user = User.objects.create_user("matchad{key}@example.org", "forskarverkstad")
user.confirm_address()
ResearcherFactory(user=user, name="Rut Matchad {key}", is_public=True, fields=["601"], about="Runor i Skåne.")
made = RoundFactory(slug="matchning-{key}", title="Runor {key}", coordinator=coordinator)
question = QuestionFactory(
        slug="runor-{key}", title="Vad säger runorna {key}?", round=made, contact_name="Asta Frågvis",
        contact_email="asta{key}@example.org", email_key="asta{key}@example.org", problem="Vi tyder runor.",
)
in_a_field(question, "601")
for number in range(4):
    QuestionFactory(slug=f"fler-{key}-{{number}}", round=made)
print(token_of(question))
"""


@pytest.fixture(params=[1280, 360])
def width(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def key() -> str:
    """What tells one test's things from another's."""
    return uuid4().hex[:8]


@pytest.fixture
def token(site: Site, key: str) -> str:
    return site.manage("shell", "-v0", "-c", MAKE.format(key=key)).split()[-1]


@pytest.fixture
def without_javascript(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, java_script_enabled=False, locale="sv-SE")
    yield context.new_page()
    context.close()


def press(page: Page, name: str) -> None:
    """As somebody does who has no mouse."""
    page.get_by_role("button", name=name).first.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def test_two_find_each_other_and_part_again(signed_in, without_javascript: Page, visitor: Page, token, key, width):
    coordinator = wide(signed_in(HOST), width)
    coordinator.goto(f"/forskarverkstad/samordna/runor-{key}/")
    coordinator.get_by_role("link", name="Vem och vad som passar").click()
    expect(coordinator.locator("main")).to_contain_text("Gemensamt forskningsämne: Historia")
    is_open_to_all(coordinator)
    press(coordinator, f"Fråga Rut Matchad {key}")
    expect(coordinator.locator("main")).to_contain_text("Väntar på forskaren")
    is_open_to_all(coordinator)

    researcher = wide(signed_in(f"matchad{key}@example.org"), width)
    researcher.goto("/mina-sidor/")
    researcher.locator("li", has_text=f"Vad säger runorna {key}?").get_by_role("link", name="Läs och svara").click()
    expect(researcher.locator("main")).not_to_contain_text("Asta")
    is_open_to_all(researcher)
    press(researcher, "Ja, vi kan träffas")
    expect(researcher.locator("main")).to_contain_text("Nu svarar de som frågar")
    is_open_to_all(researcher)

    own = f"/forskarverkstad/din-fraga/{token}/"
    wide(visitor, width).goto(own)
    expect(visitor.locator("#researchers")).to_contain_text("Vill gärna träffa dig")
    expect(visitor.locator("#researchers")).not_to_contain_text("Rut")
    is_open_to_all(visitor)
    without_javascript.goto(own)
    without_javascript.get_by_role("button", name="Ja, vi kan träffas").click()
    expect(without_javascript.locator("#researchers")).to_contain_text(f"Rut Matchad {key}")
    visitor.goto(own)
    is_open_to_all(visitor)

    researcher.reload()
    expect(researcher.locator("main")).to_contain_text(f"asta{key}@example.org")
    is_open_to_all(researcher)
    press(researcher, "Avsluta kontakten")
    expect(researcher.locator("main")).not_to_contain_text(f"asta{key}@example.org")
    is_open_to_all(researcher)
    visitor.reload()
    expect(visitor.locator("#researchers")).to_contain_text("Kontakten är avslutad")
    expect(visitor.locator("#researchers")).not_to_contain_text("Rut")
    is_open_to_all(visitor)


def test_what_is_tried_is_written_down(signed_in, token, key, width):
    coordinator = wide(signed_in(HOST), width)
    coordinator.goto(f"/forskarverkstad/samordna/runor-{key}/vagar/")
    expect(coordinator.locator(".remedy-next")).to_contain_text("Befintlig forskning")
    is_open_to_all(coordinator)
    press(coordinator, "Skriv upp")
    expect(coordinator.locator(".error-summary")).to_be_focused()
    is_open_to_all(coordinator)
    coordinator.get_by_label("Vem eller vad").fill("Tidskriften Runor")
    press(coordinator, "Skriv upp")
    expect(coordinator.locator(".remedy-next")).to_contain_text("En forskningsmiljö")
    is_open_to_all(coordinator)
    press(coordinator, "Hjälpte inte")
    expect(coordinator.locator(".remedies")).to_contain_text("Hjälpte inte")
    coordinator.goto(f"/en/science-shop/coordinate/runor-{key}/ways/")
    is_open_to_all(coordinator)
    coordinator.goto(f"/en/science-shop/coordinate/runor-{key}/matching/")
    is_open_to_all(coordinator)


def test_cards_are_printed_four_or_two_to_a_sheet(signed_in, token, key, width):
    coordinator = wide(signed_in(HOST), width)
    coordinator.goto("/forskarverkstad/samordna/kort/")
    is_open_to_all(coordinator)
    coordinator.get_by_role("link", name=f"Runor {key}").click()
    is_open_to_all(coordinator)
    coordinator.emulate_media(media="print")
    for size, sheets in (("a6", 2), ("a5", 3)):
        coordinator.goto(f"/forskarverkstad/samordna/kort/?round=matchning-{key}&size={size}")
        expect(coordinator.locator(".paper-card")).to_have_count(5)
        expect(coordinator.locator("h1")).to_be_hidden()
        expect(coordinator.get_by_text("Klipp längs")).to_be_hidden()
        assert coordinator.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == sheets
    # Nothing is cut off, however long the question.
    assert coordinator.locator(".paper-card").evaluate_all(
        "cards => cards.every(c => c.scrollHeight <= c.clientHeight)"
    )
