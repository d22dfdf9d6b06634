"""`manage.py start --search-node`: a real search node as one more part of the process tree."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Database, Databases, SqliteDatabase
from tests.portal.operations.running import ROOT, Portal, parent_of, wait_until_ended
from tests.ports import a_free_port

ENDED = "The search node ended by itself"


def start(database: Database, node_port: int, **variables: str) -> Portal:
    address = f"opensearch://127.0.0.1:{node_port}/portal"
    return Portal(database, a_free_port(), "--search-node", **{"PORTAL_SEARCH_URL": address, **variables})


def wait_for_node(port: int, path: str = "/_cluster/health?wait_for_status=yellow", body: dict | None = None) -> dict:
    """What the node answers, once it does."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}",
        data=json.dumps(body).encode() if body else None,
        headers={"Content-Type": "application/json"},
        method="PUT" if body else "GET",
    )
    deadline = time.monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except OSError:
            assert time.monotonic() < deadline, "The search node does not answer."
            time.sleep(0.2)


def java_of(portal: Portal) -> int:
    """The process of the node itself."""
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in portal.family()}
    return next(pid for pid, command in commands.items() if command.startswith(b"java\0"))


def end(portal: Portal, number: signal.Signals = signal.SIGTERM) -> None:
    portal.process.send_signal(number)
    assert portal.process.wait(40) == 0, portal.output


@pytest.fixture(scope="module")
def database(tmp_path_factory, databases: Databases) -> Database:
    return databases.empty(tmp_path_factory.mktemp("portal") / "data")


@pytest.fixture
def node_port() -> int:
    return a_free_port()


@pytest.fixture
def portal(database: Database, node_port: int) -> Iterator[Portal]:
    portal = start(database, node_port)
    wait_for_node(node_port)
    yield portal
    if portal.process.poll() is None:
        end(portal)


@pytest.mark.processes
@pytest.mark.node
def test_it_says_where_its_node_is_ends_it_on_ctrl_c_and_keeps_its_data(database, portal, node_port):
    assert f"Its search is at   http://127.0.0.1:{node_port}/" in portal.output
    wait_for_node(node_port, "/kept/_doc/1?refresh=true", {"title": "0bok"})
    family = portal.wait_for_family(7)
    end(portal, signal.SIGINT)
    assert wait_until_ended(family) == set()
    assert " elastic_transport." not in portal.output

    elsewhere = a_free_port()
    again = start(database, elsewhere)
    assert wait_for_node(elsewhere, "/kept/_doc/1")["_source"] == {"title": "0bok"}
    end(again)


@pytest.mark.processes
@pytest.mark.node
def test_the_site_goes_on_while_its_node_is_away_and_the_node_starts_again(portal, node_port):
    java = java_of(portal)
    os.kill(java, signal.SIGKILL)
    assert wait_until_ended({java}) == set()
    for path in ("/", "/sok/?q=odling", "/health/live"):
        assert portal.get(path) == 200
    wait_for_node(node_port)
    assert portal.output.count("ended by itself") == portal.output.count(ENDED) == 1
    assert java_of(portal) != java


@pytest.mark.processes
@pytest.mark.node
def test_a_node_whose_keeper_is_killed_ends_before_the_next_begins(portal, node_port):
    java = java_of(portal)
    keeper = parent_of(java)
    assert keeper
    os.kill(keeper, signal.SIGKILL)
    assert wait_until_ended({java, keeper}) == set()
    wait_for_node(node_port)
    assert portal.output.count("ended by itself") == 1


@pytest.mark.processes
@pytest.mark.node
def test_no_node_outlives_a_supervisor_that_is_killed(portal):
    family = portal.wait_for_family(7)
    assert java_of(portal) in family
    portal.process.kill()
    portal.process.wait()
    assert wait_until_ended(family) == set()


@pytest.mark.processes
def test_programs_that_cannot_be_had_are_told_in_one_sentence(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(Path(sys.executable).resolve())
    for program in ("sh", "id", "dirname"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program) or "")
    variables = {"PATH": str(tmp_path / "bin"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    portal = start(SqliteDatabase(tmp_path / "data"), a_free_port(), **variables)
    assert portal.process.returncode == 1
    needs = "maven default-jdk-headless"
    assert portal.output == f"The search node needs {needs}: apt install {needs}, then run this again.\n"
    assert not (tmp_path / "data" / "portal.sqlite3").exists()


@pytest.mark.processes
@pytest.mark.parametrize("address", ["embedded://", "opensearch://search.example.org:9200", "opensearch://127.0.0.1:x"])
def test_an_address_where_no_node_can_be_started_is_told_in_one_sentence(tmp_path, address):
    portal = start(SqliteDatabase(tmp_path / "data"), 1, PORTAL_SEARCH_URL=address)
    assert portal.process.returncode == 1
    assert portal.output == (
        "CommandError: --search-node wants PORTAL_SEARCH_URL=opensearch://127.0.0.1:9200/portal, or another port: "
        "`make run SEARCH=node` sets it.\n"
    )


@pytest.mark.processes
def test_a_site_for_the_public_has_no_node_without_a_sign_in(tmp_path):
    variables = {
        "PORTAL_DEMONSTRATION": "false",
        "PORTAL_SECRET_KEY": "correct-horse-battery-staple-" * 2,
        "PORTAL_BASE_URL": "https://portal.example.org",
        "PORTAL_EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
        "PORTAL_EMAIL_FROM": "portal@example.org",
    }
    portal = start(SqliteDatabase(tmp_path / "data"), a_free_port(), **variables)
    assert portal.process.returncode == 1
    told = portal.output.splitlines()[-1]
    assert told.startswith("CommandError: --search-node is to try it out, not for the public")
    assert "Traceback" not in portal.output


def make(*variables: str) -> subprocess.CompletedProcess:
    command = ["make", "--dry-run", "--no-print-directory", "run", *variables]
    # What a make around these tests has said to its own is not meant for this one.
    environment = {name: text for name, text in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_make_run_takes_a_node_that_stands_beside_the_port():
    assert "start --search-node" not in make().stdout
    command = make("SEARCH=node", "PORT=8100").stdout.splitlines()[-1]
    told = subprocess.run(["sh", "-c", command.replace("exec ", "echo ")], capture_output=True, text=True, check=True)
    assert "PORTAL_SEARCH_URL=opensearch://127.0.0.1:9300/portal" in told.stdout
    assert told.stdout.strip().endswith("manage.py start --search-node")
    assert "SEARCH is embedded or node" in make("SEARCH=solr").stderr
