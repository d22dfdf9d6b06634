"""An import with a bad row in a browser: handed in, looked at, applied, undone; on a laptop and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_public_pages import AXE, RUN_AXE

ROWS = """Namn;Form;Kommun;Sammanfattning på svenska;Webbplats
Nya {width};ideell förening;Lund;Odlar och lagar.;https://nya{width}.example.org
Yalla Trappan;ideell förening;Malmö;Café och mer.;
Fel AB;handelsbolag;Växjö;;ftp://fel
"""


def faults(page: Page) -> list[str]:
    """What axe finds in what is ours of the admin's page, and whether that scrolls sideways."""
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE.replace("axe.run(", "axe.run('.import', "))
    wide = page.evaluate(
        "() => document.querySelector('.import').scrollWidth - document.querySelector('.import').clientWidth"
    )
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]] + ["wide"] * (wide > 0)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_file_with_a_bad_row_is_looked_at_applied_and_undone(signed_in, width: int):
    page: Page = signed_in("redaktor@example.org")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/admin/directory/imports/")
    assert faults(page) == []
    page.get_by_role("button", name="Läs filen").click()
    expect(page.get_by_text("Välj en fil.")).to_be_visible()
    assert faults(page) == []
    content = ROWS.format(width=width).encode("cp1252")
    page.locator("input[type=file]").set_input_files({"name": "rader.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Läs filen").click()
    # The page follows the worker by itself.
    expect(page.get_by_role("button", name="Genomför 1 rad")).to_be_visible(timeout=30_000)
    bad = page.locator("tr", has_text="Fel AB")
    expect(bad).to_contain_text("'Växjö' är ingen av regionens")
    expect(page.locator("tr", has_text="Yalla Trappan")).to_contain_text("Finns kanske redan")
    page.locator("summary").first.click()
    expect(page.get_by_text("Odlar och lagar.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Det är en annan: ta in den").click()
    apply = page.get_by_role("button", name="Genomför 2 rader")
    expect(apply).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Fel (1)").click()
    expect(page.locator(".import tbody tr")).to_have_count(1)
    apply.click()
    undo = page.get_by_role("button", name="Ångra 2 rader")
    expect(undo).to_be_visible(timeout=30_000)
    assert faults(page) == []
    visitor = page.context.new_page()
    visitor.goto(f"/hitta/organisationer/nya-{width}/")
    expect(visitor.locator("h1")).to_have_text(f"Nya {width}")
    undo.click()
    expect(page.locator(".import .status-tag, .import .w-status").first).to_have_text("Ångrad", timeout=30_000)
    assert visitor.goto(f"/hitta/organisationer/nya-{width}/").status == 404
    visitor.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_visitor_downloads_what_the_list_shows(visitor: Page, width: int):
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto("/hitta/?type=initiative")
    with visitor.expect_download() as downloading:
        visitor.get_by_role("link", name="XLSX").click()
    assert downloading.value.suggested_filename.startswith("katalog-")
    assert downloading.value.suggested_filename.endswith(".xlsx")
