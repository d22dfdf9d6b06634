"""Reading a file that somebody hands in: its lines as cells by column. Nothing is written here."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain
from time import monotonic

from django.utils.translation import gettext as _

from directory.alphabet import tidy
from directory.exchange.table import MARKED, column_of
from directory.exchange.workbooks import LONGEST_CELL, UnreadableFile, lines_of_workbook
from portal.plugins.cells import MARK

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
SECONDS = 120
DELIMITERS = {";": ";", ",": ",", "\t": "tab"}
Lines = Iterator[tuple[int, list[str]]]


@dataclass
class Sheet:
    """A file that has been opened. `encoding` and `delimiter` are guesses, to be shown; `unknown` is not read."""

    rows: Iterator["Cells"]
    columns: list[str]
    unknown: list[str]
    format: str
    encoding: str = ""
    delimiter: str = ""


@dataclass
class Cells:
    """A line of a file: what its cells say, by column, and what is wrong with the line as a whole."""

    line: int
    texts: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def open_file(content: bytes, seconds: float = SECONDS) -> Sheet:
    """Look at the first line of a file, and be ready for the others. Raises UnreadableFile, then or later."""
    until = monotonic() + seconds
    if len(content) > MOST_BYTES:
        raise UnreadableFile(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
    if content.startswith(b"PK"):
        sheet = _sheet(lines_of_workbook(content, until), "xlsx")
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(_("This is an old workbook (XLS): save it as XLSX or CSV."))
    else:
        text, encoding = decoded(content)
        delimiter = _delimiter(text)
        sheet = _sheet(_lines_of_text(text, delimiter), "csv")
        sheet.encoding, sheet.delimiter = encoding, DELIMITERS[delimiter]
    sheet.rows = _within_limits(sheet.rows, until)
    return sheet


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file, and the encoding that it is taken for. Raises UnreadableFile."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            guesses = [encoding]
            break
    else:
        # Without a mark, every other byte of a text in our letters is nothing in UTF-16.
        beginning = content[:200]
        wide = beginning.count(0) * 3 > len(beginning)
        order = "le" if beginning[1:2] == b"\x00" else "be"
        guesses = [f"utf-16-{order}"] if wide else ["utf-8", "cp1252"]
    for encoding in guesses:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, "utf-8" if encoding == "utf-8-sig" else encoding
    raise UnreadableFile(_("This is no file with text: save it as XLSX, or as CSV in UTF-8."))


def _delimiter(text: str) -> str:
    """The one that makes most of the first line known columns."""
    first = text.lstrip("\r\n").split("\n", 1)[0][:20_000]

    def known(delimiter: str) -> int:
        return sum(column_of(cell.strip('"\r ')) is not None for cell in first.split(delimiter))

    return max(DELIMITERS, key=known)


def _lines_of_text(text: str, delimiter: str) -> Lines:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(
            _("The file is no CSV from line %(line)s on: %(reason)s.") % {"line": begins, "reason": error}
        ) from error


def _sheet(lines: Lines, form: str) -> Sheet:
    line, header = next(((line, cells) for line, cells in lines if any(map(str.strip, cells))), (0, []))
    if not line:
        raise UnreadableFile(_("The file is empty."))
    while header and not header[-1].strip():
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise UnreadableFile(_("The file has more than %(most)s columns.") % {"most": MOST_COLUMNS})
    columns = [column_of(tidy(cell)) for cell in header]
    known = [column.name for column in columns if column]
    if twice := [name for name in dict.fromkeys(known) if known.count(name) > 1]:
        raise UnreadableFile(_("The file has the column %(column)s twice.") % {"column": twice[0]})
    if not known:
        raise UnreadableFile(_("The file's first line names no column that the portal knows: begin with the template."))
    names = [column.name if column else None for column in columns]
    unknown = [tidy(cell)[:60] for cell, column in zip(header, columns, strict=True) if not column and cell.strip()]
    rows = (_cells(line, cells, names) for line, cells in lines if any(map(str.strip, cells)))
    return Sheet(rows, known, unknown, form)


def _cells(line: int, cells: list[str], names: list[str | None]) -> Cells:
    if any(cell.strip() for cell in cells[len(names) :]):
        return Cells(
            line, problem=_("more cells than the first line has columns; is a text with a comma not in quotes?")
        )
    # Too few cells are empty ones.
    texts = {name: cell for name, cell in zip(names, chain(cells, [""] * len(names)), strict=False) if name}
    for name in texts.pop(MARKED.name, "").split():
        texts[name] = texts.get(name, "").removeprefix(MARK)
    if any(len(cell) >= LONGEST_CELL for cell in texts.values()):
        return Cells(line, problem=_("a cell is longer than a spreadsheet keeps: it may have been cut off"))
    return Cells(line, {name: tidy(cell) for name, cell in texts.items()})


def _within_limits(rows: Iterator[Cells], until: float) -> Iterator[Cells]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise UnreadableFile(
                _("The file has more than %(most)s rows: divide it into several.") % {"most": f"{MOST_ROWS:,}"}
            )
        if monotonic() > until:
            raise UnreadableFile(_("Reading the file takes too long: divide it into several."))
        yield row
