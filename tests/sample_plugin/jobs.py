from datetime import timedelta

from portal.plugins import Job
from sample_plugin import services

jobs = [Job("sample.remove_hidden", timedelta(days=1), services.remove_hidden)]
