"""What Django and Wagtail want done regularly."""

from datetime import timedelta

from django.core.management import call_command
from wagtail.admin.models import FormState

from portal.operations import services, tasks
from portal.plugins import Job


def publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


def clear_sessions() -> None:
    call_command("clearsessions", verbosity=0)


def clear_previews() -> None:
    """What editors wrote in forms whose preview they looked at; Wagtail clears it only when somebody looks again."""
    FormState.objects.stale().delete()


def prune_task_results() -> None:
    call_command("prune_db_task_results", verbosity=0)


def update_admin_search() -> None:
    """Wagtail's own search in the admin is kept by tasks; what a lost one left out comes in here.

    It takes its turn among them: of two that add the same entry at once one would fail.
    """
    tasks.update_admin_search.enqueue()


jobs = [
    Job("operations.send_mail", timedelta(minutes=1), services.send_due),
    Job("operations.erase_old_messages", timedelta(days=1), services.erase_old_messages),
    Job("operations.publish_scheduled", timedelta(minutes=1), publish_scheduled),
    Job("operations.clear_sessions", timedelta(days=1), clear_sessions),
    Job("operations.clear_previews", timedelta(days=1), clear_previews),
    Job("operations.prune_task_results", timedelta(days=1), prune_task_results),
    Job("operations.update_admin_search", timedelta(days=7), update_admin_search),
]
