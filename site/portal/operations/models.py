"""What the portal remembers about its own work."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """When a job of the schedule ran last and when it is due again: the row that a process claims to run it."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # What the last run raised; empty when it went well.
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class OutgoingMessage(models.Model):
    """A mail on its way out: written in the transaction of what it is about, sent by the worker."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("given up")
        # There is no mail server to send it: a demonstration.
        KEPT = "kept", _("kept here")

    # The whole message as it goes out, its Message-ID included: every attempt sends the same.
    mime = models.BinaryField()
    message_id = models.CharField(max_length=255, unique=True)
    sender = models.CharField(max_length=320)
    recipients = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Whoever sends it moves this ahead first: so nobody else takes it, and it comes back should the sender die.
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="waiting"), name="messages_that_wait"),
            models.Index(fields=["created_at"], name="messages_by_age"),
        ]

    def __str__(self) -> str:
        return self.message_id
