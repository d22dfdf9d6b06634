import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.operations import schedule


class Command(BaseCommand):
    help = "Run every plugin's jobs when they are due, until it is told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now, then end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            schedule.register()
            schedule.run_due()
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: sys.exit(0))
        schedule.run_for_ever()
