"""Files that are too much, broken or something else are refused in one sentence, soon, and without a trace."""

import tracemalloc
from time import monotonic

import pytest
from django.utils import translation

from directory.exchange import workbooks
from directory.exchange.reading import MOST_ROWS, open_file
from directory.exchange.workbooks import UnreadableFile
from tests.directory.exchange.files import GOOD, csv_of, with_parts, xlsx_of

SHEET = "xl/worksheets/sheet1.xml"
BEGINS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ENDS = b"</sheetData></worksheet>"
HEADER = b'<row r="1"><c t="inlineStr"><is><t>Namn</t></is></c></row>'
BOOK = xlsx_of(["Namn"], ["Ett"])


@pytest.fixture(autouse=True)
def in_swedish():
    """Here messages are compared in English."""
    with translation.override("en"):
        yield


def read(content: bytes) -> list[dict[str, str]]:
    return [cells.texts for cells in open_file(content).rows]


def sheet(xml: bytes) -> bytes:
    return with_parts(BOOK, {SHEET: BEGINS + xml + ENDS})


BAD = {
    "a zip bomb": (
        lambda: sheet(HEADER + b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 2_200_000),
        "unpacked",
    ),
    "too many parts": (lambda: with_parts(BOOK, {f"xl/{n}.xml": b"<a/>" for n in range(120)}), "more than 100 parts"),
    "a part outside": (lambda: with_parts(BOOK, {"xl/../../evil.xml": b"<a/>"}), "leads out"),
    "entities": (
        lambda: with_parts(BOOK, {SHEET: b'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + BEGINS + ENDS}),
        "entities of its own",
    ),
    "201 columns": (lambda: csv_of({f"c{n}": "x" for n in range(200)} | {"name": "Ett"}), "more than 200 columns"),
    "an endless row": (lambda: b'name;form\n"' + b"a" * 5_000_000, "no CSV from line 2 on"),
    "a row without end of cells": (lambda: sheet(HEADER.replace(b"<c t", b'<c r="ZZZ1" t')), "more than 200 columns"),
    "a program": (lambda: b"MZ\x90\x00\x03\x00\x00\x00\x04" * 100, "no file with text"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" * 100, r"old workbook \(XLS\)"),
    "another archive": (lambda: with_parts(BOOK, {})[:200], "broken"),
    "too large": (lambda: b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    "too many rows": (lambda: b"name\n" + b"a\n" * (MOST_ROWS + 1), "more than 20,000 rows"),
    "nothing": (lambda: b" \n\n", "is empty"),
    "other columns": (lambda: b"a;b\n1;2", "names no column"),
    "a column twice": (lambda: b"name;Namn\n1;2", "column name twice"),
    "half a letter in UTF-8 with its mark": (lambda: b"\xef\xbb\xbfname\n\xc3", "no file with text"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_file_that_is_too_much_or_something_else_is_refused(what: str):
    make, reason = BAD[what]
    content = make()
    begun = monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableFile, match=reason):
            read(content)
        assert tracemalloc.get_traced_memory()[1] < 200 * 1024 * 1024
    finally:
        tracemalloc.stop()
    # Ten times what it may take.
    assert monotonic() - begun < 20


def test_the_largest_file_within_the_limits_is_read():
    assert len(read(b"name\n" + b"a\n" * MOST_ROWS)) == MOST_ROWS


def test_reading_ends_when_its_time_is_over():
    with pytest.raises(UnreadableFile, match="takes too long"):
        list(open_file(csv_of(GOOD), seconds=-1).rows)


def test_a_workbook_that_lies_about_its_size_is_counted(monkeypatch):
    monkeypatch.setattr(workbooks, "MOST_INFLATED", 1000)
    with pytest.raises(UnreadableFile, match="unpacked"):
        read(BOOK)


def test_entities_would_grow_without_the_guard(monkeypatch):
    """What the guard is for: without it the reader takes the entities in."""
    import xml.etree.ElementTree as plain

    from openpyxl.worksheet import _reader

    monkeypatch.setattr(_reader, "iterparse", plain.iterparse)
    xml = HEADER.replace(b"Namn", b"&b;")
    content = with_parts(BOOK, {SHEET: b'<!DOCTYPE w [<!ENTITY b "name">]>' + BEGINS + xml + ENDS})
    assert open_file(content).columns == ["name"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encodings_and_delimiters_are_guessed_and_told(encoding: str, delimiter: str):
    opened = open_file(csv_of(GOOD | {"summary": "Åäö, och; så"}, encoding=encoding, delimiter=delimiter))
    assert opened.encoding == encoding.replace("-sig", "")
    assert opened.delimiter == {"\t": "tab"}.get(delimiter, delimiter)
    assert [cells.texts["summary"] for cells in opened.rows] == ["Åäö, och; så"]


def test_headings_count_in_both_languages_and_what_is_not_known_is_told():
    opened = open_file("Namn;Summary in Swedish;Kommun;Färg\nEtt;Odlar;Lund;grön".encode())
    assert opened.columns == ["name", "summary", "municipality"]
    assert opened.unknown == ["Färg"]


def test_a_workbooks_numbers_and_days_are_read_as_a_person_reads_them():
    content = xlsx_of(
        ["Namn", "founded", "contact_phone"], ["Ett", 2019, 46.5], [None, None, None], ["Två", 2020.0, True]
    )
    assert [list(cells.values()) for cells in read(content)] == [["Ett", "2019", "46.5"], ["Två", "2020", "yes"]]


def test_a_cell_as_long_as_a_spreadsheet_keeps_may_be_cut_off():
    row = next(open_file(csv_of(GOOD | {"summary": "a" * 32_767})).rows)
    assert "cut off" in row.problem


def test_a_mark_is_taken_away_only_where_the_file_says_so():
    content = csv_of({"name": "'=1", "summary": "'=1", "marked": "summary"})
    assert read(content) == [{"name": "'=1", "summary": "=1"}]
