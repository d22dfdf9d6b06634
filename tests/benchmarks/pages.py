"""Queries and time of each kind of public page, against a bare Wagtail page in the same process."""

from statistics import median
from time import perf_counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from directory.models import Initiative, Organisation
from events.models import Event
from portal.content.models import GuidancePage, HomePage, NewsIndexPage, NewsPage, StandardPage

ROUNDS = 41


def _bare_page() -> str:
    """A page of Wagtail's own type and template, below the home page."""
    home = HomePage.objects.get(locale__language_code="sv")
    page = home.add_child(instance=Page(title="Bare", slug="bare-page-of-the-benchmark"))
    return page.get_url()


def _addresses() -> dict[str, str]:
    event = Event.objects.filter(live=True).order_by("-starts_at").first()
    return {
        "bare Wagtail page": _bare_page(),
        "home": "/",
        "home in English": "/en/",
        "news index": NewsIndexPage.objects.live().first().get_url(),
        "news": NewsPage.objects.live().first().get_url(),
        "guidance": GuidancePage.objects.live().first().get_url(),
        "standard page": StandardPage.objects.live().first().get_url(),
        "directory list": "/hitta/",
        "organisation": Organisation.objects.filter(live=True).first().get_absolute_url(),
        "initiative": Initiative.objects.filter(live=True).first().get_absolute_url(),
        "calendar": "/kalender/",
        "meetup with form": event.get_absolute_url(),
        "search": "/sok/?q=forskarverkstad",
    }


def measure() -> None:
    """Print one line for each kind of page. The rounds go over all kinds in turn, so that load meets all alike."""
    client = Client(headers={"host": "127.0.0.1"})
    addresses = _addresses()
    queries, times = {}, {name: [] for name in addresses}
    for name, address in addresses.items():
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(address)
        assert response.status_code == 200, f"{name}: {response.status_code}"
        queries[name] = len(captured)
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            begun = perf_counter()
            client.get(address)
            times[name].append(perf_counter() - begun)
    bare = median(times["bare Wagtail page"])
    print("| page | queries | time against the bare page |\n|---|---|---|")  # noqa: T201
    for name, taken in times.items():
        print(f"| {name} | {queries[name]} | {median(taken) / bare:.2f} |")  # noqa: T201
    print(f"\nThe bare page took {bare * 1000:.1f} ms (median of {ROUNDS}).\n")  # noqa: T201
