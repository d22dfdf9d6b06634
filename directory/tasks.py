"""What the worker does."""

from django_tasks import task

from directory.services import import_work


@task()
def carry_on_imports() -> None:
    import_work.carry_on()
