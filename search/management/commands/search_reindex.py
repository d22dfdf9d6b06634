"""Make all that is found anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.services import rebuild_index, reconcile


class Command(BaseCommand):
    help = "Read every source again and build the whole index anew. Searching goes on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        changes = reconcile(self.show_progress)
        if self.stdout.isatty():
            self.stdout.write("")
        count = rebuild_index()
        summary = ", ".join(f"{number} {what}" for what, number in sorted(changes.items())) or "no row changed"
        self.stdout.write(f"{count} documents are found ({summary}).")

    def show_progress(self, kind: str, done: int) -> None:
        """Tell a person at a terminal how far it is."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{kind}: {done} …", ending="")
            self.stdout.flush()
