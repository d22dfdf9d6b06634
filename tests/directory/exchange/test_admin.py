"""Importing in the admin's pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from directory.exchange.reading import open_file
from directory.exchange.table import COLUMNS
from directory.models import Import, Organisation
from tests.directory.exchange.files import GOOD, csv_of, planned, plans, work
from tests.directory.factories import OrganisationFactory, PersonFactory, editor

pytestmark = pytest.mark.django_db
INDEX = "/admin/directory/imports/"


@pytest.fixture
def client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def hand_in(client: Client, content: bytes, name: str = "rader.csv"):
    return client.post(INDEX, {"file": SimpleUploadedFile(name, content)})


def test_a_file_is_handed_in_looked_at_applied_and_undone(client: Client):
    known = OrganisationFactory(name="Kända")
    rows = [{"id": "", **GOOD}, {"id": str(known.standing.uuid), **GOOD}, {"id": "", **GOOD, "municipality": "Växjö"}]
    url = hand_in(client, csv_of(*rows, encoding="cp1252")).url
    assert "Läses" in client.get(url).content.decode()
    work()
    page = client.get(url).content.decode()
    assert "Läst som cp1252 med ”;” mellan cellerna" in page
    assert "Genomför 2 rader" in page
    assert "<del><bdi>Kända</bdi></del>" in page
    assert "&#x27;Växjö&#x27; är ingen av regionens" in page
    assert page.count('<td class="title">') == 3
    assert client.get(url, {"show": "bad"}).content.decode().count('<td class="title">') == 1
    client.post(url, {"action": "apply"})
    work()
    assert "Ångra 2 rader" in client.get(url).content.decode()
    assert Organisation.objects.filter(name="Föreningen Ett").count() == 2
    client.post(url, {"action": "undo"})
    work()
    assert "Ångrad" in client.get(url).content.decode()
    assert [organisation.name for organisation in Organisation.objects.all()] == ["Kända"]


def test_looking_changes_nothing_and_an_unknown_button_is_not_found(client: Client, person):
    file = planned(csv_of(GOOD), person)
    url = reverse("directory_imports:look", args=[file.pk])
    client.get(url, {"action": "apply", "show": "x", "page": "x"})
    assert client.post(url, {"action": "explode"}).status_code == 404
    work()
    file.refresh_from_db()
    assert file.state == "planned"


def test_a_row_with_a_draft_is_chosen_by_a_button(client: Client, person):
    known = OrganisationFactory(name="Kända")
    known.save_revision()
    file = planned(csv_of({"id": str(known.standing.uuid), "name": "Nya", "summary": "x"}), person)
    url = reverse("directory_imports:look", args=[file.pk])
    assert "Det finns inget att genomföra" in client.get(url).content.decode()
    client.post(url, {"action": "choose", "line": "2"})
    assert "Läggs i utkastet" in client.get(url).content.decode()
    client.post(url, {"action": "leave", "line": "2"})
    client.post(url, {"action": "choose", "line": "x" * 50})
    assert not file.rows.filter(is_chosen=True).exists()


def test_what_can_be_told_at_once_stands_beside_the_field(client: Client):
    assert "Välj en CSV- eller XLSX-fil" in hand_in(client, b"MZ", "virus.exe").content.decode()
    assert "Filen är tom" in hand_in(client, b"").content.decode()
    assert "Välj en fil" in client.post(INDEX, {}).content.decode()
    assert "större än 10 MB" in hand_in(client, b"a" * (10 * 1024 * 1024 + 1)).content.decode()
    assert not Import.objects.exists()


def test_a_file_that_cannot_be_read_says_why_and_can_be_discarded(client: Client):
    url = hand_in(client, b"MZ\x00\x00", "program.csv").url
    work()
    assert "Det här är ingen fil med text" in client.get(url).content.decode()
    client.post(url, {"action": "discard"})
    assert not Import.objects.exists()


def test_the_template_imports_as_it_is(client: Client, person):
    for form in ("csv", "xlsx"):
        content = client.get(reverse("directory_imports:template", args=[form])).content
        file = planned(content, person)
        assert plans(file) == ["new"], [row.problems for row in file.rows.all()]
        assert file.unknown == []
        assert len(open_file(content).columns) > 30
    assert client.get(reverse("directory_imports:template", args=["exe"])).status_code == 404


def test_every_column_is_explained(client: Client):
    page = client.get(INDEX).content.decode()
    for column in COLUMNS:
        assert f"<code>{column.name}</code>" in page
    assert "Ideell förening" in page


def test_an_import_is_its_owners_and_the_editors(person):
    file = planned(csv_of(GOOD), person)
    url = reverse("directory_imports:look", args=[file.pk])
    for somebody, status in ((editor(), 200), (PersonFactory(), 302)):
        client = Client()
        client.force_login(somebody)
        assert client.get(url).status_code == status


def test_a_text_with_markup_is_shown_as_text(client: Client, person):
    file = planned(csv_of({**GOOD, "name": "<script>alert(1)</script>"}), person)
    page = client.get(reverse("directory_imports:look", args=[file.pk])).content.decode()
    assert "<script>alert(1)" not in page
