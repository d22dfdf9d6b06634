"""The schedule: every app's jobs, each at most once in its period however many processes run it."""

import logging
import time

from django.db import close_old_connections, transaction
from django.utils import timezone

from portal.operations.models import JobRun
from portal.plugins import Job
from portal.plugins.registry import each_contribution

logger = logging.getLogger("portal.operations")

LOOK_EVERY = 5


def jobs() -> dict[str, Job]:
    """Every app's jobs by name."""
    return {job.name: job for _config, job in each_contribution("jobs")}


def register() -> None:
    """Give every new job its row, due at once."""
    now = timezone.now()
    JobRun.objects.bulk_create([JobRun(name=name, due_at=now) for name in jobs()], ignore_conflicts=True)


def claim(job: Job) -> bool:
    """Whether this process is the one to run the job now."""
    now = timezone.now()
    due = JobRun.objects.filter(name=job.name, due_at__lte=now)
    return bool(due.update(due_at=now + job.period, started_at=now))


def run_due() -> int:
    """Run what is due and not claimed by another process; one that raises is logged. Return how many ran."""
    count = 0
    known = jobs()
    for name in JobRun.objects.filter(due_at__lte=timezone.now(), name__in=known).values_list("name", flat=True):
        if not claim(known[name]):
            continue
        count += 1
        error = ""
        try:
            known[name].run()
        except Exception as exception:
            logger.exception("The job %s failed.", name)
            error = f"{type(exception).__name__}: {exception}"
        JobRun.objects.filter(name=name).update(finished_at=timezone.now(), error=error)
    return count


def run_for_ever() -> None:
    """Run what is due, again and again. A database that is away for a while is logged and waited for."""
    with transaction.atomic():
        register()
    while True:
        try:
            run_due()
        except Exception:
            logger.exception("The schedule could not look for what is due.")
        close_old_connections()
        time.sleep(LOOK_EVERY)
