"""Compare what is found with what should be, and mend it."""

from typing import Any

from django.core.management.base import BaseCommand

from search.services import reconcile


class Command(BaseCommand):
    help = "Bring the search in step with what the public may see, and say what was mended. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        changes = reconcile()
        if not changes:
            self.stdout.write("The search is in step.")
            return
        self.stdout.write("Mended: " + ", ".join(f"{count} {what}" for what, count in sorted(changes.items())) + ".")
