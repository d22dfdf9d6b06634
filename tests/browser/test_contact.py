"""Another contact of a question, from the coordinator who names them to their yes, on a laptop and on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.test_board import COORDINATOR, own_round
from tests.browser.test_main_job import _mailed_link
from tests.browser.test_who_keeps import is_open_to_all, wide


@pytest.mark.parametrize(("width", "answer"), [(1280, "Ja, jag är kontakten"), (360, "Nej: radera min adress")])
def test_a_coordinator_names_another_contact_who_answers_by_the_mailed_link(signed_in, site: Site, width, answer):
    slug = f"kontakt-{width}"
    own_round(site, slug)
    page = wide(signed_in(COORDINATOR), width)
    page.goto(f"/forskarverkstad/samordna/{slug}-2/")
    page.get_by_role("link", name="Byt kontakt").click()
    page.get_by_label("Kontaktpersonens e-post").fill("ingen adress")
    page.get_by_role("button", name="Spara kontakten").click()
    expect(page.locator(".error-summary")).to_be_focused()
    is_open_to_all(page)
    page.get_by_label("Kontaktperson", exact=True).fill("Nina Ny")
    page.get_by_label("Kontaktpersonens e-post").fill(f"nina-{width}@example.org")
    page.get_by_role("button", name="Spara kontakten").click()
    expect(page.locator(".messages")).to_contain_text("har frågan ingen kontakt")
    is_open_to_all(page)

    link = _mailed_link(page, f"nina-{width}@example.org")
    page.context.clear_cookies()
    page.goto(link)
    is_open_to_all(page)
    page.goto(link.replace("/forskarverkstad/ar-du-kontakt/", "/en/science-shop/are-you-the-contact/"))
    expect(page.get_by_role("heading", name="Are you the contact?")).to_be_visible()
    is_open_to_all(page)
    page.goto(link)
    page.get_by_role("button", name=answer).click()
    is_open_to_all(page)
    if answer.startswith("Ja"):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Vad gör verkstad {slug} 2?")
        page.goto(link)
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Vad gör verkstad {slug} 2?")
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text("Din adress är raderad")
        assert (page.goto(link)).status == 404
