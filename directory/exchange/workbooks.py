"""Reading a workbook that a stranger has made: within limits that are counted, not believed."""

import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from io import BytesIO
from time import monotonic
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_MEMBERS = 100
MOST_INFLATED = 100 * 1024 * 1024
PIECE = 64 * 1024
# What a cell of a spreadsheet can hold: what is longer has been cut off.
LONGEST_CELL = 32_767
assert openpyxl.DEFUSEDXML, "openpyxl reads entities without defusedxml."  # noqa: S101


class UnreadableFile(Exception):
    """A file that cannot be read at all; the message is one sentence with the mend."""


def lines_of_workbook(content: bytes, until: float) -> Iterator[tuple[int, list[str]]]:
    """The lines of the first sheet, numbered as the spreadsheet does. Raises UnreadableFile."""
    _refuse_bombs(content, until)
    try:
        workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with closing(workbook):
            if not workbook.worksheets:
                raise UnreadableFile(_("The workbook has no sheet."))
            sheet: Any = workbook.worksheets[0]
            # The file's own word on its size is not taken.
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                yield number, [_text(value) for value in row]
    except UnreadableFile:
        raise
    except Exception as error:
        if _has_entities(error):
            raise UnreadableFile(_("The workbook defines entities of its own, which no spreadsheet does.")) from error
        # Whatever a broken workbook makes the reader raise is the workbook's fault.
        raise UnreadableFile(_("The workbook is broken: open it in a spreadsheet and save it anew.")) from error


def _has_entities(error: BaseException | None) -> bool:
    """Whether defusedxml is behind `error`, which openpyxl wraps into one of its own."""
    while error is not None and not isinstance(error, DefusedXmlException):
        error = error.__cause__ or error.__context__
    return error is not None


def _refuse_bombs(content: bytes, until: float) -> None:
    inflated = 0
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise UnreadableFile(_("The workbook has more than %(most)s parts.") % {"most": MOST_MEMBERS})
            names = {member.filename for member in members}
            if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in names):
                raise UnreadableFile(_("The workbook has a part with an address that leads out of it."))
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
                raise UnreadableFile(_("The file is no workbook (XLSX)."))
            for member in members:
                with archive.open(member) as part:
                    while piece := part.read(PIECE):
                        inflated += len(piece)
                        if inflated > MOST_INFLATED or monotonic() > until:
                            raise UnreadableFile(_("The workbook is too large when it is unpacked."))
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(_("The workbook is broken: open it in a spreadsheet and save it anew.")) from error


def _text(value: Any) -> str:
    """What a cell says."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return _("yes") if value else _("no")
        case float():
            return str(int(value)) if value.is_integer() else number_format(value, use_l10n=False)
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
        case date():
            return value.isoformat()
    return str(value)
