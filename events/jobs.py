from datetime import timedelta

from events import services
from portal.plugins import Job

jobs = [
    Job("events.release_unconfirmed_seats", timedelta(minutes=1), services.release_expired),
    Job("events.erase_old_registrations", timedelta(hours=6), services.erase_old_registrations),
]
