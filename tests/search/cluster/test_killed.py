"""Whoever brings the rows to the cluster may be killed before or after each request and each commit."""

import os
import signal
from collections.abc import Callable

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from elastic_transport import Transport

from portal.plugins.search import Document, publish
from search.engines.cluster import delivery
from search.engines.cluster.delivery import deliver, differing, rebuild
from search.engines.cluster.indices import Indices
from search.models import SearchDocument
from tests.search.cluster.held import held

pytestmark = [pytest.mark.node, pytest.mark.database, pytest.mark.django_db(transaction=True)]


class KilledAt:
    """Kills this process at its nth request or commit; with `after`, when that has been done."""

    def __init__(self, nth: int, after: bool) -> None:
        self.left, self.after = nth, after

    def around(self, name: str, do: Callable) -> Callable:
        def done(*arguments: object, **options: object) -> object:
            self.left -= 1
            if not self.left and not self.after:
                os.kill(os.getpid(), signal.SIGKILL)
            answer = do(*arguments, **options)
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        return done

    def lie_in_wait(self) -> None:
        Transport.perform_request = self.around("request", Transport.perform_request)
        BaseDatabaseWrapper._commit = self.around("commit", BaseDatabaseWrapper._commit)


def is_killed(do: Callable[[Indices], object], url: str, nth: int, after: bool) -> bool:
    """Whether a process that does it comes to its nth request or commit, where it is killed."""
    connections.close_all()
    pid = os.fork()
    if not pid:
        try:
            KilledAt(nth, after).lie_in_wait()
            do(Indices.at(url, request_timeout=30))
        finally:
            os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or not os.WEXITSTATUS(status)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("do", "is_there"),
    [(deliver, True), (rebuild, True), (deliver, False)],
    ids=["delivering", "making anew", "making the first index"],
)
def test_after_being_killed_anywhere_the_next_brings_all_in_step(
    shelf, indices, search_url, monkeypatch, do, is_there, after
):
    monkeypatch.setattr(delivery, "BATCH", 2)
    notes = [shelf.put(f"Bok {number}") for number in range(4)]
    deliver(indices)
    nth = 0
    while True:
        nth += 1
        shelf.documents[notes[0].pk] = [Document("sv", f"Ny titel {nth}", "/n/")]
        publish(notes[0])
        shelf.hide(notes[nth % 3 + 1])
        shelf.hidden.discard(notes[(nth + 1) % 3 + 1].pk)
        publish(notes[(nth + 1) % 3 + 1])
        if not is_there:
            indices.remove()
        was_killed = is_killed(do, search_url, nth, after)
        if is_there:
            assert indices.alias in indices.targets(), f"Killed at {nth}, nobody could search."
        deliver(indices)
        wanted = dict(SearchDocument.objects.filter(public=True).values_list("pk", "revision"))
        assert held(indices) == wanted, f"Killed at {nth}."
        assert dict(differing(indices)) == {}
        if not was_killed:
            break
    assert nth > (5 if is_there else 9), "It has as many requests and commits at least."
