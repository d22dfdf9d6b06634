"""Databases for tests: copies of a migrated template that is made once, or empty ones.

They are files of SQLite, or databases of the PostgreSQL server at PORTAL_TEST_DATABASE_URL
(`scripts/postgresql` starts one).
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def migrations_key() -> str:
    """What the template depends on."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(ROOT.glob("**/*.py")):
        relative = path.relative_to(ROOT)
        if relative.parts[0] != ".venv" and (
            {"migrations", "roles.py", "receivers.py", "signals.py", "apps.py"} & set(relative.parts)
        ):
            digest.update(str(relative).encode() + path.read_bytes())
    return digest.hexdigest()[:20]


@contextmanager
def one_at_a_time() -> Iterator[Path]:
    """The folder of templates, for this process alone."""
    folder = Path(tempfile.gettempdir()) / "portal-test-templates"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def migrate(name: str) -> None:
    """Bring the database of this name, at the settings' server, up to date."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    call_command("migrate", verbosity=0)
    connection.close()
    connection.settings_dict["NAME"] = own


class Database(Protocol):
    """One that processes of the portal can be given: with `variables` in their environment."""

    name: str
    variables: dict[str, str]

    def execute(self, statement: str) -> list[tuple]:
        """Run `statement`, waiting at most a second for whoever holds a lock, and return its rows."""

    def tables(self) -> list[str]: ...

    def drop(self) -> None: ...


class Databases(Protocol):
    """Where databases come from. Each is for the portal whose data folder is `data`."""

    def empty(self, data: Path) -> Database: ...

    def copy(self, data: Path) -> Database: ...

    def renew(self, name: str) -> None:
        """Make the database of this name as the template is."""

    def close(self) -> None:
        """Drop all that were made."""


def content(database: Database, without: tuple[str, ...]) -> dict[str, list[tuple]]:
    """All rows of all tables but those whose names begin so."""
    return {
        table: sorted(database.execute(f'SELECT * FROM "{table}"'), key=repr)
        for table in database.tables()
        if not table.startswith(without)
    }


class SqliteDatabase:
    def __init__(self, data: Path) -> None:
        self.path = data / "portal.sqlite3"
        self.name = str(self.path)
        self.variables = {"PORTAL_DATA_DIR": str(data), "PORTAL_DATABASE_URL": ""}

    def execute(self, statement: str) -> list[tuple]:
        with closing(sqlite3.connect(self.path, timeout=1)) as database, database:
            return database.execute(statement).fetchall()

    def tables(self) -> list[str]:
        return [name for (name,) in self.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]

    def drop(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


class SqliteDatabases:
    def __init__(self) -> None:
        with one_at_a_time() as folder:
            self.template = folder / f"{migrations_key()}.sqlite3"
            if not self.template.exists():
                partial = self.template.with_suffix(".part")
                for stale in folder.glob(f"{partial.name}*"):
                    stale.unlink()
                migrate(str(partial))
                with closing(sqlite3.connect(partial)) as database:
                    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                partial.rename(self.template)

    def empty(self, data: Path) -> SqliteDatabase:
        return SqliteDatabase(data)

    def copy(self, data: Path) -> SqliteDatabase:
        database = SqliteDatabase(data)
        self.renew(database.name)
        return database

    def renew(self, name: str) -> None:
        SqliteDatabase(Path(name).parent).drop()
        shutil.copy(self.template, name)

    def close(self) -> None:
        """They lie in the folders of their tests."""


class PostgresqlDatabase:
    def __init__(self, server: str, name: str, data: Path) -> None:
        self.server, self.name = server, name
        self.url = urlsplit(server)._replace(path=f"/{name}").geturl()
        self.variables = {"PORTAL_DATA_DIR": str(data), "PORTAL_DATABASE_URL": self.url}

    def execute(self, statement: str) -> list[tuple]:
        return _execute(self.url, statement)

    def tables(self) -> list[str]:
        return [
            name for (name,) in self.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        ]

    def drop(self) -> None:
        _execute(self.server, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


class PostgresqlDatabases:
    def __init__(self, server: str) -> None:
        self.server, self.made = server, []
        self.template = f"portal_template_{migrations_key()}"
        with one_at_a_time():
            if not _execute(server, f"SELECT 1 FROM pg_database WHERE datname = '{self.template}'"):
                partial = PostgresqlDatabase(server, "portal_template_part", Path())
                partial.drop()
                _execute(server, f"CREATE DATABASE {partial.name} TEMPLATE template0")
                migrate(partial.name)
                _execute(server, f"ALTER DATABASE {partial.name} RENAME TO {self.template}")

    def empty(self, data: Path) -> PostgresqlDatabase:
        return self._create(f"portal_test_{secrets.token_hex(6)}", data, "template0")

    def copy(self, data: Path) -> PostgresqlDatabase:
        return self._create(f"portal_test_{secrets.token_hex(6)}", data, self.template)

    def renew(self, name: str) -> None:
        PostgresqlDatabase(self.server, name, Path()).drop()
        self._create(name, Path(), self.template)

    def _create(self, name: str, data: Path, template: str) -> PostgresqlDatabase:
        database = PostgresqlDatabase(self.server, name, data)
        _execute(self.server, f"CREATE DATABASE {name} TEMPLATE {template}")
        self.made.append(database)
        return database

    def close(self) -> None:
        for database in self.made:
            database.drop()


def _execute(url: str, statement: str) -> list[tuple]:
    with psycopg.connect(url, autocommit=True, options="-c lock_timeout=1s") as database:
        cursor: Any = database.execute(statement)
        return cursor.fetchall() if cursor.description else []


def make_databases() -> Databases:
    server = os.environ.get("PORTAL_TEST_DATABASE_URL")
    return PostgresqlDatabases(server) if server else SqliteDatabases()
