"""Those registered, taken along: files that no spreadsheet reckons with, lists and badges on paper."""

import csv
from io import BytesIO, StringIO

import openpyxl
import pytest

from events.models import Answer, Question, Registration
from events.services import registering
from events.services.links import token_of
from tests.events.factories import EventFactory

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://example.org")'


@pytest.fixture
def event(client, member):
    client.force_login(member)
    event = EventFactory(slug="traffen", host=member, most_companions=2)
    role = Question.objects.create(event=event, kind="text", label="=Roll", sort_order=1)
    food = Question.objects.create(event=event, kind="diet", label="Mat", sort_order=2)
    registering.register(
        event,
        name=FORMULA,
        email="ada@example.org",
        way="on-site",
        companions=["+Bo", "Cilla"],
        answers={role: "-1+1", food: "vegan"},
    )
    registering.confirm(token_of(Registration.objects.get()))
    return event


def test_the_csv_holds_answers_and_companions_as_text(event, client):
    response = client.get("/kalender/traffen/anmalda.csv")
    headings, row = csv.reader(StringIO(response.content.decode("utf-8-sig")), delimiter=";")
    cells = dict(zip(headings, row, strict=True))
    assert cells["Namn"] == f"'{FORMULA}"
    assert cells["Tar med sig"] == "'+Bo, Cilla"
    assert cells["'=Roll"] == "'-1+1"
    assert (cells["Personer"], cells["Kom"], cells["Status"]) == ("3", "0", "Bekräftad")
    assert "Mat" not in cells


def test_the_workbook_holds_text_and_no_formula(event, client):
    response = client.get("/kalender/traffen/anmalda.xlsx?needs=1")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets[0]
    headings, row = sheet.iter_rows()
    cells = {heading.value: cell for heading, cell in zip(headings, row, strict=True)}
    assert cells["Namn"].value == FORMULA
    assert cells["=Roll"].value == "-1+1"
    assert cells["Mat"].value == "vegan"
    assert {cell.data_type for cell in [*headings, *row] if cell.value} == {"s"}
    assert response.headers["Content-Disposition"] == 'attachment; filename="traffen.xlsx"'


def test_a_file_holds_what_the_list_shows(event, client):
    assert len(client.get("/kalender/traffen/anmalda.csv?status=waiting").content.splitlines()) == 1
    assert client.get("/kalender/traffen/anmalda.pdf").status_code == 404
    Answer.objects.all().delete()
    Registration.objects.update(erased_at="2026-01-01T00:00Z")
    assert len(client.get("/kalender/traffen/anmalda.csv").content.splitlines()) == 1


def test_lists_and_badges_hold_each_person_and_nothing_else_of_them(event, client):
    for address in ("lista/", "lista/?signatures=1", "namnbrickor/"):
        page = client.get(f"/kalender/traffen/anmalda/{address}").content.decode()
        for name in ("=HYPERLINK(&quot;", "<bdi>+Bo</bdi>", "<bdi>Cilla</bdi>"):
            assert name in page
        assert "ada@example.org" not in page
        assert "vegan" not in page
    assert "Underskrift" in client.get("/kalender/traffen/anmalda/lista/?signatures=1").content.decode()
    assert "Underskrift" not in client.get("/kalender/traffen/anmalda/lista/").content.decode()
    registering.withdraw(Registration.objects.get())
    assert "Cilla" not in client.get("/kalender/traffen/anmalda/namnbrickor/").content.decode()
