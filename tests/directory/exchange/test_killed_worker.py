"""Real workers: one killed in the middle of applying, and two that want the same import."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.databases import Database, Databases

ROOT = Path(__file__).resolve().parents[3]
ROWS = 1500
pytestmark = [pytest.mark.processes, pytest.mark.database]
PREPARE = f"""
from directory.models import Import
from directory.services import import_work, imports
from tests.directory.exchange.files import GOOD, csv_of
from tests.directory.factories import editor
person = editor()
rows = csv_of(*({{**GOOD, "name": f"Nr {{number}}"}} for number in range({ROWS})))
imports.hand_in(rows, "rader.csv", by=person, language="sv")
import_work.carry_on()
imports.apply(Import.objects.get(), by=person)
"""
CARRY_ON = "from directory.services import import_work; import_work.carry_on()"
# The guard against two at one import is taken away: what is left is that a batch is one transaction's.
TWO_AT_ONCE = "from directory.services import import_work as w; w._lease = w._renew = lambda file: True; w.carry_on()"


class Workers:
    """Processes on a database with an import that is being applied."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.environment = os.environ | database.variables
        self.environment |= {
            "PORTAL_DEMONSTRATION": "true",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        }

    def start(self, code: str) -> subprocess.Popen:
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)

    def run(self, code: str) -> None:
        assert self.start(code).wait(120) == 0

    def done(self) -> int:
        return self.database.execute("SELECT done FROM directory_import")[0][0]

    def state(self) -> tuple[str, int, int]:
        """State, organisations, and rows that are done."""
        entries = "SELECT count(*) FROM directory_organisation"
        rows = "SELECT count(DISTINCT entry) FROM directory_importrow WHERE outcome = 'done'"
        return tuple(self.database.execute(f"SELECT state, ({entries}), ({rows}) FROM directory_import")[0])


@pytest.fixture
def workers(databases: Databases, tmp_path: Path):
    database = databases.copy(tmp_path)
    workers = Workers(database)
    workers.run(PREPARE)
    yield workers
    database.drop()


def test_a_killed_worker_leaves_whole_batches_and_the_next_goes_on(workers: Workers):
    first = workers.start(CARRY_ON)
    until = time.monotonic() + 60
    while not workers.done() and time.monotonic() < until:
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    state, entries, rows = workers.state()
    assert (state, entries) == ("applying", rows)
    assert 0 < entries < ROWS
    workers.run(CARRY_ON)
    assert workers.state()[1] == entries, "It is leased yet."
    workers.run(
        "from directory.models import Import; from django.utils.timezone import now;"
        "Import.objects.update(leased_until=now())"
    )
    workers.run(CARRY_ON)
    assert workers.state() == ("applied", ROWS, ROWS)


def test_two_workers_at_one_import_write_every_row_once(workers: Workers):
    for worker in [workers.start(TWO_AT_ONCE) for _number in range(2)]:
        assert worker.wait(120) == 0
    assert workers.state() == ("applied", ROWS, ROWS)
    assert workers.done() == ROWS
