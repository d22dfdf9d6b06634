"""What is exported imports again with every row left alone, and what was changed in it changes that alone."""

import csv
from io import BytesIO, StringIO
from tempfile import TemporaryFile

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from directory.exchange.columns import Known
from directory.exchange.reading import open_file
from directory.exchange.table import COLUMNS, CONTENT, MARKED, WRITTEN, column_of
from directory.exchange.words import joined, parted
from directory.exchange.writing import _marked, write_workbook
from directory.models import Organisation
from portal.plugins.cells import is_like_formula
from tests.directory.exchange.files import applied, cells_of, planned, plans, row

pytestmark = pytest.mark.django_db
PUBLISHED = ("first_published_at", "last_published_at")


def exported(form: str, language: str = "sv") -> bytes:
    address = {"sv": f"/hitta/ladda-ner/{form}/", "en": f"/en/find/download/{form}/"}[language]
    response = Client().get(address)
    assert response.status_code == 200
    return b"".join(response)


@pytest.mark.database
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_all_columns_come_back_as_they_were(form: str, language: str, whole, started, person):
    content = exported(form, language)
    file = planned(content, person)
    assert plans(file) == ["same", "same"], [(r.problems, r.old, r.new) for r in file.rows.all()]
    assert file.unknown == []
    assert set(file.columns) == {column.name for column in WRITTEN} | ({MARKED.name} if form == "csv" else set())
    # Otherwise a column that nothing fills would prove nothing.
    rows = [cells.texts for cells in open_file(content).rows]
    for column in CONTENT:
        assert any(texts[column.name] for texts in rows), column.name


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_somebody_changes_in_the_file_changes_that_alone(form: str, whole, person):
    content = exported(form)
    rows = [cells.texts for cells in open_file(content).rows]
    rows[0]["summary"], rows[0]["founded"] = "=Ny; text", ""
    del rows[0]["organisations"]
    file_of = StringIO()
    writer = csv.DictWriter(file_of, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    file = planned(file_of.getvalue().encode(), person)
    assert (row(file).old, row(file).new) == (
        {"summary": "-1, sade hon.", "founded": 1999},
        {"summary": "=Ny; text", "founded": None},
    )
    before = Organisation.objects.values().get(pk=whole.pk)
    applied(file, person)
    after = Organisation.objects.values().get(pk=whole.pk)
    changed = {name for name, value in after.items() if before[name] != value}
    assert {"summary_sv", "founded"} <= changed
    assert changed <= {"summary_sv", "founded", "latest_revision_id", "live_revision_id", *PUBLISHED}
    assert whole.places.count() == 3
    assert whole.contacts.count() == 3


def test_no_two_columns_are_called_the_same():
    for column in COLUMNS:
        assert column_of(str(column.heading)) is column
        assert column_of(column.name) is column


TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Cf", "Co"]) | st.sampled_from("='+-@;|,\"\\\n\t åäö＝"))


@given(st.lists(TEXT, min_size=1, max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_text_is_no_formula_in_a_file_and_the_same_after_it(texts: list[str]):
    from directory.alphabet import tidy

    names = ["name", "summary", "challenge", "website"]
    row = {name: tidy(text) for name, text in zip(names, texts, strict=False)}
    cells = _marked(row)
    for cell in cells:
        assert not is_like_formula(cell)
    file = StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([*row, "marked"])
    writer.writerow(cells)
    read = [cells.texts for cells in open_file(file.getvalue().encode()).rows]
    assert read == ([row] if any(row.values()) else [])


@given(st.lists(TEXT, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_text_in_a_workbook_and_the_same_after_it(texts: list[str]):
    from directory.alphabet import tidy

    row = {name: tidy(text) for name, text in zip(["name", "summary", "challenge", "website"], texts, strict=False)}
    with TemporaryFile() as file:
        write_workbook(file, row, [row.values()])
        file.seek(0)
        content = file.read()
    assert {kind for line in cells_of(content) for value, kind in line if value is not None} <= {"s", "inlineStr"}
    read = [cells.texts for cells in open_file(content).rows]
    assert read == ([row] if any(row.values()) else [])
    assert load_workbook(BytesIO(content)).worksheets[0].max_row >= 1


@given(st.lists(TEXT.map(str.strip), min_size=1, max_size=5), st.sampled_from(";|"))
def test_parts_of_a_cell_come_back(parts: list[str], sign: str):
    while len(parts) > 1 and not parts[-1]:
        parts = parts[:-1]
    assert parted(joined(parts, sign), sign) == parts


def test_a_places_line_needs_no_more_than_what_is_known(whole):
    column, known = next(column for column in CONTENT if column.name == "places"), Known.now()
    read = column.read("Huset\n | Gatan 2 | | Lund\n| | | | Lund | 55,70 | 13,19 | ja", "organisation", known)
    assert [line[0] for line in read] == ["Huset", "", ""]
    assert read[2][4:] == [place_code("Lund"), 55.7, 13.19, True]


def place_code(name: str) -> str:
    from tests.directory.factories import place

    return place(name).code
