"""Bringing the rows to the cluster. The rows are the truth; what is sent twice or late does no harm.

Each row is sent with its revision as external version: the cluster keeps the newest, whatever comes in
which order, and says 409 to what it has. So whoever is killed at any point, and however many send at
once, sending again is right.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from elasticsearch.helpers import streaming_bulk

from portal.plugins.locks import one_at_a_time
from search.engines.cluster.documents import contents
from search.engines.cluster.indices import Indices
from search.engines.delivery import NotFollowed, due
from search.models import Entry, Rejection, SearchDocument
from search.vocabulary import chunks

logger = logging.getLogger("portal.search")

BATCH = 500
SCANNED = 5_000
# What one task fills at most: others wait for the worker too.
AT_ONCE = 20_000
FIRST_BACK_OFF = timedelta(seconds=10)
LONGEST_BACK_OFF = timedelta(hours=1)
# A row that the cluster cannot take is not sent again until it changes.
ATTEMPTS = 5
GONE, HAS_IT_ALREADY, BUSY = 404, 409, 429

Progress = Callable[[int], None]


@dataclass
class Answers:
    """What the cluster said: rows that it has (row → revision), that it refused (row → why), that wait."""

    taken: dict[int, int] = field(default_factory=dict)
    refused: dict[int, tuple[int, str]] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)


def deliver(indices: Indices) -> int:
    """Bring the cluster in step: make its index if it has none that fits, then send the rows ahead.

    Returns how many rows it took. Raises what the client raises when the cluster does not answer, and
    NotFollowed when there is more to do than in one go.
    """
    targets = indices.targets()
    current = targets.get(indices.alias)
    is_left_half_filled = indices.filling in targets and indices.is_left()
    if current is None or not indices.is_current(current) or is_left_half_filled:
        return rebuild(indices, most=AT_ONCE)
    sent = after = 0
    is_left = False
    while rows := list(due().filter(pk__gt=after).order_by("pk")[:BATCH]):
        after = rows[-1].pk
        taken, waiting = _send_everywhere(indices, rows)
        sent += taken
        is_left = is_left or waiting
    if sent:
        indices.client.indices.refresh(index=indices.alias)
    if is_left:
        raise NotFollowed("the cluster was too busy for some of the rows")
    return sent


def rebuild(indices: Indices, progress: Progress = lambda done: None, most: int | None = None) -> int:
    """Fill an index beside the one that is searched, and let it take over; returns the number of rows sent.

    What is changed meanwhile goes to both. One that was begun and not finished is gone on with; after
    `most` rows the rest is left to the next call, by NotFollowed.
    """
    indices.begin()
    has_other = indices.alias in indices.targets()
    after, sent = indices.filled_to(), 0
    while rows := list(SearchDocument.objects.filter(pk__gt=after).order_by("pk")[:BATCH]):
        if most is not None and sent >= most:
            raise NotFollowed("the index is being filled")
        answers = _send(indices, indices.filling, rows)
        if answers.waiting:
            raise NotFollowed("the cluster was too busy to be filled")
        if has_other:
            # The other one is searched still: what it has yet to hear of stays ahead.
            answers.taken.clear()
        _note(answers)
        after = rows[-1].pk
        sent += len(rows)
        indices.is_filled_to(after)
        progress(sent)
    indices.client.indices.refresh(index=indices.filling)
    indices.take_over()
    deliver(indices)
    return sent


def differing(indices: Indices) -> Iterator[tuple[int, int]]:
    """Row and revision that the searched index has of it, where that is not what it was sent; 0: it has none.

    An index that was put back from a copy has older ones, a site that was put back has newer ones there.
    """
    indices.client.indices.refresh(index=indices.alias)
    after, last = 0, 0
    while last is not None:
        found = indices.client.search(
            index=indices.alias,
            query={"range": {"number": {"gt": after}}},
            sort=[{"number": "asc"}],
            size=SCANNED,
            source=False,
            version=True,
        )["hits"]["hits"]
        last = found[-1]["sort"][0] if found else None
        held = {int(hit["_id"]): hit["_version"] for hit in found}
        here = SearchDocument.objects.filter(Q(pk__gt=after, pk__lte=last) if found else Q(pk__gt=after))
        rows = {pk: (revision, heard) for pk, revision, heard in here.values_list("pk", "revision", "delivered")}
        for pk in sorted(held.keys() | rows.keys()):
            # Who came while we read is no stranger.
            if pk not in rows and SearchDocument.objects.filter(pk=pk).exists():
                continue
            revision, heard = rows.get(pk, (0, 0))
            if not heard <= held.get(pk, 0) <= revision:
                yield pk, held.get(pk, 0)
        after = last or after


def mend(indices: Indices) -> int:
    """Have what differs sent again, and what no row stands for taken out; returns how many differed."""
    wrong = dict(differing(indices))
    for batch in chunks(wrong, BATCH):
        with transaction.atomic():
            one_at_a_time("search")
            rows = SearchDocument.objects.filter(pk__in=batch)
            rows.update(delivered=0)
            for row in rows.only("pk", "revision"):
                if row.revision < wrong[row.pk]:
                    # The cluster keeps the highest, so ours has to be it.
                    rows.filter(pk=row.pk).update(revision=wrong[row.pk] + 1)
                    Entry.objects.filter(pk=row.pk).update(revision=wrong[row.pk] + 1)
            strangers = set(batch) - {row.pk for row in rows}
        for pk in strangers:
            indices.client.options(ignore_status=GONE).delete(index=indices.alias, id=str(pk))
    return len(wrong)


def _send_everywhere(indices: Indices, rows: Sequence[SearchDocument]) -> tuple[int, bool]:
    """Send the rows to the index that is searched and to one that is being filled; how many were taken, any waits."""
    heard: dict[str, str] = indices.targets()
    answers = Answers(taken={row.pk: row.revision for row in rows})
    for alias in heard:
        these = _send(indices, alias, rows)
        answers.refused |= these.refused
        answers.waiting |= these.waiting
        answers.taken = {pk: revision for pk, revision in answers.taken.items() if pk in these.taken}
    if not set(indices.targets().values()) <= set(heard.values()):
        # An index came meanwhile, which may have read these rows before they changed: they go to it as well.
        return 0, True
    _note(answers)
    return len(answers.taken), bool(answers.waiting)


def _send(indices: Indices, alias: str, rows: Sequence[SearchDocument]) -> Answers:
    answers = Answers()
    revisions = {row.pk: row.revision for row in rows}
    for _ok, answer in streaming_bulk(
        indices.client, _actions(rows), index=alias, chunk_size=BATCH, raise_on_error=False, require_alias=True
    ):
        (said,) = answer.values()
        pk, status = int(said["_id"]), said["status"]
        if status < 300 or status == HAS_IT_ALREADY:
            answers.taken[pk] = revisions[pk]
        elif status in {GONE, BUSY} or status >= 500:
            answers.waiting.add(pk)
        else:
            answers.refused[pk] = (revisions[pk], _reason(said.get("error")))
    return answers


def _actions(rows: Sequence[SearchDocument]) -> Iterator[dict[str, Any]]:
    for content in contents(rows):
        yield {
            "_op_type": "index",
            "_id": str(content["number"]),
            "version": content["revision"],
            "version_type": "external",
            "_source": content,
        }


def _reason(error: Any) -> str:
    if not isinstance(error, dict):
        return str(error)[:500]
    cause = error.get("caused_by", {}).get("reason", "")
    return f"{error.get('reason', '')} {cause}".strip()[:500]


def _note(answers: Answers) -> None:
    """Put down what the cluster has and what it refused, in one transaction."""
    now = timezone.now()
    with transaction.atomic():
        # Whoever changes rows does so in an order of their own.
        one_at_a_time("search")
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE search_searchdocument SET delivered = %s WHERE id = %s AND delivered < %s",
                [(revision, pk, revision) for pk, revision in sorted(answers.taken.items())],
            )
        Rejection.objects.filter(pk__in=answers.taken).delete()
        known = Rejection.objects.in_bulk(list(answers.refused))
        for pk, (revision, reason) in sorted(answers.refused.items()):
            before = known.get(pk)
            attempts = before.attempts + 1 if before and before.revision == revision else 1
            back_off = min(FIRST_BACK_OFF * 2 ** (attempts - 1), LONGEST_BACK_OFF)
            Rejection.objects.update_or_create(
                pk=pk,
                defaults={
                    "revision": revision,
                    "attempts": attempts,
                    "due_at": None if attempts >= ATTEMPTS else now + back_off,
                    "reason": reason,
                },
            )
            logger.warning("The cluster refused row %s at revision %s (attempt %s).", pk, revision, attempts)
