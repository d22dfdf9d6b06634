"""An editor makes one profile of two entries of an organisation, and undoes it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.test_who_keeps import wide

TWO = """
from directory.models import Organisation
from directory.services import duplicates
facts = {"form": "ideell-forening", "summary_sv": "Vi lagar det som går sönder.", "live": True}
Organisation(name="{name}", slug="lagarna-{width}", website="https://lagarna{width}.example.org/", **facts).save()
other = Organisation(name="{name} ek. för.", slug="lagarna-ek-{width}", **facts)
other.contact_email = "hej@lagarna{width}.example.org"
other.languages = ["sv"]
other.save()
while duplicates.compare_changed():
    pass
"""


@pytest.mark.parametrize("width", [1280, 360])
def test_an_editor_merges_two_and_undoes_it(site: Site, signed_in, visitor, width):
    name = {1280: "Lagarna på Möllan", 360: "Syjuntan i Kivik"}[width]
    site.manage("shell", "-v0", "-c", TWO.replace("{width}", str(width)).replace("{name}", name))
    editor = wide(signed_in("redaktor@example.org"), width)
    editor.goto("/admin/directory/duplicates/")
    editor.locator("tr", has_text=f"{name} ek.").get_by_role("link", name="Slå ihop").click()
    expect(editor.locator("main")).to_contain_text(f"hej@lagarna{width}.example.org")
    assert editor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    expect(editor.get_by_label("Andra namn")).to_have_value(f"{name} ek. för.")
    editor.get_by_role("button", name="Slå ihop").click()
    expect(editor.locator(".messages")).to_contain_text("är nu en och samma")

    answer = visitor.goto(f"/hitta/organisationer/lagarna-ek-{width}/")
    assert answer
    assert visitor.url.endswith(f"/lagarna-{width}/")
    expect(visitor.locator("main")).to_contain_text(f"hej@lagarna{width}.example.org")

    editor.get_by_role("link", name="Det som har slagits ihop").click()
    editor.locator("tr", has_text=f"{name} ek.").get_by_role("link", name="Ångra").click()
    editor.get_by_role("button", name="Ångra sammanslagningen").click()
    expect(editor.locator(".messages")).to_contain_text("en egen organisation igen")
    # A browser may remember for an hour where the old address led: another one has nothing to remember.
    again = signed_in("medlem@example.org")
    again.goto(f"/hitta/organisationer/lagarna-ek-{width}/")
    expect(again.locator("h1")).to_have_text(re.compile(rf"{name} ek\."))
