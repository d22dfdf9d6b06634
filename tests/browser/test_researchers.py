"""A researcher from the first words about themselves to a finding, on a laptop, on a phone, and without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_who_keeps import WIDTHS, is_open_to_all, wide

PASSWORD = "forskarverkstad"
MAKE = """
from django.contrib.auth import get_user_model
from allauth.account.models import EmailAddress
from events.science_shop.models import Question, QuestionField, Step, Wording, Researcher
from django.utils import timezone
from datetime import timedelta
person = get_user_model().objects.create_user("{email}", "{password}", first_name="Rut")
EmailAddress.objects.get_or_create(user=person, email=person.email, defaults={{"verified": True, "primary": True}})
EmailAddress.objects.filter(user=person).update(verified=True)
question = Question.objects.create(
    title="Vad händer i {slug}?", slug="{slug}", problem="Vi vet inte.", affected="Alla.", use="Vi visar det.",
    stage="seeking", contact_name="Kim Kontakt", contact_email="kim@{slug}.example.org",
)
Wording.objects.create(question=question, number=1, text=question.title, side="organisation")
QuestionField.objects.create(question=question, field="504")
Step.objects.create(
    question=question, text="Hitta forskare", side="coordinator", stage="seeking",
    due_on=timezone.localdate() + timedelta(days=30),
)
"""
CONFIRM = """
from django.utils import timezone
from events.science_shop.models import Researcher
Researcher.objects.filter(user__email="{email}").update(confirmed_at=timezone.now())
"""


def made(site: Site, slug: str) -> str:
    """A question in sociology that seeks researchers, and the address of somebody who could be one."""
    email = f"forskare@{slug}.example.org"
    site.manage("shell", "-c", MAKE.format(email=email, slug=slug, password=PASSWORD))
    return email


def describe(page: Page) -> None:
    page.goto("/forskarverkstad/min-forskarprofil/")
    page.get_by_label("Ditt namn").fill("Rut Forskare")
    page.get_by_label("Du är").select_option("researcher")
    page.get_by_label("Lärosäte eller arbetsplats").fill("Malmö universitet")
    page.locator("summary", has_text="Samhällsvetenskap").click()
    page.get_by_label("Sociologi, socialt arbete och antropologi").check()
    page.get_by_label("Min profil får visas för alla").check()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_researcher_describes_themselves_takes_a_question_and_tells_what_they_found(signed_in, site: Site, width):
    slug = f"forskaren-{width}"
    email = made(site, slug)
    page = wide(signed_in(email), width)
    describe(page)
    page.get_by_label("ORCID").fill("0000-0002-1825-0098")
    is_open_to_all(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.get_by_label("Sociologi, socialt arbete och antropologi")).to_be_checked()
    is_open_to_all(page)
    page.get_by_label("ORCID").fill("")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("main")).to_contain_text("En samordnare tittar på din profil")
    expect(page.locator("main")).to_contain_text(f"Vad händer i {slug}?")
    is_open_to_all(page)

    site.manage("shell", "-c", CONFIRM.format(email=email))
    page.get_by_role("link", name=f"Vad händer i {slug}?").click()
    is_open_to_all(page)
    page.get_by_role("link", name="Ta frågan").click()
    page.get_by_role("button", name="Ta frågan").click()
    expect(page.locator(".error-summary")).to_be_focused()
    is_open_to_all(page)
    page.get_by_label("Överenskommet nästa steg").fill("Läsa tre rapporter")
    page.get_by_label("Klart senast").fill(page.get_by_label("Du har den till och med").input_value())
    page.get_by_label("Mitt namn och lärosäte får stå vid frågan").check()
    page.get_by_role("button", name="Ta frågan").press("Enter")
    expect(page.locator(".messages")).to_contain_text("Du har frågan nu")
    is_open_to_all(page)

    page.get_by_role("link", name="Skriv ett fynd").click()
    page.get_by_label("Vad ni har funnit").fill("Det händer mycket.")
    page.get_by_label("Hur säkert det är").select_option("medium")
    page.get_by_label("Författare, år, titel").first.fill("Berg, 2024. Verkstäder.")
    page.get_by_label("DOI").first.fill("fel")
    page.get_by_role("button", name="Spara fyndet").click()
    expect(page.locator(".error-summary")).to_be_focused()
    is_open_to_all(page)
    page.get_by_label("DOI").first.fill("https://doi.org/10.1234/abcd")
    page.get_by_role("button", name="Spara fyndet").click()
    expect(page.locator("main")).to_contain_text("Det händer mycket.")
    is_open_to_all(page)
    page.get_by_role("button", name="Börja söka kunskap").click()
    page.get_by_role("button", name="Presentera fynden").click()
    expect(page.locator("main")).to_contain_text("Fynd presenterade")
    is_open_to_all(page)
    page.goto("/mina-sidor/")
    expect(page.locator("main")).to_contain_text("Frågor du arbetar med")
    is_open_to_all(page)

    page.goto("/forskarverkstad/forskare/")
    is_open_to_all(page)
    page.get_by_role("link", name="Rut Forskare").first.click()
    is_open_to_all(page)
    profile = page.url.rstrip("/").rsplit("/", 1)[1]
    other = f"annan-{width}"
    made(site, other)
    is_open_to_all_in_english(page, slug, other, profile)


def is_open_to_all_in_english(page: Page, slug: str, other: str, profile: str) -> None:
    """The same states again, with their errors: `slug` is worked on, `other` still seeks somebody."""
    shop = "/en/science-shop"
    for address in (
        f"{shop}/researchers/",
        f"{shop}/researchers/{profile}/",
        f"{shop}/my-researcher-profile/",
        f"{shop}/my-researcher-profile/delete/",
        f"{shop}/questions/{slug}/",
        f"{shop}/questions/{slug}/work/",
        "/en/my-pages/",
    ):
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        is_open_to_all(page)
    for address, sent in (
        (f"{shop}/my-researcher-profile/change/", "Save"),
        (f"{shop}/questions/{other}/take/", "Take the question"),
        (f"{shop}/questions/{slug}/work/findings/", "Save the finding"),
    ):
        page.goto(address)
        is_open_to_all(page)
        for field in page.locator("main form input[type=text]:visible, main form input:not([type]):visible").all():
            field.fill("")
        page.get_by_role("button", name=sent, exact=True).click()
        expect(page.locator(".error-summary")).to_be_focused()
        is_open_to_all(page)


def test_all_of_it_works_without_javascript(browser: Browser, signed_in, site: Site):
    email = made(site, "utan-skript")
    signed = signed_in(email)
    context = browser.new_context(
        base_url=site.url,
        java_script_enabled=False,
        viewport={"width": 360, "height": 800},
        storage_state=signed.context.storage_state(),
    )
    page = context.new_page()
    describe(page)
    page.get_by_role("button", name="Spara").click()
    site.manage("shell", "-c", CONFIRM.format(email=email))
    page.goto("/forskarverkstad/fragor/utan-skript/ta/")
    page.get_by_label("Överenskommet nästa steg").fill("Läsa")
    page.get_by_label("Klart senast").fill(page.get_by_label("Du har den till och med").input_value())
    page.get_by_role("button", name="Ta frågan").click()
    page.get_by_text("Lämna tillbaka den").first.click()
    page.get_by_label("Varför, i en mening").fill("Jag byter tjänst.")
    page.get_by_role("button", name="Lämna tillbaka den").click()
    expect(page.locator(".messages")).to_contain_text("Du har lämnat tillbaka frågan")
    page.goto("/forskarverkstad/fragor/utan-skript/")
    expect(page.locator("main")).to_contain_text("Jag byter tjänst.")
    expect(page.locator("main")).not_to_contain_text("Rut Forskare")
    context.close()
