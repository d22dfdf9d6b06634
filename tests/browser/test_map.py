"""The map by keyboard, on a phone, beside its list, and without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_public_pages import AXE, RUN_AXE, _faults

MAP = "/hitta/?view=map"


def _page(browser: Browser, site: Site, width: int, **more) -> Page:
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, locale="sv-SE", reduced_motion="reduce", **more
    )
    return context.new_page()


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = _page(browser, site, request.param)
    yield page
    page.context.close()


@pytest.fixture
def without_script(browser: Browser, site: Site) -> Iterator[Page]:
    page = _page(browser, site, 360, java_script_enabled=False)
    yield page
    page.context.close()


def markers(page: Page) -> Locator:
    return page.locator(".map-marker")


def ready(page: Page, address: str = MAP) -> Page:
    page.goto(address)
    expect(markers(page).first).to_be_visible()
    return page


def has_focus(page: Page, selector: str) -> None:
    page.wait_for_function("selector => document.activeElement.matches(selector)", arg=selector)


def test_by_keyboard_from_all_of_skane_to_an_organisation_and_back(page: Page):
    ready(page)
    cluster = page.get_by_role("button", name=re.compile("nära .*, zooma in")).first
    before = int(cluster.inner_text())
    cluster.focus()
    page.keyboard.press("Enter")
    # The address and the list follow, and the focus stays on the map.
    page.wait_for_url(re.compile("box="))
    has_focus(page, ".map-marker")
    heading = page.locator("h2[data-follows]")
    expect(heading).to_contain_text("i den här delen av kartan")
    assert int(heading.inner_text().split()[0]) >= before
    for _step in range(9):
        name = page.evaluate("document.activeElement.ariaLabel")
        if not name.endswith("zooma in"):
            break
        page.keyboard.press("Enter")
        page.wait_for_function("name => document.activeElement.ariaLabel !== name", arg=name)
    page.keyboard.press("Enter")
    has_focus(page, ".map-popup a")
    page.keyboard.press("Escape")
    expect(page.locator(".map-popup")).to_have_count(0)
    has_focus(page, f'.map-marker[aria-label="{name}"]')
    page.keyboard.press("Enter")
    has_focus(page, ".map-popup a")
    address, title = page.url, page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(title)
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator("#results")).to_contain_text(title)
    expect(page.locator(".map-marker").first).to_be_visible()


def test_the_skip_link_leads_past_the_map_to_the_list(page: Page):
    ready(page)
    skip = page.get_by_role("link", name="Hoppa över kartan, till listan")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    has_focus(page, "#results")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#results').contains(document.activeElement)")


def test_one_address_shows_the_same_list_to_somebody_else(page: Page, browser: Browser, site: Site):
    ready(page, MAP + "&type=organisation")
    page.get_by_role("button", name="Zooma in", exact=True).click()
    page.wait_for_url(re.compile("type=organisation&box="))
    heading = page.locator("h2[data-follows]").inner_text()
    other = _page(browser, site, 1280, java_script_enabled=False)
    other.goto(page.url)
    expect(other.locator("h2[data-follows]")).to_have_text(heading)
    other.context.close()
    page.reload()
    expect(markers(page).first).to_be_visible()
    assert "box=" in page.url
    page.get_by_role("button", name="Hela Skåne").click()
    page.wait_for_url(lambda url: "box=" not in url)
    expect(page.locator("h2[data-follows]")).not_to_contain_text("delen av kartan")


def test_a_filter_then_the_map_then_back_and_the_same_for_who_gets_the_address(
    page: Page, browser: Browser, site: Site
):
    page.goto("/hitta/")
    if (page.viewport_size or {"width": 0})["width"] < 960:
        page.locator(".filter > summary").click()
    page.locator(".facet", has_text="Ämne").first.locator("summary").first.click()
    option = page.locator(".facet label", has=page.locator("input[name=tag]")).first
    told = int(option.locator(".facet-count").inner_text())
    option.locator("input").check()
    page.get_by_role("button", name="Visa resultat").click()
    heading = page.locator("h2[data-follows]")
    expect(heading).to_have_text(re.compile(rf"^{told} "))
    chosen = page.url
    page.get_by_role("link", name="Karta", exact=True).click()
    expect(markers(page).first).to_be_visible()
    expect(heading).to_have_text(re.compile(rf"^{told} "))
    page.get_by_role("button", name="Zooma in", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("box="))
    on_map, seen = page.url, heading.inner_text()
    page.go_back()
    expect(page).to_have_url(chosen)
    expect(heading).to_have_text(re.compile(rf"^{told} "))
    page.go_forward()
    expect(page).to_have_url(on_map)
    expect(heading).to_have_text(seen)
    other = _page(browser, site, 1280, java_script_enabled=False)
    other.goto(on_map)
    expect(other.locator("h2[data-follows]")).to_have_text(seen)
    other.context.close()


def test_the_map_shows_only_what_the_filters_leave(page: Page):
    ready(page, MAP + "&municipality=lund")
    count = int(page.locator("h2[data-follows]").inner_text().split()[0])
    # One alone has no number; who has places in two towns is in both.
    assert count <= sum(int(text or 1) for text in markers(page).all_inner_texts()) <= count + 3
    expect(page.locator("path.map-chosen")).to_have_count(1)


def test_a_click_on_a_municipality_fills_the_map_with_it(page: Page):
    ready(page)
    # Hörby has nothing in the demonstration that lies over its middle.
    areas = page.locator("path.map-area")
    expect(areas).to_have_count(33)
    areas.nth(8).dispatch_event("click", {"bubbles": True})
    page.wait_for_url(re.compile("box="))


def test_many_markers_leave_the_way_of_the_keyboard_to_the_list(page: Page):
    many = [
        {"latitude": 55.5 + row * 0.05, "longitude": 13 + column * 0.1, "count": 2, "box": [13, 55.5, 14, 56]}
        for row in range(13)
        for column in range(5)
    ]
    page.route("**/api/v1/directory/map*", lambda route: route.fulfill(json={"clusters": many}))
    ready(page)
    expect(markers(page)).to_have_count(len(many))
    assert page.locator(".map-marker[tabindex='0']").count() == 0
    expect(page.locator(".map-panel [role=status]")).to_contain_text("för många att stega igenom")


def test_names_are_text_and_nothing_else(page: Page):
    bad = {"latitude": 55.9, "longitude": 13.5, "count": 1, "box": [13.5, 55.9, 13.5, 55.9], "name": "<img src=x>&amp;"}
    page.route("**/api/v1/directory/map*", lambda route: route.fulfill(json={"clusters": [bad]}))
    ready(page)
    expect(markers(page)).to_have_attribute("aria-label", re.compile(r"^<img src=x>&amp;, "))
    assert page.locator(".map-live img").count() == 0


def test_when_the_clusters_cannot_be_fetched_it_says_so_and_the_list_stands(page: Page):
    page.route("**/api/v1/directory/map*", lambda route: route.abort())
    page.goto(MAP)
    expect(page.locator(".map-failed")).to_have_text("Kartan kunde inte hämtas just nu. Listan gäller.")
    expect(page.locator("#results .row").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", [MAP, "/en/find/?view=map&near=lund"])
def test_axe_finds_nothing_on_the_map_nor_in_its_popup(page: Page, address: str, scheme: str):
    page.emulate_media(color_scheme=scheme)  # ty: ignore[invalid-argument-type]
    ready(page, address)
    page.evaluate(AXE)
    faults = _faults(page.evaluate(RUN_AXE))
    page.locator(".map-marker-one").first.press("Enter")
    expect(page.locator(".map-popup")).to_be_visible()
    faults += _faults(page.evaluate(RUN_AXE))
    assert not faults
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_nothing_comes_from_elsewhere_and_nothing_breaks_the_policy(page: Page, site: Site):
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    ready(page)
    page.get_by_role("button", name="Zooma in", exact=True).click()
    page.wait_for_url(re.compile("box="))
    assert not faults
    assert not [url for url in seen if not url.startswith((site.url, "data:"))]
    assert not page.context.cookies()


def test_without_javascript_the_picture_narrows_the_list(without_script: Page):
    without_script.goto("/hitta/")
    without_script.get_by_role("link", name="Karta", exact=True).click()
    picture = without_script.get_by_role("group", name="Karta över Skåne: hur många i varje kommun")
    expect(picture).to_be_visible()
    assert (picture.bounding_box() or {"width": 0})["width"] <= 328
    area = picture.get_by_role("link", name=re.compile("^Lund: "))
    count = (area.get_attribute("aria-label") or "").rpartition(" ")[2]
    area.focus()
    without_script.keyboard.press("Enter")
    expect(without_script.get_by_role("heading", name=f"{count} organisationer och initiativ i Lund")).to_be_visible()
    without_script.get_by_role("link", name="Lista", exact=True).click()
    expect(without_script).to_have_url(re.compile(r"/hitta/\?municipality=lund$"))
    without_script.go_back()
    expect(picture).to_be_visible()
    expect(without_script.locator(".map-live")).to_be_hidden()


def test_without_javascript_the_nearest_come_first(without_script: Page):
    without_script.goto("/hitta/?type=organisation")
    without_script.get_by_label("Ordning").select_option("Ystad")
    without_script.get_by_role("button", name="Sortera").click()
    expect(without_script.locator("#results .row").first).to_contain_text("Ystad")
    expect(without_script).to_have_url(re.compile("type=organisation&near=ystad|near=ystad&type=organisation"))
