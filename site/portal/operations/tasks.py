"""What the worker does."""

from django_tasks import task

from portal.operations import services


@task()
def sweep_outbox() -> None:
    services.send_due()
