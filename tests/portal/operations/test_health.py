from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.operations import health
from portal.operations.models import JobRun, OutgoingMessage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_schedule_runs(db):
    JobRun.objects.create(name="test", due_at=timezone.now(), started_at=timezone.now())


def test_a_site_that_can_serve_says_so(client):
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "problems": {}}
    assert not answer.cookies


def test_a_silent_schedule_is_told(client):
    JobRun.objects.update(started_at=timezone.now() - timedelta(hours=1))
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert list(answer.json()["problems"]) == ["schedule"]


def test_a_missing_migration_is_told():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'operations' AND name = '0001_initial'")
    assert "migrate" in health.problems()["migrations"]


def test_mail_that_nobody_takes_is_told(mail_server):
    OutgoingMessage.objects.create(
        mime=b"",
        message_id="<1@x>",
        sender="a@example.org",
        recipients=[],
        created_at=timezone.now() - timedelta(hours=2),
    )
    assert "mail server" in health.problems()["outbox"]


def test_a_database_that_is_away_is_an_answer_not_a_fault(client, monkeypatch):
    def away() -> str:
        raise ConnectionError

    monkeypatch.setitem(health.checks, "database", away)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["problems"] == {"database": "ConnectionError"}
