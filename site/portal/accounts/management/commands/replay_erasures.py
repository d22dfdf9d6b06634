"""After a copy of the database has been restored: erase anew who has been erased since."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.accounts import own_data


class Command(BaseCommand):
    help = "Erase anew whoever has been erased since the copy of the database that was restored."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ERASURES.exists():
            self.stdout.write(f"There is no {settings.ERASURES}: put the newest that you have there.")
        done, refused = own_data.replay()
        self.stdout.write(f"Erasures done anew: {done}.")
        for reason in refused:
            self.stderr.write(f"One could not be done: {reason}")
