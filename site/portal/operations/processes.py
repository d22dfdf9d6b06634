"""One process tree: starts the parts of the portal, starts a part again that dies, ends all together."""

import ctypes
import logging
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

logger = logging.getLogger("portal.operations")

TICK = 0.1
LIVED_WELL = 60
LONGEST_BACK_OFF = 30
PATIENCE = 10
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1

# A part is a copy of this process, which has loaded everything already: it starts at once.
fork = multiprocessing.get_context("fork")


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server can listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def end_with_parent(parent: int) -> None:
    """Have the kernel end this process when `parent` dies, were it by SIGKILL."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit(1)


def _live(run: Callable[[], object], supervisor: int) -> None:
    """What a part's process does: be told of the end by the supervisor alone, not by the terminal; then run."""
    os.setpgid(0, 0)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    end_with_parent(supervisor)
    run()


def _started(run: Callable[[], object], name: str) -> BaseProcess:
    """A process that runs `run`: the leader of its own group, which hears every signal from its first moment."""
    process = fork.Process(target=_live, args=(run, os.getpid()), name=name)
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        process.start()
        # The process does so too: whoever comes first. One that is another program already is not ours to move.
        if process.pid:
            with suppress(PermissionError):
                os.setpgid(process.pid, process.pid)
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    return process


@dataclass
class Part:
    """Something that is kept running in a process of its own."""

    name: str
    run: Callable[[], object]
    process: BaseProcess | None = None
    started_at: float = 0
    failures: int = 0
    start_again_at: float = 0

    def tend(self) -> None:
        """Notice that the process has died; start it when its time has come."""
        now = time.monotonic()
        if self.process and not self.process.is_alive():
            status, self.process = self.process.exitcode, None
            self.failures = 0 if now - self.started_at > LIVED_WELL else self.failures + 1
            wait = min(2 ** max(self.failures - 1, 0), LONGEST_BACK_OFF)
            self.start_again_at = now + wait
            logger.error("%s ended by itself (status %s); it starts again in %s s.", self.name, status, wait)
        if self.process is None and now >= self.start_again_at:
            self.process = _started(self.run, self.name)
            self.started_at = now

    def signal(self, number: int) -> None:
        """Send a signal to the process and all that it started."""
        if self.process and self.process.is_alive() and self.process.pid:
            os.killpg(self.process.pid, number)


@dataclass
class Supervisor:
    """Runs `parts` until it is told to stop. The first is the one that people wait for.

    `answers` says whether the first part answers; then `announce` is called, once, and the others start.
    """

    parts: list[Part]
    answers: Callable[[], bool]
    announce: Callable[[], None]
    stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Return when every part has ended after Ctrl-C, SIGTERM or SIGHUP."""
        for number in SIGNALS:
            signal.signal(number, self.stop)
        announced = False
        try:
            while not self.stopping:
                for part in self.parts if announced else self.parts[:1]:
                    part.tend()
                if not announced and self.answers():
                    announced = True
                    self.announce()
                time.sleep(TICK)
        finally:
            self.end_all()

    def stop(self, *_signal: object) -> None:
        self.stopping = True

    def end_all(self) -> None:
        """End every part: kindly, then after `PATIENCE` seconds for good."""
        for part in self.parts:
            part.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for part in self.parts:
            if part.process:
                part.process.join(max(deadline - time.monotonic(), 0))
                part.signal(signal.SIGKILL)
