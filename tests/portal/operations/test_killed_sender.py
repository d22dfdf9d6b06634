import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal.operations.mail_server import MailServer

ROOT = Path(__file__).resolve().parents[3]
WRITE = """
from django.core.mail import send_mail
for number in range(3):
    send_mail(f"Nummer {number}", "Text", "portalen@example.org", [f"{number}@example.org"])
"""
# The ten minutes after which a claimed message comes back have gone by.
SEND_LATER = """
from datetime import timedelta
from django.utils import timezone
from portal.operations import services
print(services.send_due(now=timezone.now() + services.LEASE + timedelta(seconds=1)))
"""


@pytest.mark.processes
@pytest.mark.database
@pytest.mark.parametrize("times", [1, pytest.param(12, marks=pytest.mark.stress)])
def test_a_sender_killed_in_the_middle_of_a_message_loses_none(databases, tmp_path, times):
    database = databases.copy(tmp_path)
    with MailServer() as server:
        environment = os.environ | database.variables
        environment |= {
            "PORTAL_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "PORTAL_EMAIL_FROM": "portalen@example.org",
        }
        manage = [sys.executable, str(ROOT / "manage.py")]

        def shell(code: str) -> str:
            command = [*manage, "shell", "--no-imports", "--command", code]
            return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

        for _time in range(times):
            shell(WRITE)
            server.reached.clear()
            server.hangs = True
            worker = subprocess.Popen([*manage, "db_worker", "--no-reload"], env=environment)
            assert server.reached.wait(30)
            # Nobody holds the write lock, nor the lock of a row.
            database.execute("UPDATE accounts_user SET first_name = first_name")
            database.execute("UPDATE operations_outgoingmessage SET sender = sender")
            worker.send_signal(signal.SIGKILL)
            worker.wait()

            server.hangs = False
            assert shell(SEND_LATER).split() == ["3"]

    assert len(server.accepted) == 3 * times
    ids = [message["Message-ID"] for message in server.attempts]
    assert len(ids) == 4 * times
    assert len(set(ids)) == 3 * times
