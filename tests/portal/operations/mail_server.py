"""A mail server for tests: keeps what it is sent; may hang in the middle of a message or refuse it."""

import contextlib
import socketserver
import threading
from email import message_from_bytes
from email.message import Message


class _Conversation(socketserver.StreamRequestHandler):
    server: "MailServer"

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            self.talk()

    def talk(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            command = line.strip().upper()
            if command.startswith(b"RCPT"):
                self.server.recipients.append(line.decode().strip())
            if command == b"DATA":
                self.say("354 go on")
                self.take_message()
            elif command == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take_message(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        self.server.attempts.append(message_from_bytes(b"".join(lines)))
        self.server.reached.set()
        if self.server.hangs:
            self.rfile.read()
        elif self.server.refuses:
            self.say("451 not now")
        else:
            self.server.accepted.append(self.server.attempts[-1])
            self.say("250 ok")


class MailServer(socketserver.ThreadingTCPServer):
    """`with MailServer() as server:` listens on `server.port`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.port = self.server_address[1]
        self.hangs = self.refuses = False
        self.recipients: list[str] = []
        self.attempts: list[Message] = []
        self.accepted: list[Message] = []
        self.reached = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def __exit__(self, *args: object) -> None:
        self.shutdown()
        super().__exit__(*args)
