from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Group

from portal.accounts.models import User
from tests.databases import Databases
from tests.events.serving import Server


@pytest.fixture
def serve(tmp_path: Path, databases: Databases) -> Iterator[Callable[..., Server]]:
    """Call with a meetup's fields: a server of it, with a database of its own."""
    servers = []

    def start(**options: object) -> Server:
        servers.append(Server(tmp_path, databases.copy(tmp_path), **options))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def member(db) -> User:
    return User.objects.create_user("medlem@example.org")


@pytest.fixture
def editor(db) -> User:
    user = User.objects.create_user("redaktor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    return user
