"""Waiting for each other, where a rule looks at rows that are not there yet."""

from hashlib import sha256

from django.db import connection
from django.db.transaction import TransactionManagementError


def one_at_a_time(*what: object) -> None:
    """Wait for every other transaction that has named the same `what`; until ours ends, none passes here.

    For checks that no constraint can make: "not more than three mails an hour to this address".
    What a statement after this call reads is what the others have committed. SQLite lets one
    transaction write at a time anyway.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("one_at_a_time() holds until the transaction ends: there is none.")
    if connection.vendor == "postgresql":
        key = int.from_bytes(sha256(repr(what).encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
