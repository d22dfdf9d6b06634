"""`manage.py start` in real processes."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Database, Databases, SqliteDatabase, content
from tests.portal.operations.running import ROOT, Portal, parent_of, wait_until_ended
from tests.ports import a_free_port

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("portal") / "data"


@pytest.fixture(scope="module")
def database(data: Path, databases: Databases) -> Database:
    return databases.empty(data)


@pytest.fixture
def portal(database: Database) -> Iterator[Portal]:
    portal = Portal(database, a_free_port())
    yield portal
    if portal.process.poll() is None:
        portal.process.send_signal(signal.SIGTERM)
        portal.process.wait(40)


# What changes by the clock and by tasks.
LIVELY = ("operations_jobrun", "django_tasks_database_dbtaskresult", "wagtailsearch_indexentry")


@pytest.mark.database
def test_it_prints_where_everything_is_and_ends_whole_on_ctrl_c(portal, data):
    base = f"http://127.0.0.1:{portal.port}"
    for part in (f"{base}/", f"{base}/admin/", f"{base}/outbox/", "admin@example.org", "forskarverkstad"):
        assert part in portal.output
    assert portal.get("/") == 200
    assert data.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in data.glob("portal.sqlite3*"))
    assert all(path.stat().st_mode & 0o077 == 0 for path in data.glob("secret-key"))
    family = portal.wait_for_family()

    portal.process.send_signal(signal.SIGINT)
    assert portal.process.wait(40) == 0
    assert wait_until_ended(family) == set()
    assert "Traceback" not in portal.output


def test_a_second_start_is_quick_and_changes_nothing_that_somebody_edited(database, portal):
    portal.process.send_signal(signal.SIGTERM)
    portal.process.wait(40)
    # What the schedule and the worker had begun to do, or not yet, they were stopped from ending.
    database.execute("DELETE FROM operations_jobrun")
    for rest in (["run_schedule", "--once"], ["db_worker", "--batch", "--no-startup-delay", "--no-reload"]):
        command = [sys.executable, str(ROOT / "manage.py"), *rest]
        subprocess.run(command, env=os.environ | portal.variables, check=True, capture_output=True)
    database.execute("UPDATE accounts_user SET first_name = 'Ändrad', email = 'ny@example.org' WHERE is_superuser")
    before = content(database, without=LIVELY)

    again = Portal(database, portal.port)
    assert again.get("/") == 200
    again.process.send_signal(signal.SIGTERM)
    again.process.wait(40)
    assert content(database, without=LIVELY) == before
    # The figure to reach on a quiet machine is five; other tests share this one.
    assert again.seconds < 50


def test_a_part_that_dies_starts_again(portal):
    family = portal.wait_for_family()
    parts = {pid for pid in family if parent_of(pid) == portal.process.pid}
    for pid in parts:
        os.kill(pid, signal.SIGKILL)
    assert wait_until_ended(parts) == set()
    portal.wait_for_family()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if portal.get("/health/live") == 200:
                break
        time.sleep(0.2)
    assert portal.get("/health/live") == 200
    assert portal.output.count("ended by itself") == 3


def test_nothing_outlives_a_supervisor_that_is_killed(portal):
    family = portal.wait_for_family()
    portal.process.kill()
    portal.process.wait()
    assert wait_until_ended(family) == set()


def test_a_port_in_use_is_told_in_one_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        portal = Portal(SqliteDatabase(tmp_path / "data"), port)
    assert portal.process.returncode == 1
    assert re.fullmatch(
        rf"CommandError: Port {port} is in use: choose another with PORT={port + 1} make run\.\n", portal.output
    )
    assert not (tmp_path / "data" / "portal.sqlite3").exists()


@pytest.mark.database
def test_a_database_that_is_away_is_told_in_one_sentence(tmp_path):
    database = SqliteDatabase(tmp_path / "data")
    database.variables["PORTAL_DATABASE_URL"] = f"postgres://portal@127.0.0.1:{a_free_port()}/portal"
    portal = Portal(database, a_free_port())
    assert portal.process.returncode == 1
    assert portal.output.startswith("CommandError: The database does not answer: ")
    assert portal.output.count("\n") == 1


def fake_python(folder: Path, script: str) -> Path:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        python = folder / name
        python.write_text(f"#!/bin/sh\n{script}\n")
        python.chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("exit 1", "The portal needs Python 3.11 or later: install it"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "Python's venv is missing: apt install python3-venv"),
    ],
    ids=["too old", "no venv"],
)
def test_a_python_that_will_not_do_is_told_in_one_sentence(tmp_path, script, sentence):
    path = f"{fake_python(tmp_path, script)}:/usr/bin:/bin"
    answer = subprocess.run(
        [str(ROOT / "scripts" / "environment")], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith(sentence)
    assert answer.stderr.count("\n") == 1
