"""A host at work on a phone: answers, notes, moves, cancels, adds, writes to the group."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.meetups import HOST, meetup
from tests.browser.test_main_job import _mailed_link
from tests.browser.test_who_keeps import is_open_to_all, wide


def test_a_host_writes_to_those_registered(signed_in, site: Site):
    meetup(site, "brevet", 3, 5)
    host = wide(signed_in(HOST), 360)
    host.goto("/mina-sidor/")
    host.get_by_role("link", name="Träffen brevet").click()
    is_open_to_all(host)
    host.get_by_role("link", name="Skriv till dem").click()
    host.get_by_role("button", name="Titta på mejlet").click()
    expect(host.locator(".error-summary")).to_be_focused()
    is_open_to_all(host)
    host.get_by_label("Mejlets ärende").fill("Vi ses vid porten")
    host.get_by_label("Text").fill("Gå in från gården.\n\nVi börjar i tid.")
    host.get_by_role("button", name="Titta på mejlet").click()
    expect(host.locator("h2")).to_contain_text(["Det här går till 3 personer"])
    expect(host.locator(".mail-preview")).to_have_count(2)
    is_open_to_all(host)
    host.get_by_role("button", name="Ändra något").click()
    expect(host.get_by_label("Mejlets ärende")).to_have_value("Vi ses vid porten")
    host.get_by_role("button", name="Titta på mejlet").click()
    host.get_by_role("button", name="Skicka till 3 personer").dblclick()
    expect(host.locator(".messages")).to_contain_text("Mejl till 3 personer är på väg")
    host.goto(_mailed_link(host, "Vi ses vid porten"))
    expect(host.locator("main")).to_contain_text("Träffen brevet")
    sent = "SELECT count(*) FROM operations_outgoingmessage WHERE CAST(recipients AS text) LIKE '%person2@brevet.%'"
    # Their own link, the confirmation, and this mail once.
    assert site.database.execute(sent)[0][0] == 3


def test_a_host_answers_notes_moves_cancels_and_adds(signed_in, site: Site):
    meetup(site, "svaret", 2, 5, mode="approval")
    host = wide(signed_in(HOST), 360)
    host.goto("/kalender/svaret/anmalda/?status=applied")
    host.get_by_role("link", name="Person A0").click()
    is_open_to_all(host)
    host.get_by_role("button", name="Ja, välkommen").click()
    expect(host.locator(".messages")).to_contain_text("Person A0 har en plats")
    host.get_by_label("Din anteckning").fill("Kommer senare")
    host.get_by_role("button", name="Spara anteckningen").click()
    host.get_by_role("button", name="Flytta till: På nätet").click()
    expect(host.locator(".messages")).to_contain_text("deltar nu så här: På nätet")
    is_open_to_all(host)
    host.get_by_role("link", name="Anmälda: Träffen svaret").click()
    expect(host.locator("main")).to_contain_text("vegan")
    expect(host.locator("main")).to_contain_text("Kommer senare")
    is_open_to_all(host)
    host.get_by_role("link", name="Lägg till någon").click()
    host.get_by_label("Namn").fill("Utan Adress")
    is_open_to_all(host)
    host.get_by_role("button", name="Lägg till").click()
    expect(host.locator(".messages")).to_contain_text("Utan adress går inget mejl")
    host.get_by_role("link", name="Utan Adress").click()
    host.get_by_role("button", name="Avboka anmälan").click()
    expect(host.locator(".messages")).to_contain_text("avbokad")
    is_open_to_all(host)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing_on_a_hosts_pages(signed_in, site: Site, language):
    slug = f"sidorna-{language}"
    meetup(site, slug, 3, 2)
    host = wide(signed_in(HOST), 360)
    registered = {"sv": f"/kalender/{slug}/anmalda/", "en": f"/en/calendar/{slug}/registered/"}[language]
    parts = {
        "sv": ["", "?q=finns-inte", "lagg-till/", "mejl/", "lista/", "lista/?signatures=1&way=on-site", "namnbrickor/"],
        "en": ["", "?q=nobody", "add/", "mail/", "list/", "list/?signatures=1&way=on-site", "badges/"],
    }
    for part in parts[language]:
        host.goto(registered + part)
        is_open_to_all(host)


def test_on_paper_there_is_the_list_and_ten_badges_on_a_sheet(signed_in, site: Site):
    meetup(site, "papper", 12, 20)
    host = signed_in(HOST)
    host.emulate_media(media="print")
    host.goto("/kalender/papper/anmalda/lista/?signatures=1")
    expect(host.locator(".side-navigation")).to_be_hidden()
    expect(host.get_by_text("Skriv ut sidan")).to_be_hidden()
    expect(host.locator("tbody tr")).to_have_count(12)
    host.goto("/kalender/papper/anmalda/namnbrickor/")
    expect(host.locator("h1")).to_be_hidden()
    pages = host.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")
    assert pages == 2
