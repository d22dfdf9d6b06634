"""How much is found, and whether the index follows."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.operations.models import JobRun
from search.engines import delivery, has_cluster, site_index
from search.models import SearchDocument, Word


class Command(BaseCommand):
    help = "Say how much is found of each kind, how far the index is behind, and when the search was checked last."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = dict(SearchDocument.objects.filter(public=True).values_list("pk", "revision"))
        kinds = Counter(SearchDocument.objects.filter(public=True).values_list("kind", "language"))
        for (kind, language), count in sorted(kinds.items()):
            self.stdout.write(f"{kind} ({language}): {count}")
        self.stdout.write(f"All documents: {len(rows)}; words: {Word.objects.count()}")
        removed = SearchDocument.objects.filter(public=False).count()
        self.stdout.write(f"Removed, still remembered: {removed}")
        indexed = site_index().revisions()
        behind = sum(indexed.get(pk) != rows.get(pk) for pk in indexed.keys() | rows.keys())
        self.stdout.write(f"Behind in the index: {behind}")
        self.stdout.write(f"Checked last: {self.last_check()}")
        if has_cluster():
            self.stdout.write(f"The cluster: {delivery.problem() or 'answers and follows.'}")
            self.stdout.write(f"Waiting to be sent to it: {delivery.waiting()}")
            for row in delivery.refused():
                self.stdout.write(f"Refused by it: row {row}")

    def last_check(self) -> str:
        run = JobRun.objects.filter(name="search.check").first()
        if run is None or run.finished_at is None:
            return "never"
        when = f"{timezone.localtime(run.finished_at):%Y-%m-%d %H:%M}"
        return f"{when}, which failed: {run.error}" if run.error else when
