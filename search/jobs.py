from datetime import timedelta

from portal.plugins import Job
from search import services, unanswered

jobs = [
    Job("search.check", timedelta(hours=1), services.reconcile),
    Job("search.keep_unanswered", timedelta(hours=1), unanswered.keep),
]
