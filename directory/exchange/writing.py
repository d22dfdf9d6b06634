"""Writing entries as files: CSV, XLSX and GeoJSON, a batch at a time."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import Prefetch, QuerySet
from django.utils import translation
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from directory.alphabet import tidy
from directory.exchange.columns import KIND_LABELS, Column, Kind, Known
from directory.exchange.table import CONTENT, ID, MARKED, TYPE, UPDATED, URL, WRITTEN
from directory.mapping.where import located
from directory.models import ContactPerson, InitiativePart
from portal.plugins.cells import MARK, is_like_formula

AT_ONCE = 500
# What an import takes: so many rows a workbook has at most, as it cannot be sent piece by piece.
MOST_ROWS_OF_WORKBOOK = 20_000
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")

Texts = dict[str, str]
Rows = Mapping[Kind, QuerySet]


@dataclass(frozen=True)
class Format:
    """How a file is called and sent."""

    content_type: str
    write: Callable[["Export"], Iterator[bytes]]


@dataclass(frozen=True)
class Export:
    """What is written: rows that the reader may see, by kind; `base_url` begins their addresses."""

    rows: Rows
    base_url: str
    language: str

    def batches(self) -> Iterator[tuple[Kind, list[Any]]]:
        """All entries by kind and name. Which they are is asked once, and again whether each may still be seen."""
        for kind, rows in self.rows.items():
            keys = list(rows.order_by("sort_key", "pk").values_list("pk", flat=True))
            for start in range(0, len(keys), AT_ONCE):
                batch = keys[start : start + AT_ONCE]
                found = {entry.pk: entry for entry in in_full(rows.order_by().filter(pk__in=batch), kind)}
                yield kind, [found[key] for key in batch if key in found]

    def texts(self, entry: Any, kind: Kind, known: Known) -> Texts:
        """What each column says of `entry`, in the language of the file; empty ones too."""
        return {
            ID.name: str(entry.standing.uuid),
            TYPE.name: str(KIND_LABELS[kind]),
            **content_texts(entry, kind, known),
            URL.name: f"{self.base_url}{entry.get_absolute_url()}",
            UPDATED.name: f"{localtime(entry.last_published_at):%Y-%m-%d}" if entry.last_published_at else "",
        }

    def all_texts(self) -> Iterator[tuple[Kind, list[Any], list[Texts]]]:
        known = Known.now()
        for kind, entries in self.batches():
            # The file may be sent after the request has ended, and its language with it.
            with translation.override(self.language):
                texts = [self.texts(entry, kind, known) for entry in entries]
            yield kind, entries, texts

    def headings(self, columns: Iterable[Column]) -> list[str]:
        with translation.override(self.language):
            return [str(column.heading) for column in columns]


def in_full(rows: QuerySet, kind: Kind) -> QuerySet:
    """`rows` with what their columns say, with as many queries for one as for many."""
    found = rows.select_related("standing").prefetch_related("tagged", "places", "links")
    if kind == "organisation":
        contacts = ContactPerson.objects.filter(is_public=True).with_consent()
        return found.prefetch_related("channels", Prefetch("contacts", contacts))
    return found.prefetch_related(Prefetch("parts", InitiativePart.objects.select_related("organisation")))


def content_texts(entry: Any, kind: Kind, known: Known, columns: Iterable[Column] = CONTENT) -> Texts:
    """What the columns of content say of `entry`, in the present language."""
    return {
        column.name: tidy(column.text(column.value(entry, kind), kind, known)) if kind in column.fields else ""
        for column in columns
    }


def as_csv(export: Export) -> Iterator[bytes]:
    """With a mark of its encoding and semicolons, as spreadsheets in Swedish expect it."""
    writer = csv.writer(_Passing(), delimiter=";", quoting=csv.QUOTE_ALL)
    yield "\ufeff".encode()
    yield writer.writerow(export.headings([*WRITTEN, MARKED]))
    for _kind, _entries, texts in export.all_texts():
        yield b"".join(writer.writerow(_marked(row)) for row in texts)


def _marked(texts: Texts) -> list[str]:
    """Cells in which no spreadsheet finds a formula, and which they are."""
    marked = [name for name, text in texts.items() if is_like_formula(text)]
    return [*(f"{MARK}{text}" if name in marked else text for name, text in texts.items()), " ".join(marked)]


class _Passing:
    """Hands on what is written to it."""

    def write(self, text: str) -> bytes:
        return text.encode()


def as_xlsx(export: Export) -> Iterator[bytes]:
    """Every cell is text: what begins like a formula is none."""
    with TemporaryFile() as file:
        rows = (row.values() for _kind, _entries, texts in export.all_texts() for row in texts)
        write_workbook(file, export.headings(WRITTEN), rows)
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece


def write_workbook(file: IO[bytes], headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet()
    sheet.freeze_panes = "A2"
    for row in chain([headings], rows):
        sheet.append([_cell(sheet, text) for text in row])
    workbook.save(file)


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, NOT_IN_XML.sub("", text))
    cell.data_type = "s"
    return cell


def as_geojson(export: Export) -> Iterator[bytes]:
    """A feature for each entry. It stands where the map has it, at several points if it has several, or nowhere."""
    yield b'{"type": "FeatureCollection", "features": ['
    separator = ""
    for _kind, entries, texts in export.all_texts():
        points = _points(entries)
        for entry, row in zip(entries, texts, strict=True):
            properties = {name: text for name, text in row.items() if text}
            feature = {"type": "Feature", "id": row[ID.name], "geometry": _geometry(points.get(entry.pk, []))}
            yield (separator + json.dumps({**feature, "properties": properties}, ensure_ascii=False)).encode()
            separator = ",\n"
    yield b"]}\n"


def _points(entries: list[Any]) -> dict[int, list[list[float]]]:
    """Where the entries are, by their keys, in GeoJSON's order: longitude first."""
    points: dict[int, list[list[float]]] = {}
    if entries:
        those = located(type(entries[0])._default_manager.filter(pk__in=[entry.pk for entry in entries]))
        for key, latitude, longitude in those.values_list("pk", "latitude", "longitude").order_by("pk", "places"):
            if [longitude, latitude] not in points.setdefault(key, []):
                points[key].append([longitude, latitude])
    return points


def _geometry(points: list[list[float]]) -> dict[str, Any] | None:
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}


FORMATS: dict[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", as_csv),
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "geojson": Format("application/geo+json", as_geojson),
}
