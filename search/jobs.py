from datetime import timedelta

from portal.plugins import Job
from search import services, unanswered
from search.engines import delivery


def check() -> None:
    services.reconcile()
    delivery.reconcile()


jobs = [
    Job("search.deliver", timedelta(minutes=1), delivery.deliver),
    Job("search.check", timedelta(hours=1), check),
    Job("search.keep_unanswered", timedelta(hours=1), unanswered.keep),
]
