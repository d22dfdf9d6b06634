"""Every test starts from a migrated database copied from a template that is made once."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation

from portal.plugins import search
from tests.databases import Databases, make_databases


def pytest_configure(config: pytest.Config) -> None:
    # As Django's documentation has it: the real one takes its time on purpose.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command("compile_catalogues")


def pytest_collection_finish() -> None:
    # What is imported stays: the garbage collector need not go through it with every test.
    gc.freeze()


@pytest.fixture(scope="session")
def databases(django_db_blocker) -> Iterator[Databases]:
    """Where a test gets databases for processes of its own."""
    with django_db_blocker.unblock():
        databases = make_databases()
    yield databases
    databases.close()


@pytest.fixture(scope="session")
def django_db_setup(databases: Databases, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        connection.close()
        databases.renew(str(connection.settings_dict["NAME"]))
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture(scope="module")
def written_once(django_db_setup, django_db_blocker) -> Iterator[None]:
    """For a module's fixture that writes much: once, beneath the transaction of each test that looks at it.

    Tests without it run before; it is for modules without transactional ones.
    """
    translation.activate(settings.LANGUAGE_CODE)
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    modules = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (modules[item.path], "written_once" in getattr(item, "fixturenames", ())))


@pytest.fixture
def own_cache(settings, tmp_path: Path) -> None:
    """Nothing that another test has counted is there."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path}}


@pytest.fixture
def without_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what does not hang on the search: it is left out, as where its plugin is not installed.

    Keeping it in step is most of what saving something costs.
    """
    monkeypatch.setattr(search, "_search", None)


@pytest.fixture(autouse=True)
def in_swedish() -> None:
    """A test client's request leaves its language behind: no test begins in that of another."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def fresh_copy_for_a_transactional_test(request: pytest.FixtureRequest):
    """The flush after a transactional test takes the root page away, and they all run last: give each the template."""
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames:
        databases = request.getfixturevalue("databases")
        connection.close()
        databases.renew(str(connection.settings_dict["NAME"]))
