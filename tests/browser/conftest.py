"""A running site with its worker and schedule, and a real Chromium to use it with."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.databases import Database, Databases
from tests.ports import a_free_port

ROOT = Path(__file__).resolve().parent.parent.parent
STARTS_WITHIN = 240


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@dataclass
class Site:
    """A demonstration that runs for the tests."""

    url: str
    database: Database

    def manage(self, *arguments: str, **variables: str) -> str:
        """Run a command of the site's manage.py beside it and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=_environment(self.database) | variables,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def _environment(database: Database) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    return kept | {"PORTAL_DEMONSTRATION": "true", **database.variables}


def _answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Site]:
    """What `make run` starts: web, worker and schedule, with the demonstration's content."""
    data_dir = tmp_path_factory.mktemp("site")
    database = databases.empty(data_dir)
    port = a_free_port()
    log = (data_dir / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "start"],
        cwd=ROOT,
        env=_environment(database) | {"PORTAL_PORT": str(port)},
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    site = Site(f"http://127.0.0.1:{port}", database)
    until = time.monotonic() + STARTS_WITHIN
    while not _answers(site.url + "/"):
        if process.poll() is not None or time.monotonic() > until:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail("The site did not start:\n" + (data_dir / "log").read_text())
        time.sleep(0.2)
    yield site
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        pytest.fail("The site did not end when it was told to.")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("The browser tests need Debian's chromium: apt install chromium.")
    quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*sandbox, *quiet, "--disable-sync"]}


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Page]:
    """Somebody who has never been here, on a laptop."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="sv-SE")
    yield context.new_page()
    context.close()


@pytest.fixture
def signed_in(browser: Browser, site: Site) -> Iterator:
    """Call with an address of a demonstration's person: returns their page, signed in by password."""
    contexts: list[BrowserContext] = []

    def sign_in(email: str, password: str = "forskarverkstad") -> Page:
        context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 900}, locale="sv-SE")
        contexts.append(context)
        page = context.new_page()
        page.goto("/konto/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password)
        page.locator("main form button[type=submit], main form input[type=submit]").first.click()
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    yield sign_in
    for context in contexts:
        context.close()
