"""What the worker does."""

from django_tasks import task

from search.engines import delivery


@task()
def deliver() -> None:
    delivery.deliver()
