import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from directory.exchange.table import OF_SOURCES
from directory.forms_of_organising import InitiativeForm
from directory.models import Import, ImportRow
from directory.models.imports import State
from directory.services import import_work, imports

Plan, Outcome = ImportRow.Plan, ImportRow.Outcome


class Command(BaseCommand):
    help = (
        "Import organisations from a CSV or XLSX file; what was imported before is brought up to date by its "
        "source_id. It can be undone in the admin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"with the columns {', '.join(OF_SOURCES)}, and others of ours")
        parser.add_argument("--strict", action="store_true", help="let no row in when one is bad")

    def handle(self, *args: Any, file: Path, strict: bool, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        with translation.override("en"):
            self._import(imports.hand_in(content, file.name, by=None, language="en", is_operators=True), strict)

    def _import(self, file: Import, strict: bool) -> None:
        import_work.work_on(file, required=OF_SOURCES)
        if file.state == State.UNREADABLE:
            imports.discard(file)
            raise CommandError(file.problem)
        bad = list(file.rows.filter(plan=Plan.BAD))
        if bad and strict:
            self._tell_bad(bad)
            total = file.rows.count()
            imports.discard(file)
            raise CommandError(f"{len(bad)} of {total} rows are bad: nothing was imported.")
        # Whoever runs it knows the file; likely duplicates stand on the editors' list.
        file.rows.filter(plan=Plan.TWIN).update(is_chosen=True)
        imports.apply(file, by=None)
        total = file.total
        import_work.work_on(file, progress=lambda done: self._show_progress(done, total))
        self._report(file, bad)

    def _show_progress(self, done: int, total: int) -> None:
        if self.stdout.isatty():
            filled = 30 * done // total
            end = "\n" if done == total else ""
            self.stdout.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", ending=end)
            self.stdout.flush()

    def _report(self, file: Import, bad: list[ImportRow]) -> None:
        rows = list(file.rows.exclude(plan=Plan.BAD).defer("said", "said_before", "old"))
        left = [row for row in rows if row.plan in (Plan.WAITING, Plan.REFUSED) or row.outcome == Outcome.LEFT]
        for row in rows:
            if row.plan == Plan.NEW and row.kind == "initiative":
                run_by = f", run by {row.part_of}" if row.part_of else ""
                self.stdout.write(
                    f"line {row.line}, {row.source_id} {row.name}: this is no organisation; "
                    f"it went in as an initiative ({InitiativeForm(row.new['form']).label}){run_by}"
                )
        for row in left:
            reason = "; ".join(why for _column, why in row.problems) or "a draft of it waits to be published"
            self.stdout.write(f"line {row.line}, {row.source_id} {row.name}: left alone: {reason}")
        self._tell_bad(bad)
        counts = Counter(Plan.NEW if row.is_new else row.plan for row in rows if row not in left)
        kinds = Counter(row.kind for row in rows)
        self.stdout.write(
            f"{len(rows) + len(bad)} rows ({kinds['organisation']} organisations, {kinds['initiative']} "
            f"initiatives): {counts[Plan.NEW]} new, {counts[Plan.CHANGED]} changed, {counts[Plan.SAME]} unchanged, "
            f"{len(left)} left alone, {len(bad)} bad."
        )

    def _tell_bad(self, bad: list[ImportRow]) -> None:
        for row in bad:
            reasons = "; ".join(" ".join(filter(None, problem)) for problem in row.problems)
            self.stderr.write(f"line {row.line}{', ' if row.source_id else ''}{row.source_id}: {reasons}")
        sys.stderr.flush()
