"""Many at once, against real server processes with a database of their own."""

import contextlib
import csv
import http.client
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

import pytest

import directory
from tests.databases import Database, Databases
from tests.ports import a_free_port

ROOT = Path(__file__).resolve().parents[2]
SEATS = 20
VISITORS = 200
pytestmark = [pytest.mark.processes, pytest.mark.database]


class Server:
    """A gunicorn of two workers with a live meetup of 20 seats at /kalender/loppet/."""

    def __init__(self, data: Path, database: Database, application: str) -> None:
        self.database = database
        self.environment = os.environ | database.variables
        self.environment |= {
            "PORTAL_DEMONSTRATION": "true",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        fields = f"slug='loppet', seats_on_site={SEATS}, has_waiting_list=False"
        meetup = f"from tests.events.factories import EventFactory; EventFactory({fields})"
        self.run("manage.py", "shell", "-v0", "-c", meetup)
        self.port = a_free_port()
        options = ["--bind", f"127.0.0.1:{self.port}", "--workers", "2", "--threads", "8", "--no-control-socket"]
        self.log = (data / "server.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", application, *options],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self.opened = self.page_opened()
                break
            assert self.process.poll() is None, (data / "server.log").read_text()
            time.sleep(0.2)

    def run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.environment, check=True, capture_output=True)

    def request(self, method: str, body: str = "") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request(method, "/kalender/loppet/", body, headers if body else {})
        return connection.getresponse()

    def page_opened(self) -> str:
        """The hidden time of a form that was opened now."""
        page = self.request("GET").read().decode()
        return re.findall(r'name="opened" value="([^"]+)"', page)[0]

    def register(self, number: int) -> int:
        """The status that visitor `number` is answered."""
        data = {"name": f"Besökare {number}", "email": f"besokare{number}@example.org", "opened": self.opened}
        return self.request("POST", urlencode(data)).status

    def stop(self) -> str:
        self.process.terminate()
        self.process.wait(20)
        self.log.seek(0)
        return self.log.read()

    def ask(self, question: str) -> int:
        return self.database.execute(question)[0][0]

    @property
    def held(self) -> int:
        return self.ask("SELECT count(*) FROM events_registration WHERE status = 'held'")

    @property
    def taken(self) -> int:
        return self.ask("SELECT taken FROM events_seatpool WHERE way = 'on-site'")


@pytest.fixture
def serve(tmp_path: Path, databases: Databases) -> Iterator:
    servers = []

    def start(application: str = "portal.wsgi") -> Server:
        servers.append(Server(tmp_path, databases.copy(tmp_path), application))
        return servers[-1]

    yield start
    for server in servers:
        if server.process.poll() is None:
            server.stop()


def rush(server: Server, visitors: int, who: Callable[[int], int] = lambda number: number) -> Counter:
    """All visitors at the same moment; how many got which answer. `who` numbers the people that they are."""
    time.sleep(1.2)  # Faster than a person writes, they would be taken for robots.
    barrier = Barrier(visitors)

    def visit(number: int) -> int:
        barrier.wait()
        return server.register(who(number))

    with ThreadPoolExecutor(visitors) as threads:
        return Counter(threads.map(visit, range(visitors)))


@pytest.mark.parametrize("visitors", [VISITORS, pytest.param(800, marks=pytest.mark.stress)])
def test_two_hundred_at_once_get_exactly_twenty_seats(serve, visitors):
    server = serve()
    assert rush(server, visitors) == {302: SEATS, 409: visitors - SEATS}
    mails = server.ask("SELECT count(*) FROM operations_outgoingmessage")
    assert (server.held, server.taken, mails) == (SEATS, SEATS, SEATS)


def test_one_person_twenty_times_at_once_has_one_seat(serve):
    server = serve()
    assert rush(server, 20, who=lambda number: 1) == {302: 20}
    mails = server.ask("SELECT count(*) FROM operations_outgoingmessage")
    assert (server.held, server.taken, mails) == (1, 1, 1)


def test_without_its_guards_the_same_rush_oversells(serve):
    server = serve("tests.events.oversell")
    rush(server, VISITORS)
    assert server.held > SEATS


@pytest.mark.parametrize(("people", "copies"), [(40, 20), pytest.param(200, 300, marks=pytest.mark.stress)])
def test_forty_register_while_an_import_runs(serve, tmp_path, people, copies):
    server = serve()
    server.database.execute(f"UPDATE events_seatpool SET capacity = {people + 60} WHERE way = 'on-site'")
    file = tmp_path / "many.csv"
    rows = list(csv.reader((Path(directory.__file__).parent / "data" / "organisations.csv").open(newline="")))
    with file.open("w", newline="") as out:
        copies = [[f"{row[0]}-{copy}", f"{row[1]} {copy}", *row[2:]] for copy in range(copies) for row in rows[1:]]
        csv.writer(out).writerows([rows[0], *copies])
    time.sleep(1.2)
    command = [sys.executable, "manage.py", "import_directory", str(file)]
    importing = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=subprocess.DEVNULL)
    before = server.ask("SELECT count(*) FROM directory_organisation")
    while server.ask("SELECT count(*) FROM directory_organisation") == before and importing.poll() is None:
        time.sleep(0.05)
    with ThreadPoolExecutor(8) as threads:
        answers = Counter(threads.map(server.register, range(people)))
    ran_meanwhile = importing.poll() is None
    assert importing.wait(600) == 0
    assert ran_meanwhile, "The import was over before everybody was registered: make it longer."
    assert answers == {302: people}
    assert server.held == people
    assert "locked" not in server.stop()
