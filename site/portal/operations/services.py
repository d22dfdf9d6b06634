"""Sending what lies in the outbox."""

import contextlib
import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from portal.operations.models import OutgoingMessage

logger = logging.getLogger("portal.operations")

AT_ONCE = 100
TIMEOUT = 30
# Longer than an attempt can take: only a message whose sender has died is due again after it.
LEASE = timedelta(minutes=10)
FIRST_BACK_OFF = timedelta(minutes=1)
LONGEST_BACK_OFF = timedelta(hours=6)
# With the back-off above some three days.
ATTEMPTS = 20


class StoredMessage(EmailMessage):
    """A message that goes out as it was written, byte for byte."""

    def __init__(self, row: OutgoingMessage) -> None:
        super().__init__(from_email=row.sender, to=row.recipients)
        self.mime = bytes(row.mime)

    def message(self):
        return _Bytes(self.mime)


class _Bytes:
    """As much of Django's SafeMIMEMessage as its backends ask for."""

    def __init__(self, mime: bytes) -> None:
        self.mime = mime

    def as_bytes(self, unixfrom: bool = False, linesep: str = "\n") -> bytes:
        return b"".join(line + linesep.encode() for line in self.mime.splitlines())

    def get_charset(self):
        return message_from_bytes(self.mime, policy=policy.default).get_charset()


def send_due(now: datetime | None = None) -> int:
    """Send the messages whose time has come, oldest first, at most `AT_ONCE`; return how many went out.

    Each is claimed by one conditional UPDATE, and no transaction is open while a server is spoken
    to. One that fails waits longer each time, and is given up after `ATTEMPTS`.
    """
    if not settings.OUTBOX_DELIVERY:
        return 0
    now = now or timezone.now()
    waiting = OutgoingMessage.objects.filter(state=OutgoingMessage.State.WAITING, next_attempt_at__lte=now)
    sent = 0
    connection = _connection()
    for row in waiting.order_by("created_at")[:AT_ONCE]:
        if not _claim(row):
            continue
        try:
            connection.open()
        except Exception as error:  # noqa: BLE001 - whatever keeps a mail from going out is kept with it
            # The server is away: the others need not try.
            _try_again_later(row, error)
            break
        try:
            connection.send_messages([StoredMessage(row)])
        except Exception as error:  # noqa: BLE001
            _try_again_later(row, error)
            _close(connection)
        else:
            OutgoingMessage.objects.filter(pk=row.pk).update(
                state=OutgoingMessage.State.SENT, sent_at=timezone.now(), last_error=""
            )
            sent += 1
    _close(connection)
    return sent


def erase_old_messages() -> int:
    """Delete messages that are done with and older than `PORTAL_MAIL_KEPT_DAYS`; return how many."""
    limit = timezone.now() - timedelta(days=settings.MAIL_KEPT_DAYS)
    old = OutgoingMessage.objects.exclude(state=OutgoingMessage.State.WAITING).filter(created_at__lt=limit)
    return old.delete()[0]


def messages_about(address: str) -> Iterator[OutgoingMessage]:
    """Messages to an address, or in whose text it stands."""
    wanted = address.strip().casefold()
    for message in OutgoingMessage.objects.exclude(recipients=[]).iterator(chunk_size=200):
        # A long line may be broken in the middle of an address.
        text = bytes(message.mime).replace(b"=\n", b"").decode(errors="replace").casefold()
        if wanted in text or wanted in {one.casefold() for one in message.recipients}:
            yield message


def empty(messages: Iterable[int]) -> None:
    """Erase what messages say and to whom; that there was one stays. One that waits does not go out."""
    for pk in list(messages):
        row = OutgoingMessage.objects.filter(pk=pk)
        row.filter(state=OutgoingMessage.State.WAITING).update(state=OutgoingMessage.State.FAILED)
        row.update(mime=b"", recipients=[], last_error="")


def empty_old_to(addresses: Iterable[str]) -> None:
    """Erase what has been sent to these addresses, or was given up; what waits still goes out."""
    wanted = {address.casefold() for address in addresses}
    done = OutgoingMessage.objects.exclude(state=OutgoingMessage.State.WAITING)
    found = done.values_list("pk", "recipients").iterator() if wanted else ()
    empty(pk for pk, recipients in found if wanted & {one.casefold() for one in recipients})


def _connection() -> BaseEmailBackend:
    delivery = settings.OUTBOX_DELIVERY
    options = {
        option: delivery[setting]
        for option, setting in {
            "host": "EMAIL_HOST",
            "port": "EMAIL_PORT",
            "username": "EMAIL_HOST_USER",
            "password": "EMAIL_HOST_PASSWORD",
            "use_tls": "EMAIL_USE_TLS",
            "use_ssl": "EMAIL_USE_SSL",
        }.items()
        if setting in delivery
    }
    if delivery.get("EMAIL_FILE_PATH"):
        options["file_path"] = delivery["EMAIL_FILE_PATH"]
    return get_connection(delivery["EMAIL_BACKEND"], timeout=TIMEOUT, **options)


def _close(connection: BaseEmailBackend) -> None:
    # After a failure the server may not even hear a goodbye; the next message opens anew.
    with contextlib.suppress(Exception):
        connection.close()


def _claim(row: OutgoingMessage) -> bool:
    """Whether this process is the one to send the message now."""
    unclaimed = OutgoingMessage.objects.filter(
        pk=row.pk, state=OutgoingMessage.State.WAITING, next_attempt_at=row.next_attempt_at
    )
    return bool(unclaimed.update(next_attempt_at=timezone.now() + LEASE, attempts=F("attempts") + 1))


def _try_again_later(row: OutgoingMessage, error: Exception) -> None:
    attempts = row.attempts + 1
    given_up = attempts >= ATTEMPTS
    back_off = min(FIRST_BACK_OFF * 2 ** min(attempts - 1, 12), LONGEST_BACK_OFF)
    OutgoingMessage.objects.filter(pk=row.pk).update(
        state=OutgoingMessage.State.FAILED if given_up else OutgoingMessage.State.WAITING,
        next_attempt_at=timezone.now() + back_off,
        last_error=f"{type(error).__name__}: {error}"[:1000],
    )
    # No address and no word of the message: logs are kept elsewhere and longer.
    logger.warning(
        "Message %s did not go out (attempt %s): %s. %s",
        row.pk,
        attempts,
        type(error).__name__,
        "Given up." if given_up else f"Again in {back_off}.",
    )
