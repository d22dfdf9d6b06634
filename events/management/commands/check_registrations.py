from typing import Any

from django.core.management.base import BaseCommand

from events.services.checking import check


class Command(BaseCommand):
    help = "Count the seats of coming meetups anew; put right what differs, offer what is free, and say so."

    def handle(self, *args: Any, **options: Any) -> None:
        mended = check()
        for one in mended:
            self.stdout.write(str(one))
        self.stdout.write(f"{len(mended)} mended." if mended else "Every seat is where it should be.")
