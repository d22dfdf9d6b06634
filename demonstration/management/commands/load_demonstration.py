from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

# In this order; each module has `load()`. The last one's people, pages and rows build on the earlier.
PARTS = ["people", "pages", "directory", "keeping", "offers", "upkeep", "events", "science_shop"]


class Command(BaseCommand):
    help = "Load the demonstration's content into a new database; one that has content stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            if import_module("demonstration.people").are_there():
                self.stdout.write("The demonstration's content is there already: nothing changed.")
                return
            for part in PARTS:
                import_module(f"demonstration.{part}").load()
        self.stdout.write("The demonstration's content is loaded.")
