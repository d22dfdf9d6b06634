"""Compare what is found with what should be, and mend it if asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines import delivery
from search.services import reconcile


class Command(BaseCommand):
    help = "Say where the search is out of step with what the public may see; with --repair, mend it. Safe at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what is out of step")

    def handle(self, *args: Any, **options: Any) -> None:
        changes = reconcile(repair=options["repair"])
        try:
            changes["in the cluster"] = delivery.reconcile(repair=options["repair"])
        except delivery.Unreachable as error:
            raise CommandError(f"The search cluster does not answer: {error}") from error
        changes = +changes
        found = ", ".join(f"{count} {what}" for what, count in sorted(changes.items()))
        if not found:
            self.stdout.write("The search is in step.")
        elif options["repair"]:
            self.stdout.write(f"Mended: {found}.")
        else:
            raise CommandError(f"Out of step: {found}. Mend it with --repair.")
