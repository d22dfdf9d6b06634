"""The script that starts a node for development and tests."""

import os
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from search.engines.cluster.own_node import SCRIPT, VARIABLE
from tests.ports import a_free_port


@pytest.mark.node
def test_it_answers_where_it_was_told_to_and_leaves_nothing_behind(tmp_path):
    port = a_free_port()
    environment = {name: text for name, text in os.environ.items() if name != "PORTAL_TEST_SEARCH_URL"}
    with subprocess.Popen(
        [SCRIPT, "--port", str(port)], env=environment | {"TMPDIR": str(tmp_path)}, stdout=subprocess.PIPE, text=True
    ) as node:
        assert node.stdout
        assert node.stdout.readline().strip() == f"{VARIABLE}=http://127.0.0.1:{port}"
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).status == 200
        node.send_signal(signal.SIGTERM)
        assert node.wait(20) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
    assert list(tmp_path.iterdir()) == []


def test_what_is_missing_is_told_in_one_sentence(tmp_path):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(Path(sys.executable).resolve())
    for program in ("sh", "id", "dirname"):
        (tmp_path / "bin" / program).symlink_to(shutil.which(program) or "")
    answer = subprocess.run(
        [SCRIPT, "--cache", tmp_path / "cache", "true"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    needs = "maven default-jdk-headless"
    assert answer.stderr == f"The search node needs {needs}: apt install {needs}, then run this again.\n"


def test_a_node_that_runs_already_takes_its_place():
    address = "http://127.0.0.1:1"
    command = [SCRIPT, "sh", "-c", "echo $PORTAL_TEST_SEARCH_URL"]
    environment = os.environ | {"PORTAL_TEST_SEARCH_URL": address}
    assert (
        subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip() == address
    )
