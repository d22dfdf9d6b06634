from datetime import timedelta

from sample_plugin import services

from portal.plugins import Job

jobs = [Job("sample.remove_hidden", timedelta(days=1), services.remove_hidden)]
