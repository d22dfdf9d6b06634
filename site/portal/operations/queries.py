"""Reading the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from django.conf import settings
from django.utils import timezone

from portal.operations.models import OutgoingMessage


@dataclass(frozen=True)
class ReadableMessage:
    """A message of the outbox as a person reads it."""

    pk: int
    subject: str
    sender: str
    recipients: list[str]
    text: str
    attachments: list[str]
    state: str
    created_at: datetime


def readable(row: OutgoingMessage) -> ReadableMessage:
    """Take the message of `row` apart."""
    mime = message_from_bytes(bytes(row.mime), _class=EmailMessage, policy=policy.default)
    body = mime.get_body(preferencelist=("plain", "html"))
    return ReadableMessage(
        pk=row.pk,
        subject=str(mime["Subject"] or ""),
        sender=str(mime["From"] or ""),
        recipients=row.recipients,
        text=body.get_content() if body else "",
        attachments=[part.get_filename() or "" for part in mime.iter_attachments()],
        state=OutgoingMessage.State(row.state).label,
        created_at=row.created_at,
    )


def overdue(by: timedelta) -> int:
    """How many messages should have gone out at least `by` ago, had a mail server taken them."""
    if not settings.OUTBOX_DELIVERY:
        return 0
    return OutgoingMessage.objects.filter(
        state=OutgoingMessage.State.WAITING, created_at__lt=timezone.now() - by
    ).count()
