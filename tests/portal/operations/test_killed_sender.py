import os
import shutil
import signal
import sqlite3
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
def test_a_sender_killed_in_the_middle_of_a_message_loses_none(database_template, tmp_path):
    database = tmp_path / "portal.sqlite3"
    shutil.copy(database_template, database)
    with MailServer() as server:
        environment = os.environ | {
            "PORTAL_DATA_DIR": str(tmp_path),
            "PORTAL_EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
            "PORTAL_EMAIL_FROM": "portalen@example.org",
        }
        manage = [sys.executable, str(ROOT / "manage.py")]

        def shell(code: str) -> str:
            command = [*manage, "shell", "--no-imports", "--command", code]
            return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

        shell(WRITE)
        server.hangs = True
        worker = subprocess.Popen([*manage, "db_worker", "--no-reload"], env=environment)
        assert server.reached.wait(30)
        with sqlite3.connect(database, timeout=1) as other:
            other.execute("UPDATE accounts_user SET first_name = first_name")  # nobody holds the write lock
        worker.send_signal(signal.SIGKILL)
        worker.wait()

        server.hangs = False
        assert shell(SEND_LATER).split() == ["3"]

    assert len(server.accepted) == 3
    ids = [message["Message-ID"] for message in server.attempts]
    assert len(ids) == 4
    assert len(set(ids)) == 3
