import re

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.models import User

PASSWORD = "en lång lösenfras"


@pytest.fixture(autouse=True)
def nothing_counted_before(own_cache):
    pass


@pytest.fixture
def member(db) -> User:
    user = User.objects.create_user("maja@example.org", PASSWORD, first_name="Maja")
    user.confirm_address()
    return user


@pytest.fixture
def administrator(db) -> User:
    return User.objects.create_superuser("alma@example.org", PASSWORD)


def code_in_mail() -> str:
    """The code in the newest mail."""
    found = re.search(r"^([A-Z0-9]+(?:-[A-Z0-9]+)*)$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def is_signed_in(client: Client) -> bool:
    return client.get("/mina-sidor/").status_code == 200
