"""The outbox: what `EmailMessage.send()` does here is to write a row; the worker sends it."""

from collections.abc import Sequence
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.operations.models import OutgoingMessage
from portal.operations.tasks import sweep_outbox


class OutboxBackend(BaseEmailBackend):
    """Keep messages in the caller's transaction: they go out if, and only if, it commits."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write a row for each message that has a recipient; return how many."""
        rows = [_row(message) for message in email_messages if message.recipients()]
        OutgoingMessage.objects.bulk_create(rows)
        if rows and settings.OUTBOX_DELIVERY:
            # A row too, in the same transaction; should it be lost, the schedule sweeps.
            sweep_outbox.enqueue()
        return len(rows)


def _row(message: EmailMessage) -> OutgoingMessage:
    sender = parseaddr(message.from_email)[1]
    if not any(name.lower() == "message-id" for name in message.extra_headers):
        # Django's own would hold this machine's name.
        message.extra_headers["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    mime = message.message()
    return OutgoingMessage(
        mime=mime.as_bytes(),
        message_id=mime["Message-ID"],
        sender=sender,
        recipients=message.recipients(),
        state=OutgoingMessage.State.WAITING if settings.OUTBOX_DELIVERY else OutgoingMessage.State.KEPT,
    )
