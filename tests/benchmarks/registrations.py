"""Whole registrations against a real server: the form's page, the sent form, the page that says to look in the mail."""

import http.client
import re
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from urllib.parse import urlencode

from tests.databases import Databases
from tests.events.serving import HEADERS, Server

WORKERS = 4
AT_ONCE = 8
SECONDS = 20
SEATS = 100_000
PAGES = 3
REGISTERED = """
from django.utils import timezone
from events.models import Event, Registration, SeatPool
event = Event.objects.get(slug="stor")
pool = SeatPool.objects.get(event=event, way="on-site")
now = timezone.now()
Registration.objects.bulk_create([
    Registration(event=event, pool=pool, name=f"P {n}", email=f"p{n}@example.org", name_key=f"p {n}",
                 email_key=f"p{n}@example.org", status="confirmed", created_at=now, held_until=now)
    for n in range(10_000)
], batch_size=500)
SeatPool.objects.filter(pk=pool.pk).update(taken=10_000)
"""


def measure(databases: Databases) -> None:
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), databases.copy(Path(folder)), workers=WORKERS, seats_on_site=SEATS)
        try:
            server.make("stor", seats_on_site=SEATS)
            sleep(1.2)
            _closed_loop("pages of a meetup with its form", server, _reading, per=1)
            _closed_loop("whole registrations", server, _registering, per=PAGES)
            _closed_loop("pages of a meetup with its form", server, _reading, per=1)
            few = _page_time(server)
            server.shell(REGISTERED)
            ratio = _page_time(server) / few
            print(f"the form's page with 10,000 registered: {ratio:.2f} of its time with none")  # noqa: T201
        finally:
            server.stop()


def _closed_loop(name: str, server: Server, visit: Callable, per: int) -> None:
    """`AT_ONCE` visitors, each beginning again when done."""
    ends = perf_counter() + SECONDS

    def visitor(number: int) -> list[float]:
        connection, times = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60), []
        while (begun := perf_counter()) < ends:
            visit(server, connection, f"{number}-{len(times)}")
            times.append(perf_counter() - begun)
        return times

    with ThreadPoolExecutor(AT_ONCE) as crowd:
        times = [time for visits in crowd.map(visitor, range(AT_ONCE)) for time in visits]
    p95 = quantiles(times, n=20)[-1]
    rate = len(times) / SECONDS
    took = f"p50 {median(times):.3f} s, p95 {p95:.3f} s"
    print(f"{name}: {rate:.1f} per second ({rate * per:.0f} requests), {took}")  # noqa: T201


def _ask(connection: http.client.HTTPConnection, method: str, path: str, body: str = "") -> tuple[int, str, str]:
    connection.request(method, path, body, HEADERS if body else {})
    response = connection.getresponse()
    return response.status, response.headers.get("Location", ""), response.read().decode()


def _reading(server: Server, connection: http.client.HTTPConnection, who: str) -> str:
    status, _location, page = _ask(connection, "GET", "/kalender/loppet/")
    assert status == 200
    return page


def _registering(server: Server, connection: http.client.HTTPConnection, who: str) -> None:
    assert 'name="opened"' in _reading(server, connection, who)
    # The page was opened a while ago: nobody writes that fast.
    data = {"name": f"Person {who}", "email": f"person{who}@example.org", "opened": server.opened}
    status, location, _page = _ask(connection, "POST", "/kalender/loppet/", urlencode(data))
    assert status == 302, status
    assert re.search("titta-i-mejlen", location)
    assert _ask(connection, "GET", location)[0] == 200


def _page_time(server: Server) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    times = []
    for _time in range(41):
        begun = perf_counter()
        assert _ask(connection, "GET", "/kalender/stor/")[0] == 200
        times.append(perf_counter() - begun)
    return median(times)
