"""What lies between the portal and a search node, and what can go wrong there."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

CHUNK = 4096


@dataclass(frozen=True)
class Fault:
    """What goes wrong: nothing, unless said."""

    refuses: bool = False
    is_silent: bool = False
    delay: float = 0
    request_bytes: int | None = None
    response_bytes: int | None = None


@dataclass(eq=False)
class Connection:
    client: socket.socket
    server: socket.socket
    # Whether something of it was passed over in silence, so that it can't go on.
    swallowed: bool = False

    def close(self) -> None:
        for end in (self.client, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Proxy:
    """A TCP proxy on 127.0.0.1 that lets everything pass but in a block of one of its faults:

        with proxy.cutting(response=100):
            client.search(…)

    A fault meets open connections as well as new ones. After the block all is as it was before it.
    """

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.fault = Fault()
        # Bytes that clients have sent: whoever asks nothing adds nothing.
        self.received = 0
        self.cuts = 0
        self._cuts_left: int | None = None
        self._lock = threading.Lock()
        self._connections: set[Connection] = set()
        # Keeps the port ours while nobody listens there.
        self._place = _bound(0)
        self.port: int = self._place.getsockname()[1]
        self._listener: socket.socket | None = None
        self._listen()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Nobody listens; open connections end."""
        with self._during(Fault(refuses=True)):
            self._stop_listening()
            self._close_all()
            try:
                yield
            finally:
                self._listen()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Takes connections and requests, passes nothing on and never answers."""
        try:
            with self._during(Fault(is_silent=True)):
                yield
        finally:
            self._close_all(only_swallowed=True)

    @contextmanager
    def slow(self, delay: float) -> Iterator[None]:
        """Waits so many seconds before each chunk, of at most 4096 bytes, in both directions."""
        with self._during(Fault(delay=delay)):
            yield

    @contextmanager
    def cutting(
        self, *, request: int | None = None, response: int | None = None, times: int | None = None
    ) -> Iterator[None]:
        """Passes so many bytes of what a connection asks, or is answered, then ends the connection.

        `response=0` lets the node do what it is asked, and nobody hears that it did. After `times` cuts
        everything passes again.
        """
        self._cuts_left = times
        with self._during(Fault(request_bytes=request, response_bytes=response)):
            yield

    def close(self) -> None:
        self._stop_listening()
        self._close_all()
        self._place.close()

    @contextmanager
    def _during(self, fault: Fault) -> Iterator[None]:
        before, self.fault = self.fault, fault
        try:
            yield
        finally:
            self.fault = before

    def _listen(self) -> None:
        self._listener = _bound(self.port)
        self._listener.listen()
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _stop_listening(self) -> None:
        if listener := self._listener:
            self._listener = None
            # Closing alone would not wake who waits in accept().
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            try:
                connection = Connection(client, socket.create_connection(self.target))
            except OSError:
                client.close()
                continue
            with self._lock:
                self._connections.add(connection)
            if self.fault.refuses:
                self._close(connection)
                continue
            for asks in (True, False):
                threading.Thread(target=self._pass_on, args=(connection, asks), daemon=True).start()

    def _pass_on(self, connection: Connection, asks: bool) -> None:
        """Pass on what a client asks, or is answered, as the fault of the moment has it."""
        source, target = (connection.client, connection.server)[:: 1 if asks else -1]
        began, passed = self.fault, 0
        try:
            while chunk := source.recv(CHUNK):
                self.received += len(chunk) if asks else 0
                fault = self.fault
                if fault.is_silent:
                    connection.swallowed = True
                    continue
                time.sleep(fault.delay)
                if fault is not began:
                    began, passed = fault, 0
                limit = fault.request_bytes if asks else fault.response_bytes
                if limit is not None and passed + len(chunk) > limit:
                    target.sendall(chunk[: limit - passed])
                    self._count_cut(fault)
                    break
                target.sendall(chunk)
                passed += len(chunk)
        except OSError:
            pass  # One of the two is gone.
        finally:
            self._close(connection)

    def _count_cut(self, fault: Fault) -> None:
        with self._lock:
            self.cuts += 1
            if self._cuts_left is not None:
                self._cuts_left -= 1
                if not self._cuts_left and self.fault is fault:
                    self.fault = Fault()

    def _close(self, connection: Connection) -> None:
        with self._lock:
            self._connections.discard(connection)
        connection.close()

    def _close_all(self, *, only_swallowed: bool = False) -> None:
        with self._lock:
            ending = {one for one in self._connections if one.swallowed or not only_swallowed}
        for connection in ending:
            self._close(connection)


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound
