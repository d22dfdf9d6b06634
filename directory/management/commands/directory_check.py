"""Compare the public list with what is public, and mend it if asked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.services.listing import reconcile


class Command(BaseCommand):
    help = (
        "Say where the public list, its counts and its map are out of step with what the public may see; "
        "with --repair, mend it, or make all of it anew where there is nothing. Safe at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what is out of step")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = reconcile(self.show, repair=options["repair"])
        found = ", ".join(f"{count} {kind}" for kind, count in sorted(wrong.items()))
        if not found:
            self.stdout.write("The list is in step.")
        elif options["repair"]:
            self.stdout.write(f"Mended: {found}.")
        else:
            raise CommandError(f"Out of step: {found}. Mend it with --repair.")

    def show(self, kind: str, done: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{kind}: {done} …", ending="")
            self.stdout.flush()
