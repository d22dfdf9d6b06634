from datetime import timedelta

from events.science_shop.services import forgetting
from portal.plugins import Job

jobs = [
    Job("science_shop.forget", timedelta(hours=6), forgetting.forget),
]
