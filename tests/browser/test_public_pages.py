"""What holds on every public page: no barrier, no stranger's host, no cookie, nothing that needs JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.browser.pages import public_addresses

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = f"() => axe.run({{runOnly: {TAGS!r}}})"


def _faults(result: dict) -> list[str]:
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser: Browser, site: Site, width: int, scheme: str):
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    faults: dict[str, list[str]] = {}
    for address in public_addresses(site.url):
        page.goto(address)
        page.evaluate(AXE)
        found = _faults(page.evaluate(RUN_AXE))
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("scrolls sideways")
        if found:
            faults[address] = found
    context.close()
    assert not faults


def test_no_page_asks_another_host_or_sets_a_cookie(browser: Browser, site: Site):
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith((site.url, "data:")) else elsewhere.append(request.url),
    )
    # Forms that act with a session, the sign-in among them, may set the cookie that protects them.
    opened = [address for address in public_addresses(site.url) if not address.startswith("/konto/")]
    with_cookie = []
    for address in opened:
        page.goto(address)
        if context.cookies():
            with_cookie.append(address)
            context.clear_cookies()
    context.close()
    assert not elsewhere
    assert not with_cookie


def test_no_page_reports_an_error_or_a_breach_of_its_own_policy(browser: Browser, site: Site):
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda message: (
            errors.append(f"{page.url}: {message.text}")
            if message.type == "error" and "404" not in message.text
            else None
        ),
    )
    for address in public_addresses(site.url):
        page.goto(address)
    context.close()
    assert not errors


def test_every_page_has_its_content_without_javascript(browser: Browser, site: Site):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    for address in public_addresses(site.url):
        page.goto(address)
        assert page.locator("h1").count() == 1, address
        assert page.locator("main").inner_text().strip(), address
    context.close()
