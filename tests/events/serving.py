"""A real server with a live meetup at /kalender/loppet/, and people who come to it."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlencode

from tests.databases import Database
from tests.ports import a_free_port

ROOT = Path(__file__).resolve().parents[2]
HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


class Server:
    """A gunicorn of several workers, whose meetup has these fields."""

    def __init__(
        self, data: Path, database: Database, application: str = "portal.wsgi", workers: int = 2, **fields: object
    ) -> None:
        self.database, self.log = database, data / "server.log"
        self.environment = os.environ | database.variables
        self.environment |= {
            "PORTAL_DEMONSTRATION": "true",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }
        self.port = a_free_port()
        options = ["--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--threads", "8"]
        self.command = [sys.executable, "-m", "gunicorn", application, *options, "--no-control-socket"]
        self.make("loppet", **fields)
        self.start()
        self.opened = self.page_opened()

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self.request("GET", "/kalender/loppet/")
                return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.2)
        raise AssertionError(self.log.read_text())

    def kill(self) -> None:
        """The master and all its workers, in the middle of whatever they do."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> str:
        """What the server has written."""
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)
        return self.log.read_text()

    def make(self, slug: str, **fields: object) -> None:
        self.shell(f"from tests.events.factories import EventFactory; EventFactory(slug={slug!r}, **{fields!r})")

    def shell(self, code: str) -> None:
        self.manage("shell", "-v0", "--command", code)

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def request(self, method: str, path: str, body: str = "") -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, HEADERS if body else {})
        return connection.getresponse()

    def page_opened(self) -> str:
        """The hidden time of a form that was opened now."""
        page = self.request("GET", "/kalender/loppet/").read().decode()
        return re.findall(r'name="opened" value="([^"]+)"', page)[0]

    def register(self, number: int) -> int:
        """The status that visitor `number` is answered."""
        data = {"name": f"Besökare {number}", "email": f"besokare{number}@example.org", "opened": self.opened}
        return self.request("POST", "/kalender/loppet/", urlencode(data)).status

    def press(self, token: str, action: str) -> int:
        """Press a button on the page of a mailed link."""
        return self.request("POST", f"/kalender/anmalan/{token}/", urlencode({"action": action})).status

    def ask(self, question: str) -> int:
        return self.database.execute(question)[0][0]

    @property
    def held(self) -> int:
        return self.ask("SELECT count(*) FROM events_registration WHERE status = 'held'")

    @property
    def taken(self) -> int:
        return self.ask("SELECT taken FROM events_seatpool WHERE way = 'on-site'")


def rush(server: Server, visitors: int, who: Callable[[int], int] = lambda number: number) -> Counter:
    """All visitors at the same moment; how many got which answer. `who` numbers the people that they are."""
    time.sleep(1.2)  # Faster than a person writes, they would be asked to send it again.
    barrier = Barrier(visitors)

    def visit(number: int) -> int:
        barrier.wait()
        return server.register(who(number))

    with ThreadPoolExecutor(visitors) as threads:
        return Counter(threads.map(visit, range(visitors)))
