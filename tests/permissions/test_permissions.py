"""Each role at each address and API operation: what is not in the table fails."""

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.permissions.walker import addresses, operations
from tests.permissions.world import ROLES, World, make_world

TABLE = Path(__file__).with_name("table.txt")
SIGN_IN = ("/konto/login/", "/en/account/login/", "/admin/login/", "/_util/login/")
OUTSIDERS = ROLES[: ROLES.index("editor")]


@dataclass(frozen=True)
class Row:
    """Roles' answers: a status, or where they are led: `sign-in`, `my-pages` or `admin` (the admin's first page)."""

    method: str
    name: str
    whose: str
    answers: dict[str, str]

    @property
    def called(self) -> str:
        return f"{self.name} {self.whose}".strip()


def _rows() -> list[Row]:
    rows = []
    for line in TABLE.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        what, *answers = (part.strip() for part in line.split("|"))
        method, name, whose = [*what.split(), ""][:3]
        if len(answers) == 3:
            answers = [answers[0], *["my-pages"] * (len(OUTSIDERS) - 1), *answers[1:]]
        answers += answers[-1:] * (len(ROLES) - len(answers))
        rows.append(Row(method, name, whose, dict(zip(ROLES, answers, strict=True))))
    return rows


ROWS = _rows()


@pytest.fixture(scope="module")
def made_once(written_once):
    return make_world()


@pytest.fixture
def world(db, own_cache, made_once):
    return made_once


def _address(world: World, row: Row) -> str:
    """What the world says, else the row's own path, else what its name leads to without arguments."""
    if known := world.addresses.get(row.called):
        return known
    return f"/{row.name.lstrip('/')}" if "/" in row.name else reverse(row.name)


def _answer(client: Client, method: str, address: str) -> str:
    """What a request is answered, with nothing of what it did kept."""
    with transaction.atomic():
        response = client.generic(method, address, headers={"Sec-Fetch-Site": "same-origin"})
        transaction.set_rollback(True)
    if response.status_code == 302:
        path = response.headers["Location"].partition("?")[0]
        if address.startswith("/admin/") and path == "/mina-sidor/":
            return "my-pages"
        return "sign-in" if path in SIGN_IN else "admin" if path == "/admin/" else "302"
    return str(response.status_code)


def _client(world: World, role: str) -> Client:
    client = Client()
    if role in world.people:
        client.force_login(world.people[role])
    return client


def _as_signed_in(one: Client) -> Client:
    """Another that has the cookies of this one, whose session each answer leaves as it was."""
    client = Client()
    client.cookies = one.cookies.copy()
    return client


@pytest.mark.exhaustive
@pytest.mark.parametrize("role", ROLES)
def test_every_answer_is_the_tables(world, role):
    signed_in, wrong = _client(world, role), []
    for row in ROWS:
        answer = _answer(_as_signed_in(signed_in), row.method, _address(world, row))
        if answer != row.answers[role]:
            wrong.append(f"{row.method} {row.called}: {answer} instead of {row.answers[role]}")
    assert not wrong, "\n".join(wrong)


def test_every_address_has_a_row():
    known = {row.name for row in ROWS}
    ours = {address.called for address in addresses() if not address.is_admin and address.namespace != "api"}
    assert not sorted(ours - known)


def test_every_part_of_the_admin_has_a_row():
    known = {row.name.rpartition(":")[0] for row in ROWS}
    parts = {address.namespace for address in addresses() if address.is_admin and address.namespace}
    assert not sorted(parts - known)


def test_every_operation_of_the_api_has_a_row():
    known = {f"{row.method} {row.name}" for row in ROWS}
    assert not sorted(operations() - known)


def test_no_row_is_of_something_gone():
    there = {address.called for address in addresses()} | {operation.split()[1] for operation in operations()}
    assert not sorted({row.name for row in ROWS if not row.name.startswith("/")} - there)
    assert not sorted({row.name for row in ROWS if row.name.startswith("/api/v1/")} - there - {"/api/v1/docs"})


# Signing in and out, and what a browser needs for the page on which that is done.
OPEN_IN_ADMIN = {"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"}
ARGUMENTS = defaultdict(
    lambda: 1, {"app_label": "directory", "model_name": "organisation", "slug": "x", "action": "delete"}
)


@pytest.mark.exhaustive
@pytest.mark.parametrize("role", ["visitor", "member"])
def test_nobody_from_outside_is_let_into_any_part_of_the_admin(world, role):
    """Whatever Wagtail or a plugin adds to the admin."""
    client, let_in = _client(world, role), []
    for address in addresses():
        if not address.is_admin or not address.name or address.name in OPEN_IN_ADMIN:
            continue
        for method in ("GET", "POST"):
            answer = _answer(client, method, _filled(address.name, address.route))
            if answer not in {"sign-in", "my-pages", "302", "403", "404", "405"}:
                let_in.append(f"{method} {address.called}: {answer}")
    assert not let_in, "\n".join(let_in)


def _filled(name: str, route: str) -> str:
    """An address of this name: its arguments are such as there may be."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    return reverse(name, kwargs={argument: ARGUMENTS[argument] for argument in names})
