"""An import against a bare bulk_create of the same rows into the same tables, and how fast files are written."""

import csv
from collections.abc import Callable
from io import StringIO
from time import perf_counter
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from directory.alphabet import sort_key
from directory.exchange.writing import FORMATS, MOST_ROWS_OF_WORKBOOK, Export
from directory.models import (
    Facet,
    Import,
    ImportRow,
    Listed,
    Municipality,
    NameKey,
    Organisation,
    OrganisationKeys,
    OrganisationPlace,
    OrganisationStanding,
    Point,
)
from directory.services import import_work, imports
from search.models import Card, Entry, SearchDocument

EXPORTABLE = Organisation.objects.visible_to(None).filter(slug__startswith="nr-")
SIZES = (1_000, 10_000)
# Taking back deletes one by one, for everything that listens to a deletion.
MOST_UNDONE = 1_000
EXPORTED = (1_000, 10_000, 100_000)
# All that an import of new organisations writes.
TABLES: list[Any] = [
    Organisation,
    OrganisationStanding,
    OrganisationPlace,
    OrganisationKeys,
    NameKey,
    Listed,
    Facet,
    Point,
    ModelLogEntry,
    SearchDocument,
    Entry,
    Card,
    ImportRow,
]


def _file(size: int) -> bytes:
    places = list(Municipality.objects.values_list("name", flat=True))
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(["source_id", "name", "form", "municipality", "website", "summary", "places", "source_url"])
    for number in range(size):
        writer.writerow(
            [
                f"bench-{size}-{number}",
                f"Föreningen {size} {number}",
                "ideell förening",
                places[number % len(places)],
                f"https://example.org/{number}",
                f"Odlar, lagar och lär ut i kvarter {number}.",
                f"| Gatan {number} | 211 20 | Malmö",
                "https://example.org/källa",
            ]
        )
    return file.getvalue().encode()


def _timed(what: Callable[[], object]) -> float:
    begun = perf_counter()
    what()
    return perf_counter() - begun


def _bare(counts: dict[Any, int]) -> float:
    """Take away what the import made, put it there again by bulk_create alone, and return how long that took."""
    made = {model: list(model.objects.order_by("-pk")[: model.objects.count() - counts[model]]) for model in TABLES}
    with transaction.atomic():
        for model in reversed(TABLES):
            model._base_manager.filter(pk__in=[row.pk for row in made[model]])._raw_delete("default")

    @transaction.atomic
    def create() -> None:
        for model in TABLES:
            model._base_manager.bulk_create(made[model], batch_size=500)

    return _timed(create)


def _measure_import(size: int) -> None:
    content = _file(size)
    counts = {model: model.objects.count() for model in TABLES}
    file = imports.hand_in(content, "rows.csv", by=None, language="sv", is_operators=True)
    planned = _timed(lambda: import_work.work_on(file))
    imports.apply(file, by=None)
    applied = _timed(lambda: import_work.work_on(file))
    assert file.rows.filter(outcome="done").count() == size
    bare = _bare(counts)
    undone = 0.0
    if size <= MOST_UNDONE:
        imports.undo(file, by=None)
        undone = _timed(lambda: import_work.work_on(file))
        assert not file.rows.exclude(outcome="undone").exists()
    Import.objects.all().delete()
    speeds = " | ".join(f"{size / taken:,.0f}" if taken else "–" for taken in (planned, applied, bare, undone))
    ratios = f"{applied / bare:.2f} | {(planned + applied) / bare:.2f}"
    print(f"| {connection.vendor}, {size:,} | {speeds} | {ratios} |")  # noqa: T201


def _fill(size: int) -> None:
    """Have `size` organisations to be exported, made past everything that follows organisations."""
    there = EXPORTABLE.count()
    place = Municipality.objects.get(name="Lund")
    with transaction.atomic():
        made = Organisation.objects.bulk_create(
            (
                Organisation(
                    name=f"Nr {number}",
                    slug=f"nr-{number}",
                    sort_key=sort_key(f"Nr {number}"),
                    form="ideell-forening",
                    summary_sv=f"Odlar, lagar och lär ut i kvarter {number}.",
                    municipality=place,
                )
                for number in range(there, size)
            ),
            batch_size=500,
        )
        OrganisationStanding.objects.bulk_create(
            (OrganisationStanding(organisation=one) for one in made), batch_size=500
        )
        OrganisationPlace.objects.bulk_create(
            (OrganisationPlace(organisation=one, street="Gatan 1", town="Lund") for one in made), batch_size=500
        )


def _measure_export(size: int) -> None:
    _fill(size)
    export = Export({"organisation": EXPORTABLE.all()}, "https://example.org", "sv")
    cells = []
    for name, form in FORMATS.items():
        if name == "xlsx" and size > MOST_ROWS_OF_WORKBOOK:
            cells += ["–", "–"]
            continue
        with CaptureQueriesContext(connection) as captured:
            taken = _timed(lambda form=form: [None for _piece in form.write(export)])
        cells += [f"{size / taken:,.0f}", f"{len(captured)}"]
    print(f"| {connection.vendor}, {size:,} | {' | '.join(cells)} |")  # noqa: T201


def measure() -> None:
    print("Rows a second; then the time of applying, and of planning and applying, in that of the bare one.")  # noqa: T201
    print("| | planned | applied | bare bulk_create | undone | applying | both |\n|---|---|---|---|---|---|---|")  # noqa: T201
    for size in SIZES:
        _measure_import(size)
    print("\n| | CSV | queries | XLSX | queries | GeoJSON | queries |\n|---|---|---|---|---|---|---|")  # noqa: T201
    for size in EXPORTED:
        _measure_export(size)
