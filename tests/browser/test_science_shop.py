"""The whole cycle by the four who go through it, over three meetups: from a challenge that an organisation raises to an
answer that a visitor finds."""

import re
import time
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_main_job import _found, _mailed_link
from tests.browser.test_who_keeps import is_open_to_all, wide

COORDINATOR, RESEARCHER = "samordnare@example.org", "forskare@example.org"
# Three meetups six weeks apart, the first one today.
MAKE = """
from datetime import timedelta
from django.utils import timezone
from events.models import Event
from events.science_shop.models import Round, RoundMeetup
from portal.accounts.models import User
round = Round.objects.create(
    title="Det som växer", slug="det-som-vaxer", lead="Odling och gemenskap.",
    coordinator=User.objects.get(email="samordnare@example.org"),
)
for number, phase in enumerate(["idea", "matchmaking", "return"]):
    starts_at = timezone.now() + timedelta(days=42 * number)
    event = Event(
        title=f"Det som växer {number + 1}", slug=f"det-som-vaxer-{number + 1}", lead="En kväll.", place="Växthuset",
        seats_on_site=20, starts_at=starts_at, ends_at=starts_at + timedelta(hours=3),
    )
    event.save()
    event.save_revision().publish()
    RoundMeetup.objects.create(round=round, event=event, phase=phase, sort_order=number)
round.save_revision().publish()
"""
COME = """
from datetime import timedelta
from django.utils import timezone
from events.models import Event
now = {"starts_at": timezone.now(), "ends_at": timezone.now() + timedelta(hours=3)}
"""
RAISED = "Varför slutar folk odla hos oss?"
SHARPENED = "Vad gör att deltagare i kolonilotter för nybörjare fortsätter efter första säsongen?"
SLUG = "varfor-slutar-folk-odla-hos-oss"
ANSWER = "Den som har en granne på lotten att fråga fortsätter oftare. Ge varje nybörjare en odlarfadder."


def test_a_challenge_becomes_an_answer_that_a_visitor_finds(signed_in, browser, visitor: Page, site: Site):
    site.manage("shell", "-v0", "-c", MAKE)
    organisation = wide(visitor, 1280)
    coordinator, researcher = signed_in(COORDINATOR), signed_in(RESEARCHER)

    # Somebody from an organisation raises a challenge, without an account.
    organisation.goto("/forskarverkstad/omgangar/det-som-vaxer/")
    organisation.get_by_role("link", name="Ställ en fråga").first.click()
    for name, text in (
        ("title", RAISED),
        ("problem", "Hälften av våra nybörjare lämnar lotten efter första sommaren."),
        ("affected", "Alla som vill börja odla i Lomma."),
        ("use", "Vi vill göra om vår nybörjarkurs."),
        ("organisation_name", "Lotterna vid havet"),
        ("contact_name", "Gun Grön"),
        ("contact_email", "gun.gron@example.org"),
    ):
        organisation.locator(f"[name={name}]").fill(text)
    organisation.get_by_label("Omgång").select_option(label="Det som växer")
    organisation.locator("[name=shows_organisation]").check()
    time.sleep(1.5)  # Faster than a person writes, it would be shown again.
    organisation.get_by_role("button", name="Spara och få en länk med mejl").click()
    organisation.goto(own := _mailed_link(organisation, "Bekräfta din fråga till forskarverkstaden"))
    organisation.get_by_role("button", name="Skicka frågan").click()
    expect(organisation.locator("main")).to_contain_text("Läsa frågan och svara")

    # The first meetup: the challenge becomes a question.
    on_the_board(coordinator, RAISED)
    moved(coordinator, "Börja skärpa den")
    put_on_the_agenda(coordinator, 1, RAISED)
    decided(coordinator, 1, "Vi frågar om dem som stannar, i stället för om dem som går.")
    coordinator.goto(f"/forskarverkstad/samordna/{SLUG}/med-andra-ord/")
    coordinator.get_by_label("Frågan").fill(SHARPENED)
    coordinator.get_by_label("Varför").fill("Det är lättare att ta reda på vad som håller kvar.")
    coordinator.get_by_role("button", name=re.compile("Spara|Formulera")).click()
    in_a_field(coordinator, "Psykologi")
    moved(coordinator, "Den är formulerad")
    moved(coordinator, "Sök forskare", comment="Utskickad till tre institutioner.")
    is_open_to_all(coordinator)

    # Matchmaking at the second one: a yes of both, and the researcher takes the question along.
    put_on_the_agenda(coordinator, 2, SHARPENED)
    coordinator.goto(f"/forskarverkstad/samordna/{SLUG}/matchning/")
    coordinator.get_by_role("button", name="Fråga Freja Forskare").click()
    researcher.goto("/mina-sidor/")
    researcher.locator("li", has_text=SHARPENED).get_by_role("link", name="Läs och svara").click()
    expect(researcher.locator("main")).not_to_contain_text("Gun Grön")
    researcher.get_by_role("button", name="Ja, vi kan träffas").click()
    organisation.goto(own)
    organisation.get_by_role("button", name="Ja, vi kan träffas").click()
    researcher.reload()
    expect(researcher.locator("main")).to_contain_text("gun.gron@example.org")
    has_come(site, 2)
    decided(coordinator, 2, "Freja söker i det som redan är skrivet.")
    researcher.goto(f"/forskarverkstad/fragor/{SLUG}/")
    researcher.get_by_role("link", name="Ta frågan").click()
    researcher.get_by_label("Överenskommet nästa steg").fill("Läsa det som är skrivet om nybörjare")
    researcher.get_by_label("Klart senast").fill((date.today() + timedelta(days=30)).isoformat())
    researcher.get_by_label("Mitt namn och lärosäte får stå vid frågan").check()
    researcher.get_by_role("button", name="Ta frågan").click()
    researcher.get_by_role("button", name="Börja söka kunskap").click()
    found(researcher)

    # Everybody meets again around what was found.
    put_on_the_agenda(coordinator, 3, SHARPENED)
    researcher.goto(f"/forskarverkstad/fragor/{SLUG}/arbeta/")
    researcher.get_by_role("button", name="Presentera fynden").click()
    has_come(site, 3)
    decided(wide(coordinator, 360), 3, "Föreningen tycker att det räcker för att göra om kursen.")
    wide(coordinator, 1280).goto(f"/forskarverkstad/samordna/{SLUG}/svar/")
    coordinator.locator("[name=summary]").fill(ANSWER)
    coordinator.get_by_role("button", name="Frågan är besvarad: publicera").click()
    expect(coordinator.locator("main")).to_contain_text("Besvarad")

    # Whoever asked is told, and a visitor finds the answer by other words than the question's.
    organisation.goto(own)
    expect(organisation.locator("main")).to_contain_text("Besvarad")
    anybody = browser.new_context(base_url=site.url, locale="sv-SE").new_page()
    assert SHARPENED in _found(anybody, "odlarfadder")
    anybody.get_by_role("link", name=SHARPENED).first.click()
    expect(anybody.locator("main")).to_contain_text("odlarfadder")
    anybody.goto(f"/forskarverkstad/fragor/{SLUG}/")
    for happened in (
        "Vi frågar om dem som stannar",
        "Freja söker i det",
        "göra om kursen",
        "Lotterna vid havet",
        "Freja",
    ):
        expect(anybody.locator("main")).to_contain_text(happened)
    expect(anybody.locator("main")).not_to_contain_text("Gun Grön")
    assert "gun.gron" not in anybody.content()
    is_open_to_all(anybody)
    anybody.context.close()


def on_the_board(coordinator: Page, title: str) -> None:
    # Its round alone: a column shows the most urgent, and other tests have questions too.
    coordinator.goto("/forskarverkstad/samordna/?round=det-som-vaxer")
    coordinator.get_by_role("link", name=title).first.click()
    expect(coordinator.locator("h1")).to_have_text(title)


def moved(coordinator: Page, label: str, comment: str = "") -> None:
    coordinator.goto(f"/forskarverkstad/samordna/{SLUG}/")
    coordinator.get_by_role("link", name=re.compile(f"Välj.*{label}$")).click()
    if comment:
        coordinator.get_by_label("Kommentar", exact=False).fill(comment)
    coordinator.get_by_role("button", name=label).click()
    expect(coordinator.locator(".messages")).to_be_visible()


def in_a_field(coordinator: Page, field: str) -> None:
    coordinator.goto(f"/forskarverkstad/samordna/{SLUG}/sortera/")
    coordinator.locator("summary", has_text="Samhällsvetenskap").click()
    coordinator.get_by_label(field).check()
    coordinator.get_by_role("button", name="Spara").click()


def put_on_the_agenda(coordinator: Page, number: int, title: str) -> None:
    coordinator.goto(f"/forskarverkstad/samordna/traff/det-som-vaxer-{number}/dagordning/")
    coordinator.get_by_role("button", name=re.compile(f"Sätt upp.*{re.escape(title)}")).click()


def has_come(site: Site, number: int) -> None:
    """Six weeks have passed."""
    site.manage("shell", "-v0", "-c", f"{COME}\nEvent.objects.filter(slug='det-som-vaxer-{number}').update(**now)")


def decided(coordinator: Page, number: int, text: str) -> None:
    coordinator.goto(f"/forskarverkstad/samordna/traff/det-som-vaxer-{number}/")
    coordinator.get_by_label("Vad som beslutades").fill(text)
    coordinator.get_by_role("button", name="Spara").first.click()
    expect(coordinator.get_by_role("status").first).to_contain_text("Det är sparat.")


def found(researcher: Page) -> None:
    researcher.goto(f"/forskarverkstad/fragor/{SLUG}/arbeta/")
    researcher.get_by_role("link", name="Skriv ett fynd").click()
    researcher.get_by_label("Vad ni har funnit").fill("Grannar på lotten betyder mer än kurser.")
    researcher.get_by_label("Hur säkert det är").select_option("medium")
    researcher.get_by_label("Författare, år, titel").first.fill("Berg, 2024. Lotter och grannar.")
    researcher.get_by_role("button", name="Spara fyndet").click()
    expect(researcher.locator("main")).to_contain_text("Grannar på lotten")
