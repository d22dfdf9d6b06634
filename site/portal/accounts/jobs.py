from datetime import timedelta

from portal.accounts import own_data
from portal.plugins import Job

jobs = [Job("accounts.forget_old_links", timedelta(hours=1), own_data.forget_old_links)]
