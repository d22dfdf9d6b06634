"""Make all that is found anew."""

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines import delivery
from search.models import SearchDocument
from search.services import rebuild_index, reconcile

WIDTH = 30


class Command(BaseCommand):
    help = (
        "Read every source again and build the whole index anew, that of the cluster beside the old one. "
        "Searching and saving go on meanwhile; what was broken off is gone on with."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changes = reconcile(self.named)
        count = SearchDocument.objects.filter(public=True).count()
        rebuild_index(self.bar("Index", count))
        try:
            delivery.rebuild(self.bar("Cluster", SearchDocument.objects.count()))
        except delivery.Unreachable as error:
            raise CommandError(f"The search cluster does not answer: {error}. Run this again.") from error
        except delivery.NotFollowed as reason:
            raise CommandError(f"The cluster is not in step: {reason}. Run this again.") from reason
        if self.stdout.isatty():
            self.stdout.write("")
        summary = ", ".join(f"{number} {what}" for what, number in sorted(changes.items())) or "no row changed"
        self.stdout.write(f"{count} documents are found ({summary}).")

    def named(self, kind: str, done: int) -> None:
        self.show(f"{kind}: {done} …")

    def bar(self, name: str, total: int) -> Callable[[int], None]:
        """How far it is, for a person at a terminal."""

        def progress(done: int) -> None:
            share = min(done / total, 1) if total else 1
            self.show(f"{name} [{'#' * round(share * WIDTH):<{WIDTH}}] {min(done, total)} of {total}")

        return progress

    def show(self, text: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r\033[K{text}", ending="")
            self.stdout.flush()
