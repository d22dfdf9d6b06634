"""What is done again and again: a plugin's `jobs.py` exports `jobs: list[Job]`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """Something that `manage.py run_schedule` does at most once in each `period`, however many run it.

    `name` is its own in the whole portal, for example "events.release_unconfirmed_seats". `run` takes
    nothing and must bear to be cut off and run again: a killed process leaves the work to the next period.
    """

    name: str
    period: timedelta
    run: Callable[[], object]
