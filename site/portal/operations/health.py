"""Two questions of whoever watches over the site: does it live, and can it serve?"""

from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max
from django.utils import timezone

from portal.operations import queries
from portal.operations.models import JobRun
from portal.plugins.registry import contributions

SCHEDULE_SILENT_FOR = timedelta(minutes=10)
MAIL_WAITS_FOR = timedelta(minutes=30)


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} migrations are not applied: run manage.py migrate." if missing else ""


def schedule() -> str:
    last = JobRun.objects.aggregate(last=Max("started_at"))["last"]
    if last is None or last < timezone.now() - SCHEDULE_SILENT_FOR:
        return "The schedule has not run for ten minutes: is manage.py run_schedule running?"
    return ""


def outbox() -> str:
    count = queries.overdue(MAIL_WAITS_FOR)
    return f"{count} messages wait for more than half an hour: does the mail server answer?" if count else ""


checks = {"database": database, "migrations": migrations, "schedule": schedule, "outbox": outbox}


def problems() -> dict[str, str]:
    """What keeps the site from serving well, by the part; empty when all is well."""
    found = {}
    for name, check in (check for _config, checks in contributions("health") for check in checks.items()):
        try:
            problem = check()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer
            problem = type(error).__name__
        if problem:
            found[name] = problem
    return found
