"""What the portal remembers about its own work."""

from django.db import models


class JobRun(models.Model):
    """When a job of the schedule ran last and when it is due again: the row that a process claims to run it."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # The traceback's last line; empty when the last run went well.
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
