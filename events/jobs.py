from datetime import timedelta

from events.services import erasing, keeping_in_touch, publishing, seats
from portal.plugins import Job

jobs = [
    Job("events.release_unconfirmed_seats", timedelta(minutes=1), seats.release_expired),
    Job("events.tell_changes", timedelta(minutes=1), publishing.tell_changes),
    Job("events.remind", timedelta(minutes=15), keeping_in_touch.remind),
    Job("events.thank", timedelta(minutes=15), keeping_in_touch.thank),
    Job("events.erase_old_registrations", timedelta(hours=6), erasing.erase_old_registrations),
]
