"""The cluster of this site, kept in step with the rows. Where there is none, nothing of this does anything."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from search.engines import has_cluster
from search.engines.fallback import Breaker
from search.models import Rejection, SearchDocument

if TYPE_CHECKING:
    from search.engines.cluster.indices import Indices

Answer = TypeVar("Answer")

logger = logging.getLogger("portal.search")

# In seconds: for a batch of rows, and for a question of whether all is well.
TIMEOUT, SHORT_TIMEOUT = 30, 2
# Longer than the schedule and a busy worker need.
LATE = timedelta(minutes=10)

_breaker = Breaker("Delivery to the search cluster")


class Unreachable(Exception):
    """The cluster does not answer, or answers with an error."""


class NotFollowed(Exception):
    """The cluster is not in step yet: the rest is sent later."""


def ahead() -> QuerySet[SearchDocument]:
    """The rows that the cluster has yet to hear of."""
    return SearchDocument.objects.filter(delivered__lt=F("revision"))


def due() -> QuerySet[SearchDocument]:
    """Those of them to send now: without the ones that it refused and that have not changed since."""
    refused = Q(rejection__revision=F("revision"))
    not_yet = Q(rejection__due_at__isnull=True) | Q(rejection__due_at__gt=timezone.now())
    return ahead().exclude(refused & not_yet)


def set_aside() -> QuerySet[Rejection]:
    """What the cluster refused so often that it is not sent again until the row changes."""
    return Rejection.objects.filter(due_at=None, revision=F("document__revision"))


def deliver() -> int:
    """Send the cluster what it has yet to hear of; returns how many rows it took.

    A cluster that does not answer is left alone for a while, longer each time.
    """
    if not has_cluster() or not _breaker.lets_pass():
        return 0
    from search.engines.cluster.delivery import deliver

    try:
        taken = _asked(deliver)
    except NotFollowed as reason:
        logger.info("The search cluster is not in step yet: %s.", reason)
        return 0
    except Unreachable as error:
        _breaker.failed(error)
        return 0
    _breaker.succeeded()
    return taken


def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Fill a new index in the cluster and let it take over; returns the number of rows sent.

    Raises Unreachable and NotFollowed.
    """
    if not has_cluster():
        return 0
    from search.engines.cluster.delivery import rebuild

    return _asked(lambda indices: rebuild(indices, progress))


def reconcile(*, repair: bool = True) -> int:
    """Compare what the cluster holds with the rows, and have what differs sent again; returns how many differ.

    Raises Unreachable.
    """
    if not has_cluster():
        return 0
    from search.engines.cluster.delivery import differing, mend

    def compared(indices: "Indices") -> int:
        if indices.alias not in indices.targets():
            # Delivery makes it.
            return 0
        return mend(indices) if repair else sum(1 for _pair in differing(indices))

    found = _asked(compared)
    deliver()
    return found


def has_yet_to_forget() -> bool:
    """Whether the cluster may still count what the public may no longer see. It is never shown: hits are read here."""
    return ahead().filter(public=False).exists()


def waiting() -> int:
    """How many rows the cluster has yet to hear of."""
    return ahead().count() if has_cluster() else 0


def refused() -> list[str]:
    """The rows that the cluster does not take, each with the reason."""
    return [str(row) for row in set_aside()] if has_cluster() else []


def problem() -> str:
    """What keeps the cluster from answering or following; empty if nothing does."""
    if not has_cluster():
        return ""
    try:
        has_index = _asked(lambda indices: indices.alias in indices.targets(), SHORT_TIMEOUT)
    except Unreachable as error:
        return f"The search cluster does not answer ({error}): the site's own index does meanwhile."
    if not has_index:
        return "The search cluster has no index yet: the worker fills it, or manage.py search_reindex at once."
    if late := due().filter(changed_at__lt=timezone.now() - LATE).count():
        return f"The search cluster has not heard of {late} rows for ten minutes: does the worker run?"
    if count := set_aside().count():
        return f"The search cluster does not take {count} rows: manage.py search_status names them."
    return ""


def _asked(ask: "Callable[[Indices], Answer]", timeout: float | None = None) -> Answer:
    from elastic_transport import TransportError
    from elasticsearch import ApiError
    from elasticsearch.helpers import BulkIndexError

    from search.engines.cluster.indices import Indices

    indices = Indices.at(settings.SEARCH_URL, request_timeout=timeout or TIMEOUT)
    try:
        return ask(indices)
    except (ApiError, TransportError, BulkIndexError) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error
    finally:
        indices.client.close()
