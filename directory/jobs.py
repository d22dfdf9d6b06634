from datetime import timedelta

from directory.services import duplicates, forgetting
from portal.plugins import Job

jobs = [
    Job("directory.forget_old_requests", timedelta(hours=6), forgetting.forget_old_requests),
    Job("directory.compare_organisations", timedelta(minutes=10), duplicates.compare_changed),
]
