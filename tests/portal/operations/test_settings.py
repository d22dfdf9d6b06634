"""What an operator sets: documented whole, and unsafe values refused at once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings import env

ROOT = Path(__file__).resolve().parents[3]
SAFE = {
    "PORTAL_SECRET_KEY": "correct-horse-battery-staple-" * 2,
    "PORTAL_BASE_URL": "https://portal.example.org",
    "PORTAL_EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "PORTAL_EMAIL_FROM": "portal@example.org",
}


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess:
    """Run a command of manage.py with these settings alone."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *command],
        env=ours | {"PORTAL_DATA_DIR": str(folder)} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_table_in_the_docs_names_every_setting_and_its_default():
    table = (ROOT / "docs/operators/settings.md").read_text()
    rows = dict(re.findall(r"^\| `(PORTAL_\w+)` \| (.+?) \|", table, re.MULTILINE))
    assert list(rows) == list(env.scheme)
    for name, (kind, default) in env.scheme.items():
        if kind is bool:
            assert rows[name] == f"`{str(default).lower()}`"
        elif kind is list:
            assert rows[name] == f"`{','.join(default)}`"
        elif default and name != "PORTAL_DATA_DIR":
            assert rows[name] == f"`{default}`"
        else:
            assert not rows[name].startswith("`") or name == "PORTAL_DATA_DIR"


def test_nothing_else_is_read_from_the_environment():
    used = set(re.findall(r"PORTAL_[A-Z_]+", "".join(path.read_text() for path in ROOT.glob("site/portal/**/*.py"))))
    assert used - set(env.scheme) <= {"PORTAL_"}


@pytest.mark.processes
def test_a_production_start_says_all_that_is_missing_at_once(tmp_path):
    answer = run(tmp_path, "check")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    for name in SAFE:
        assert f"- {name}: " in answer.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.processes
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_SECRET_KEY", "short"),
        ("PORTAL_BASE_URL", "http://portal.example.org"),
        ("PORTAL_BASE_URL", "https://*"),
        ("PORTAL_BASE_URL", "https://"),
        ("PORTAL_EMAIL_FROM", "portal"),
        ("PORTAL_DEBUG", "true"),
        ("PORTAL_DATABASE_URL", "mysql://user:password@host/name"),
        ("PORTAL_DATABASE_URL", "postgres://user:password@host"),
    ],
)
def test_one_unsafe_value_is_enough_to_refuse(tmp_path, name, value):
    answer = run(tmp_path, "check", **SAFE | {name: value})
    assert answer.returncode == 1
    assert name in answer.stderr
    assert answer.stderr.count("\n- ") == 1


@pytest.mark.processes
def test_safe_values_start_without_a_warning(tmp_path):
    answer = run(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert answer.returncode == 0, answer.stderr
