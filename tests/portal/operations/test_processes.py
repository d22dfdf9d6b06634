"""The parts of the process tree."""

import signal
import time

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
