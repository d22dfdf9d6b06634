"""Many at once, against real server processes with a database of their own."""

import csv
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import directory
from tests.events.serving import ROOT, rush

SEATS = 20
FULL = {"seats_on_site": SEATS, "has_waiting_list": False}
VISITORS = 200
pytestmark = [pytest.mark.processes, pytest.mark.database]


@pytest.mark.parametrize("visitors", [VISITORS, pytest.param(800, marks=pytest.mark.stress)])
def test_two_hundred_at_once_get_exactly_twenty_seats(serve, visitors):
    server = serve(**FULL)
    assert rush(server, visitors) == {302: SEATS, 409: visitors - SEATS}
    mails = server.ask("SELECT count(*) FROM operations_outgoingmessage")
    assert (server.held, server.taken, mails) == (SEATS, SEATS, SEATS)


def test_one_person_twenty_times_at_once_has_one_seat(serve):
    server = serve(**FULL)
    assert rush(server, 20, who=lambda number: 1) == {302: 20}
    mails = server.ask("SELECT count(*) FROM operations_outgoingmessage")
    assert (server.held, server.taken, mails) == (1, 1, 1)


def test_without_its_guards_the_same_rush_oversells(serve):
    server = serve(application="tests.events.oversell", **FULL)
    rush(server, VISITORS)
    assert server.held > SEATS


INVITE = """
import time
from pathlib import Path
from events.models import Event
from events.services import inviting
from portal.accounts.models import User
by, _made = User.objects.get_or_create(email="host{number}@example.org")
guests = [inviting.Guest(f"Gäst {{one}}", f"gast{{one}}@example.org") for one in range(15)]
event = Event.objects.get(slug="loppet")
Path("{folder}/ready{number}").touch()
while not Path("{folder}/go").exists():
    time.sleep(0.01)
inviting.invite(event, guests, by=by)
"""


def test_two_hosts_invite_the_same_people_while_strangers_take_the_last_seats(serve, tmp_path):
    server = serve(**FULL)
    command = [sys.executable, "manage.py", "shell", "-v0", "--command"]
    hosts = [
        subprocess.Popen([*command, INVITE.format(number=number, folder=tmp_path)], cwd=ROOT, env=server.environment)
        for number in range(2)
    ]
    while not all((tmp_path / f"ready{number}").exists() for number in range(2)):
        assert all(host.poll() is None for host in hosts)
        time.sleep(0.05)
    time.sleep(1.2)
    (tmp_path / "go").touch()
    answers = rush(server, 40)
    assert [host.wait(60) for host in hosts] == [0, 0]
    offered = server.ask("SELECT count(*) FROM events_registration WHERE status = 'offered'")
    addresses = server.ask("SELECT count(DISTINCT email_key) FROM events_registration")
    assert (offered + server.held, server.taken, addresses) == (SEATS, SEATS, SEATS)
    assert answers[302] == server.held
    mails = server.ask("SELECT count(*) FROM operations_outgoingmessage")
    assert mails == SEATS


@pytest.mark.parametrize(("people", "copies"), [(40, 20), pytest.param(200, 300, marks=pytest.mark.stress)])
def test_forty_register_while_an_import_runs(serve, tmp_path, people, copies):
    server = serve(**FULL)
    server.database.execute(f"UPDATE events_seatpool SET capacity = {people + 60} WHERE way = 'on-site'")
    file = tmp_path / "many.csv"
    rows = list(csv.reader((Path(directory.__file__).parent / "data" / "organisations.csv").open(newline="")))
    with file.open("w", newline="") as out:
        copies = [[f"{row[0]}-{copy}", f"{row[1]} {copy}", *row[2:]] for copy in range(copies) for row in rows[1:]]
        csv.writer(out).writerows([rows[0], *copies])
    time.sleep(1.2)
    command = [sys.executable, "manage.py", "import_directory", str(file)]
    importing = subprocess.Popen(command, cwd=ROOT, env=server.environment, stdout=subprocess.DEVNULL)
    before = server.ask("SELECT count(*) FROM directory_organisation")
    while server.ask("SELECT count(*) FROM directory_organisation") == before and importing.poll() is None:
        time.sleep(0.05)
    with ThreadPoolExecutor(8) as threads:
        answers = Counter(threads.map(server.register, range(people)))
    ran_meanwhile = importing.poll() is None
    assert importing.wait(600) == 0
    assert ran_meanwhile, "The import was over before everybody was registered: make it longer."
    assert answers == {302: people}
    assert server.held == people
    assert "locked" not in server.stop()
