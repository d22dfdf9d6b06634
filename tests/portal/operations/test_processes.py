"""The parts of the process tree."""

import os
import signal
import time
from pathlib import Path

import pytest

from portal.operations.processes import Part

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_part_hears_a_signal_from_its_first_moment(number):
    for _attempt in range(20):
        part = Part("A part", lambda: time.sleep(60))
        part.tend()
        part.signal(number)
        assert part.process
        part.process.join(20)
        assert part.process.exitcode == -number


def test_a_part_may_become_another_program_before_it_is_made_a_leader(monkeypatch):
    real, supervisor = os.setpgid, os.getpid()

    def late(pid: int, group: int) -> None:
        while os.getpid() == supervisor and Path(f"/proc/{pid}/comm").read_text() != "sleep\n":
            time.sleep(0.01)
        real(pid, group)

    monkeypatch.setattr(os, "setpgid", late)
    part = Part("A part", lambda: os.execv("/bin/sleep", ["sleep", "60"]))
    part.tend()
    assert part.process
    assert part.process.pid
    assert os.getpgid(part.process.pid) == part.process.pid
    part.signal(signal.SIGKILL)
    part.process.join(20)
