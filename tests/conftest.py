"""Every test starts from a migrated database copied from a template that is made once."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    # As Django's documentation has it: the real one takes its time on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("compile_catalogues")


def _migrations_key() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("**/*.py")):
        relative = path.relative_to(ROOT)
        if relative.parts[0] != ".venv" and (
            {"migrations", "roles.py", "receivers.py", "signals.py", "apps.py"} & set(relative.parts)
        ):
            digest.update(str(relative).encode() + path.read_bytes())
    return digest.hexdigest()[:20]


@pytest.fixture(scope="session")
def database_template(django_db_blocker) -> Path:
    """The path of a migrated SQLite file for the present migrations, shared by all runs on this machine."""
    folder = Path(tempfile.gettempdir()) / "portal-test-templates"
    folder.mkdir(exist_ok=True)
    template = folder / f"{_migrations_key()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            partial = template.with_suffix(".part")
            for stale in folder.glob(f"{partial.name}*"):
                stale.unlink()
            with django_db_blocker.unblock():
                connection.close()
                connection.settings_dict["NAME"] = str(partial)
                call_command("migrate", verbosity=0)
                connection.close()
            with sqlite3.connect(partial) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.close()
            partial.rename(template)
    return template


@pytest.fixture(scope="session")
def django_db_setup(database_template: Path, django_db_blocker):
    path = Path(os.environ["PORTAL_DATA_DIR"]) / "portal.sqlite3"
    shutil.copy(database_template, path)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict["NAME"] = str(path)
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(autouse=True)
def fresh_copy_for_a_transactional_test(request: pytest.FixtureRequest):
    """The flush after a transactional test takes the root page away, and they all run last: give each the template."""
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames:
        template = request.getfixturevalue("database_template")
        connection.close()
        path = Path(connection.settings_dict["NAME"])
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        shutil.copy(template, path)
