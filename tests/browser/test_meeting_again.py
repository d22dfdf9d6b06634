"""A follow-up meetup on a phone: its agenda, who is invited and takes the seat, and what is decided at the table."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.meetups import HOST
from tests.browser.test_main_job import _mailed_link
from tests.browser.test_who_keeps import is_open_to_all, wide

MAKE = """
import json
from datetime import timedelta
from django.utils import timezone
from events.models import Event
from events.science_shop.models import Participant, Round, RoundMeetup
from events.science_shop.services import participating
from portal.accounts.models import User
from tests.events.science_shop.factories import QuestionFactory
host, now = User.objects.get(email="medlem@example.org"), timezone.now()
event = Event(
    title="Återträffen {slug}", slug="traff-{slug}", lead="En kväll.", place="Verkstan", seats_on_site=10,
    starts_at=now + timedelta(days=20), ends_at=now + timedelta(days=20, hours=3),
)
event.save()
event.save_revision().publish()
round = Round.objects.create(title="Omgången {slug}", slug="{slug}", lead="För alla.", coordinator=host)
RoundMeetup.objects.create(round=round, event=event, phase="return")
for number in (1, 2):
    QuestionFactory(
        round=round, title=f"Vad ger odling {{number}} i {slug}?", slug=f"{slug}-{{number}}",
        contact_name="Asta Asking", contact_email="asta@{slug}.example.org",
        email_key="asta@{slug}.example.org",
    )
paula = Participant.objects.create(
    round=round, name="Paula", email="paula@{slug}.example.org", email_key="paula@{slug}.example.org",
    decision="goes-on", decided_at=now,
)
print(json.dumps(participating.token_of(paula)))
"""


# The other button saves too, and then moves the question on.
SAVE = re.compile(r"^Spara\s*:")
TODAY = """
from django.utils import timezone
from events.models import Event
Event.objects.filter(slug="traff-{slug}").update(starts_at=timezone.now())
"""


def has_come(site: Site, slug: str) -> None:
    """Let the meetup be now."""
    site.manage("shell", "-v0", "-c", TODAY.format(slug=slug))


def made(site: Site, slug: str) -> str:
    """A round of the demonstration's member with a meetup to come, two questions and a participant; her token."""
    told = site.manage("shell", "-v0", "-c", MAKE.format(slug=slug), PYTHONPATH=".")
    return json.loads(told.strip().splitlines()[-1])


def without_javascript(browser: Browser, page: Page, site: Site) -> Page:
    """The same person, with a phone that runs no scripts."""
    context = browser.new_context(
        base_url=site.url,
        storage_state=page.context.storage_state(),
        java_script_enabled=False,
        viewport={"width": 360, "height": 800},
        locale="sv-SE",
    )
    return context.new_page()


def test_a_meetup_is_prepared_claimed_and_written_down_on_a_phone(browser: Browser, signed_in, visitor, site: Site):
    made(site, "odling")
    coordinator = wide(signed_in(HOST), 360)
    coordinator.goto("/forskarverkstad/omgangar/odling/")
    is_open_to_all(coordinator)
    coordinator.get_by_role("link", name="Dagordning och inbjudningar").click()
    for number in (1, 2):
        row = coordinator.locator("li", has_text=f"Vad ger odling {number} i odling?")
        row.get_by_role("button", name="Sätt upp på dagordningen").click()
    coordinator.get_by_role("button", name="Tidigare").click()
    expect(coordinator.locator("ol.rows h3").first).to_have_text("Vad ger odling 2 i odling?")
    is_open_to_all(coordinator)

    coordinator.get_by_role("link", name="Bjud in dem det gäller").click()
    expect(coordinator.locator("main")).to_contain_text("paula@odling.example.org")
    is_open_to_all(coordinator)
    coordinator.get_by_role("button", name="Bjud in 2 personer").dblclick()
    expect(coordinator.locator("main")).to_contain_text("Ingen är kvar att bjuda in.")
    mails = "SELECT count(*) FROM operations_outgoingmessage WHERE CAST(recipients AS text) LIKE '%asta@odling.%'"
    assert site.database.execute(mails)[0][0] == 1

    guest = wide(visitor, 360)
    guest.goto(_mailed_link(guest, "Du är bjuden: Återträffen odling"))
    expect(guest.locator("main")).to_contain_text("Det finns plats för dig")
    is_open_to_all(guest)
    guest.get_by_role("button", name="Ta platsen").click()
    expect(guest.locator("main")).to_contain_text("Du har en plats")

    has_come(site, "odling")
    phone = without_javascript(browser, coordinator, site)
    phone.goto("/forskarverkstad/samordna/traff/traff-odling/")
    first = phone.locator("section.minutes-item").first
    for control in first.locator("textarea, input:not([type=hidden]), select, button, a.button").all():
        assert (control.bounding_box() or {"height": 0})["height"] >= 44
    first.get_by_label("Vad som beslutades").fill("Vi frågar Alnarp.")
    second = phone.locator("section.minutes-item").last
    second.get_by_label("Vad som beslutades").fill("Vi väntar.")
    first.get_by_label("Nästa steg").fill("Ringa Alnarp")
    first.get_by_role("button", name=SAVE).click()
    expect(phone.locator(".field-error")).to_contain_text("Välj en dag.")
    expect(first.get_by_label("Vad som beslutades")).to_have_value("Vi frågar Alnarp.")
    expect(second.get_by_role("status")).to_contain_text("Det är sparat.")
    expect(second.get_by_label("Vad som beslutades")).to_have_value("Vi väntar.")
    first.get_by_label("Klart senast").fill("2027-01-15")
    first.get_by_role("button", name=SAVE).click()
    expect(first.get_by_role("status")).to_contain_text("Det är sparat.")
    expect(first).to_contain_text("Ringa Alnarp")
    phone.context.close()
    guest.goto("/forskarverkstad/fragor/odling-2/")
    expect(guest.locator("main")).to_contain_text("Vi frågar Alnarp.")


def test_of_two_who_write_at_once_the_later_is_told_and_keeps_the_words(signed_in, site: Site):
    made(site, "samtidigt")
    one, two = (wide(signed_in(HOST), 360) for _person in range(2))
    one.goto("/forskarverkstad/samordna/traff/traff-samtidigt/dagordning/")
    one.get_by_role("button", name="Sätt upp på dagordningen").first.click()
    has_come(site, "samtidigt")
    for page in (one, two):
        page.goto("/forskarverkstad/samordna/traff/traff-samtidigt/")
    one.get_by_label("Vad som beslutades").fill("Det första")
    one.get_by_role("button", name=SAVE).click()
    expect(one.get_by_role("status").first).to_contain_text("Det är sparat.")
    is_open_to_all(one)
    two.get_by_label("Vad som beslutades").fill("Det andra")
    two.get_by_role("button", name=SAVE).click()
    expect(two.locator(".error-summary")).to_be_focused()
    expect(two.locator("main")).to_contain_text("Det första")
    expect(two.get_by_label("Vad som beslutades")).to_have_value("Det andra")
    is_open_to_all(two)
    two.get_by_label("Vad som beslutades").fill("Det första och det andra")
    two.get_by_role("button", name=SAVE).click()
    expect(two.get_by_role("status").first).to_contain_text("Det är sparat.")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_on_the_pages_of_rounds(signed_in, site: Site, language):
    slug = f"sidor-{language}"
    token = made(site, slug)
    coordinator = wide(signed_in(HOST), 360)
    start = {"sv": "/forskarverkstad/", "en": "/en/science-shop/"}[language]
    parts = {
        "sv": [
            *("omgangar/", f"omgangar/{slug}/", f"samordna/omgang/{slug}/deltagare/", f"gar-du-vidare/{token}/"),
            *(f"samordna/traff/traff-{slug}/", f"samordna/traff/traff-{slug}/dagordning/"),
            f"samordna/traff/traff-{slug}/bjud-in/",
        ],
        "en": [
            *("rounds/", f"rounds/{slug}/", f"coordinate/round/{slug}/participants/", f"do-you-go-on/{token}/"),
            *(f"coordinate/meetup/traff-{slug}/", f"coordinate/meetup/traff-{slug}/agenda/"),
            f"coordinate/meetup/traff-{slug}/invite/",
        ],
    }
    for part in parts[language]:
        coordinator.goto(start + part)
        is_open_to_all(coordinator)
