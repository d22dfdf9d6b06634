from datetime import timedelta

from events.services import erasing, publishing, seats
from portal.plugins import Job

jobs = [
    Job("events.release_unconfirmed_seats", timedelta(minutes=1), seats.release_expired),
    Job("events.tell_changes", timedelta(minutes=1), publishing.tell_changes),
    Job("events.erase_old_registrations", timedelta(hours=6), erasing.erase_old_registrations),
]
