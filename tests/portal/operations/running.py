"""A portal that runs in real processes, as `manage.py start` has them."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.databases import Database

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 240


def parent_of(pid: int) -> int | None:
    """The parent of a process that lives; None if there is no such process any more."""
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return None
    return None if state == "Z" else int(parent)


class Portal:
    """A portal started on its own data; `output` is what it has printed."""

    def __init__(self, database: Database, port: int, *options: str, **variables: str) -> None:
        self.port = port
        data = Path(database.variables["PORTAL_DATA_DIR"])
        self.log = data.parent / f"{data.name}-{port}.log"
        self.variables = {
            **database.variables,
            "PORTAL_DEMONSTRATION": "true",
            "PORTAL_PORT": str(port),
            **variables,
        }
        started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "start", *options],
            cwd=ROOT,
            env=os.environ | self.variables,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
        )
        while "Ctrl-C ends it" not in self.output and self.process.poll() is None:
            if time.monotonic() > started + PATIENCE:
                self.process.kill()
                pytest.fail(f"It did not start within {PATIENCE} s: {self.output}")
            time.sleep(0.05)
        self.seconds = time.monotonic() - started

    @property
    def output(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> int:
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10).status

    def family(self) -> set[int]:
        """The process ids of all that descends from it."""
        processes = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
        parents = {pid: parent_of(pid) for pid in processes}
        family = {self.process.pid}
        while grown := {child for child, parent in parents.items() if parent in family} - family:
            family |= grown
        return family - {self.process.pid}

    def wait_for_family(self, at_least: int = 5) -> set[int]:
        deadline = time.monotonic() + 60
        while len(family := self.family()) < at_least and time.monotonic() < deadline:
            time.sleep(0.1)
        assert len(family) >= at_least, self.output
        return family


def wait_until_ended(processes: set[int]) -> set[int]:
    """What of `processes` is left after at most forty seconds."""
    deadline = time.monotonic() + 40
    left = processes
    while left and time.monotonic() < deadline:
        left = {pid for pid in left if parent_of(pid) is not None}
        time.sleep(0.1)
    return left
