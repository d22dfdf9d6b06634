"""One process tree: starts the parts of the portal, starts a part again that dies, ends all together."""

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

logger = logging.getLogger("portal.operations")

TICK = 0.2
LIVED_WELL = 60
LONGEST_BACK_OFF = 30
PATIENCE = 10
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether a server can listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _end_with_parent() -> Callable[[], None] | None:
    """What a child does before its command, so that it ends too when the supervisor is killed outright."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    supervisor = os.getpid()

    def ask_the_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:
            os._exit(1)

    return ask_the_kernel


@dataclass
class Part:
    """A command that is kept running."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started_at: float = 0
    failures: int = 0
    start_again_at: float = 0

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, which then ends the parts in peace.
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent())  # noqa: S603
        self.started_at = time.monotonic()

    def tend(self) -> None:
        """Notice that the command has died; start it when its time has come."""
        now = time.monotonic()
        if self.process and (code := self.process.poll()) is not None:
            self.process = None
            self.failures = 0 if now - self.started_at > LIVED_WELL else self.failures + 1
            wait = min(2 ** max(self.failures - 1, 0), LONGEST_BACK_OFF)
            self.start_again_at = now + wait
            logger.error("%s ended by itself (status %s); it starts again in %s s.", self.name, code, wait)
        if self.process is None and now >= self.start_again_at:
            self.start()

    def signal(self, number: int) -> None:
        """Send a signal to the command and all that it started."""
        if self.process and self.process.poll() is None:
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
                try:
                    part.process.wait(max(deadline - time.monotonic(), 0))
                except subprocess.TimeoutExpired:
                    part.signal(signal.SIGKILL)
                    part.process.wait()
