import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from directory.models import Municipality
from directory.rows import COLUMNS, BadRow, Row, UnreadableFile, read
from directory.services.importing import Outcome, import_rows, known_kinds


class Command(BaseCommand):
    help = "Import organisations from a CSV file; what was imported before is brought up to date by its source_id."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"in UTF-8, with the columns {', '.join(COLUMNS)}")
        parser.add_argument("--strict", action="store_true", help="let no row in when one is bad")

    def handle(self, *args: Any, file: Path, strict: bool, **options: Any) -> None:
        municipalities = dict(Municipality.objects.values_list("name", "code"))
        try:
            judged = list(read(file, municipalities, known_kinds()))
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        rows = [row for row in judged if isinstance(row, Row)]
        bad = [row for row in judged if isinstance(row, BadRow)]
        if bad and strict:
            self._tell_bad(bad)
            raise CommandError(f"{len(bad)} of {len(judged)} rows are bad: nothing was imported.")
        outcomes = import_rows(rows, progress=lambda done: self._show_progress(done, len(rows)))
        self._report(outcomes, bad)

    def _show_progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            filled = 30 * done // total
            end = "\n" if done == total else ""
            self.stdout.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", ending=end)
            self.stdout.flush()

    def _report(self, outcomes: list[Outcome], bad: list[BadRow]) -> None:
        for outcome in outcomes:
            row = outcome.row
            if outcome.happened == "new" and row.kind == "initiative":
                with translation.override("en"):
                    what = f"an initiative ({row.form.label})"
                run_by = f", run by {row.part_of}" if row.part_of else ""
                self.stdout.write(
                    f"line {row.line}, {row.source_id} {row.name}: “{row.words_of_source}” is no organisation; "
                    f"it went in as {what}{run_by}"
                )
            elif outcome.happened == "left alone":
                self.stdout.write(
                    f"line {row.line}, {row.source_id} {row.name}: left alone: a draft of it waits to be published"
                )
        self._tell_bad(bad)
        counts = Counter(outcome.happened for outcome in outcomes)
        kinds = Counter(outcome.row.kind for outcome in outcomes)
        self.stdout.write(
            f"{len(outcomes) + len(bad)} rows ({kinds['organisation']} organisations, {kinds['initiative']} "
            f"initiatives): {counts['new']} new, {counts['changed']} changed, {counts['same']} unchanged, "
            f"{counts['left alone']} left alone, {len(bad)} bad."
        )

    def _tell_bad(self, bad: list[BadRow]) -> None:
        for row in bad:
            self.stderr.write(f"line {row.line}{', ' if row.source_id else ''}{row.source_id}: {row.reason}")
        sys.stderr.flush()
