"""Doing several things at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from directory.models import Organisation
from directory.services import claims, drafts, freshness, keeping, memberships, merging, reports

REFUSALS = (
    claims.AlreadyAnswered,
    claims.Refused,
    keeping.NotOpen,
    memberships.LastOwner,
    memberships.NotAllowed,
    merging.ChangedMeanwhile,
    merging.MergeRefused,
    drafts.ChangedMeanwhile,
    drafts.Locked,
    freshness.LinkEnded,
    freshness.NothingAsked,
    reports.Gone,
    Organisation.DoesNotExist,
)


def at_once(*acts: Callable[[], object], refusals: tuple[type[Exception], ...] = REFUSALS) -> list[str]:
    """Do all of `acts`, each in a thread with a connection of its own; what came of each: done, or what it raised.

    Only `refusals` are outcomes: whatever else is raised fails the test.
    """
    barrier, outcomes = Barrier(len(acts)), [""] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            acts[number]()
            outcomes[number] = "done"
        except refusals as refused:
            outcomes[number] = type(refused).__name__
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
