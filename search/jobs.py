from contextlib import suppress
from datetime import timedelta

from portal.plugins import Job
from search import services, unanswered
from search.engines import delivery, site_index


def check() -> None:
    services.reconcile()
    # One that does not answer is told of where it is asked, and is compared the next time.
    with suppress(delivery.Unreachable):
        delivery.reconcile()


def forget() -> None:
    site_index().forget()


jobs = [
    Job("search.deliver", timedelta(seconds=15), delivery.deliver),
    Job("search.forget", timedelta(hours=6), forget),
    Job("search.check", timedelta(hours=1), check),
    Job("search.keep_unanswered", timedelta(hours=1), unanswered.keep),
]
