"""Files for imports, good and bad."""

import csv
import zipfile
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any

from openpyxl import Workbook, load_workbook

from directory.models import Import, ImportRow
from directory.services import import_work, imports

GOOD = {"name": "Föreningen Ett", "form": "ideell förening", "municipality": "Lund", "summary": "Odlar ihop."}


def csv_of(*rows: dict[str, Any], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """Rows as a file; their names are its first line."""
    file = StringIO()
    columns = dict.fromkeys(name for row in rows for name in row)
    writer = csv.DictWriter(file, list(columns), delimiter=delimiter, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx_of(*rows: list[Any]) -> bytes:
    workbook, file = Workbook(), BytesIO()
    for row in rows:
        workbook.active.append(row)
    workbook.save(file)
    return file.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes]) -> bytes:
    """A workbook with parts exchanged or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return file.getvalue()


def cells_of(content: bytes) -> list[list[Any]]:
    """What a parser not ours finds in a workbook, with the type of each cell."""
    return [[(cell.value, cell.data_type) for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0]]


def planned(content: bytes, by: Any, name: str = "rader.csv") -> Import:
    """An import that has been read."""
    file = imports.hand_in(content, PurePath(name).name, by=by, language="sv")
    work()
    file.refresh_from_db()
    return file


def work() -> None:
    """What the worker does when it is woken."""
    import_work.carry_on()


def plans(file: Import) -> list[str]:
    return list(file.rows.values_list("plan", flat=True))


def row(file: Import, line: int = 2) -> ImportRow:
    return file.rows.get(line=line)


def applied(file: Import, by: Any) -> Import:
    imports.apply(file, by=by)
    work()
    file.refresh_from_db()
    return file


def undone(file: Import, by: Any) -> Import:
    imports.undo(file, by=by)
    work()
    file.refresh_from_db()
    return file
