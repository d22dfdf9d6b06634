"""What the worker does."""

from django.core.management import call_command
from django_tasks import task

from portal.operations import services


@task()
def sweep_outbox() -> None:
    services.send_due()


@task()
def update_admin_search() -> None:
    call_command("wagtail_update_index", verbosity=0)
