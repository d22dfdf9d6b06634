from datetime import timedelta

from portal.plugins import Job
from search import services

jobs = [Job("search.check", timedelta(hours=1), services.reconcile)]
