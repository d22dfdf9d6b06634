"""A rush on a meetup while everything goes wrong: nobody is left out, nothing is oversold, nothing is lost."""

import contextlib
import http.client
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes, policy
from threading import Barrier, Event, Thread

import pytest

from tests.events.serving import ROOT, Server
from tests.portal.operations.mail_server import MailServer

pytestmark = [pytest.mark.processes, pytest.mark.database]
SEATED = "('held', 'offered', 'confirmed')"
POOL = f"""SELECT taken, capacity, waiting,
  (SELECT coalesce(sum(seats), 0) FROM events_registration WHERE pool_id = pool.id AND status IN {SEATED}),
  (SELECT count(*) FROM events_registration WHERE pool_id = pool.id AND status = 'waiting')
  FROM events_seatpool pool WHERE way = 'on-site'"""
RESIZE = """
from events.models import Event
from events.services.publishing import follow
event = Event.objects.get(slug="loppet")
event.seats_on_site = {}
event.save()
follow(event)
"""
SEND_ALL = """
from datetime import timedelta
from django.utils import timezone
from portal.operations import services
while services.send_due(now=timezone.now() + timedelta(hours=7)):
    pass
"""


class Watcher(Thread):
    """Looks at the seats again and again: what it saw that must never be."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.server, self.ends, self.looks, self.wrong = server, Event(), 0, []

    def run(self) -> None:
        while not self.ends.is_set():
            with contextlib.suppress(Exception):  # The database was locked for longer than a second.
                ((taken, capacity, waiting, people, parties),) = self.server.database.execute(POOL)
                self.looks += 1
                if taken > capacity or taken != people or waiting != parties:
                    self.wrong.append((taken, capacity, waiting, people, parties))
            time.sleep(0.05)


class People(Thread):
    """Those who read their mail: each confirms, every fifth cancels again."""

    def __init__(self, server: Server, answers: Counter) -> None:
        super().__init__(daemon=True)
        self.server, self.answers, self.ends, self.done = server, answers, Event(), set()

    def run(self) -> None:
        while not self.ends.is_set():
            self.read_mail()
            time.sleep(0.2)

    def read_mail(self) -> int:
        """How many mails were new."""
        new = [(pk, mail) for pk, mail in mails(self.server) if pk not in self.done]
        for pk, mail in new:
            token = re.search(r"/anmalan/([^/]+)/", mail.get_body(("plain",)).get_content())[1]
            for action in actions(mail, pk):
                self.answers[insist(lambda token=token, action=action: self.server.press(token, action))] += 1
            self.done.add(pk)
        return len(new)


def actions(mail, pk: int) -> list[str]:
    if "Bekräfta" in mail["Subject"] or "Det finns plats" in mail["Subject"]:
        return ["confirm"]
    return ["cancel"] if "Du har en plats" in mail["Subject"] and pk % 5 == 0 else []


def mails(server: Server) -> Iterator:
    with contextlib.suppress(Exception):
        rows = server.database.execute("SELECT id, mime FROM operations_outgoingmessage ORDER BY id")
        for pk, mime in rows:
            mail = message_from_bytes(bytes(mime), policy=policy.default)
            if "/anmalan/" in mail.get_body(("plain",)).get_content():
                yield pk, mail


def insist(request) -> int:
    """The answer, however often the connection breaks: as somebody who presses the button again."""
    for _time in range(200):
        try:
            return request()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise AssertionError("The server did not come back.")


def test_five_hundred_for_fifty_seats_while_servers_and_workers_are_killed(serve):
    server = serve(workers=4, seats_on_site=50)
    answers: Counter = Counter()
    with MailServer() as mail_server:
        server.environment |= {
            "PORTAL_EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
            "PORTAL_EMAIL_FROM": "portalen@example.org",
            "PORTAL_REGISTRATIONS_PER_MINUTE": "0",  # All come from one address.
        }
        server.kill()
        server.start()
        watcher, people = Watcher(server), People(server, answers)
        watcher.start()
        people.start()
        worker = start_worker(server)
        time.sleep(1.2)
        with ThreadPoolExecutor(32) as crowd:
            coming = [crowd.submit(insist, lambda number=number: server.register(number)) for number in range(500)]
            wait_for(lambda: sum(one.done() for one in coming) > 100)
            server.kill()
            worker.send_signal(signal.SIGKILL)
            mail_server.refuses = True
            server.start()
            server.shell(RESIZE.format(60))
            worker = start_worker(server)
            wait_for(lambda: sum(one.done() for one in coming) > 300)
            server.kill()
            server.start()
            server.shell(RESIZE.format(40))
            mail_server.refuses = False
        answers.update(one.result() for one in coming)
        people.ends.set()
        people.join()
        while people.read_mail():
            pass
        watcher.ends.set()
        watcher.join()
        worker.kill()
        worker.wait()
        assert set(answers) == {302}, answers
        assert watcher.looks > 20
        assert watcher.wrong == []
        assert server.manage("check_registrations").strip() == "Every seat is where it should be."
        ((taken, capacity, waiting, _people, _parties),) = server.database.execute(POOL)
        assert (taken, waiting > 300) == (capacity, True)
        assert server.ask("SELECT count(*) FROM events_registration") == 500
        line_in_order(server)
        one_confirmation_each(server)
        server.shell(SEND_ALL)
        assert server.ask("SELECT count(*) FROM operations_outgoingmessage WHERE state <> 'sent'") == 0
    ids = Counter(message["Message-ID"] for message in mail_server.accepted)
    assert len(ids) == server.ask("SELECT count(*) FROM operations_outgoingmessage")


def start_worker(server: Server) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "db_worker", "--no-reload"]
    return subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=subprocess.DEVNULL)


def wait_for(condition, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def line_in_order(server: Server) -> None:
    """Whoever waits came after all who have left the line with a seat."""
    moved_up = f"SELECT max(queued_at) FROM events_registration WHERE queued_at IS NOT NULL AND status IN {SEATED}"
    waiting = "SELECT min(queued_at) FROM events_registration WHERE status = 'waiting'"
    assert server.ask(f"SELECT ({moved_up}) < ({waiting})")


def one_confirmation_each(server: Server) -> None:
    welcomed = Counter(mail["To"] for _pk, mail in mails(server) if "Du har en plats" in mail["Subject"])
    confirmed = server.database.execute("SELECT email FROM events_registration WHERE status = 'confirmed'")
    assert {welcomed[email] for (email,) in confirmed} == {1}


def test_one_seat_for_forty_people_twenty_times_over(serve):
    server = serve(workers=4, seats_on_site=1, has_waiting_list=False)
    time.sleep(1.2)
    for _time in range(20):
        barrier = Barrier(40)

        def visit(number: int, barrier: Barrier = barrier) -> int:
            barrier.wait()
            return server.register(number)

        with ThreadPoolExecutor(40) as crowd:
            assert Counter(crowd.map(visit, range(40))) == {302: 1, 409: 39}
        assert (server.held, server.taken) == (1, 1)
        server.database.execute("DELETE FROM events_registration")
        server.database.execute("UPDATE events_seatpool SET taken = 0")
