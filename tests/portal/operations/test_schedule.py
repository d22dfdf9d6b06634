from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.search.models import IndexEntry

from portal.operations import jobs, schedule, tasks
from portal.operations.models import JobRun
from portal.plugins import Job

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def ran(monkeypatch) -> list[str]:
    """Two jobs, of which the first fails; what ran is written down."""
    ran: list[str] = []

    def fail() -> None:
        ran.append("fails")
        raise ZeroDivisionError("by purpose")

    jobs = [
        Job("test.fails", timedelta(hours=1), fail),
        Job("test.works", timedelta(hours=1), lambda: ran.append("works")),
    ]
    monkeypatch.setattr(schedule, "jobs", lambda: {job.name: job for job in jobs})
    schedule.register()
    return ran


def test_each_job_runs_once_in_its_period(ran):
    assert schedule.run_due() == 2
    assert schedule.run_due() == 0
    JobRun.objects.filter(name="test.works").update(due_at=timezone.now())
    schedule.run_due()
    assert ran == ["fails", "works", "works"]


def test_one_that_fails_is_written_down_and_costs_no_other(ran, caplog):
    schedule.run_due()
    assert JobRun.objects.get(name="test.fails").error == "ZeroDivisionError: by purpose"
    assert JobRun.objects.get(name="test.works").error == ""
    assert "test.fails" in caplog.text


def test_a_job_claimed_by_another_process_is_left_to_it(ran):
    for job in schedule.jobs().values():
        assert schedule.claim(job)
        assert not schedule.claim(job)
    assert schedule.run_due() == 0
    assert ran == []


def test_registering_again_changes_nothing(ran):
    schedule.run_due()
    before = list(JobRun.objects.order_by("name").values())
    schedule.register()
    assert list(JobRun.objects.order_by("name").values()) == before


def test_every_app_has_its_jobs_under_names_of_its_own():
    names = [job.name for _config, job in schedule.each_contribution("jobs")]
    assert "operations.publish_scheduled" in names
    assert len(names) == len(set(names))


def test_the_real_jobs_run(db):
    schedule.register()
    assert schedule.run_due() == len(schedule.jobs())
    assert not JobRun.objects.exclude(error="").exists()


def test_the_admins_search_is_filled_by_the_worker_in_its_turn(django_capture_on_commit_callbacks):
    IndexEntry.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        jobs.update_admin_search()
    assert DBTaskResult.objects.filter(task_path="portal.operations.tasks.update_admin_search").count() == 1
    assert not IndexEntry.objects.exists()
    tasks.update_admin_search.call()
    assert IndexEntry.objects.exists()
