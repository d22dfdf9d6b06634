"""Rows per second of `import_directory`, against a bare bulk_create of the same rows into the same tables."""

import csv
import tempfile
from io import StringIO
from pathlib import Path
from time import perf_counter

from django.core.management import call_command
from django.db import connection, transaction

from directory.models import Initiative, InitiativeStanding, Municipality, Organisation, OrganisationStanding
from search.models import Card, Entry, SearchDocument

ROWS = 5_000
COLUMNS = ["source_id", "name", "form", "municipality", "website", "summary", "source_url"]
TABLES = [Organisation, OrganisationStanding, Initiative, InitiativeStanding, SearchDocument, Entry, Card]


def _file(folder: str) -> Path:
    places = list(Municipality.objects.values_list("name", flat=True))
    path = Path(folder) / "rows.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for number in range(ROWS):
            writer.writerow(
                {
                    "source_id": f"bench-{number}",
                    "name": f"Föreningen {number}",
                    "form": "ideell förening",
                    "municipality": places[number % len(places)],
                    "website": f"https://example.org/{number}",
                    "summary": f"Odlar, lagar och lär ut i kvarter {number}.",
                    "source_url": "https://example.org/källa",
                }
            )
    return path


def _rows_since(counts: dict) -> dict:
    return {model: list(model.objects.order_by("-pk")[: model.objects.count() - counts[model]]) for model in TABLES}


def measure() -> None:
    """Import once, then put the rows that it made into emptied tables again by bulk_create alone."""
    counts = {model: model.objects.count() for model in TABLES}
    with tempfile.TemporaryDirectory() as folder:
        path = _file(folder)
        begun = perf_counter()
        call_command("import_directory", str(path), stdout=StringIO())
        imported = perf_counter() - begun
    made = _rows_since(counts)
    with transaction.atomic():
        for model in reversed(TABLES):
            model._base_manager.filter(pk__in=[row.pk for row in made[model]])._raw_delete("default")
    begun = perf_counter()
    with transaction.atomic():
        for model in TABLES:
            model._base_manager.bulk_create(made[model], batch_size=500)
    bare = perf_counter() - begun
    total = sum(len(rows) for rows in made.values())
    print(f"Import: {ROWS / imported:.0f} rows/s. Bare bulk_create of the {total} rows that it made:")  # noqa: T201
    print(f"{ROWS / bare:.0f} rows/s. The import reaches {bare / imported:.2f} of it ({connection.vendor}).")  # noqa: T201
