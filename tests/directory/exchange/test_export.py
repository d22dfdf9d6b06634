"""What stands in a downloaded file, and what never does."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from directory.exchange import writing
from directory.exchange.reading import open_file
from directory.models import ContactConsent, Organisation
from directory.views import exchange
from portal.plugins.cells import as_text, is_like_formula
from tests.directory.exchange.files import cells_of
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, keeps, place

pytestmark = pytest.mark.django_db


def body(response) -> bytes:
    assert response.status_code == 200
    return b"".join(response) if response.streaming else response.content


def download(form: str, query: str = "", client: Client | None = None) -> bytes:
    return body((client or Client()).get(f"/hitta/ladda-ner/{form}/?{query}"))


def names(content: bytes) -> list[str]:
    return [cells.texts["name"] for cells in open_file(content).rows]


@pytest.fixture
def editors(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def admin(kind: str, form: str, client: Client) -> bytes:
    return body(client.get(reverse(f"wagtailsnippets_directory_{kind}:list"), {"export": form}))


def test_the_list_is_downloaded_whole_with_its_filters(monkeypatch):
    monkeypatch.setattr(writing, "AT_ONCE", 2)
    for number in range(5):
        OrganisationFactory(name=f"Lund {number}", municipality=place("Lund"))
    OrganisationFactory(name="Malmö", municipality=place("Malmö"))
    InitiativeFactory(title="Lunds initiativ", municipality=place("Lund"))
    assert names(download("csv")) == [*(f"Lund {number}" for number in range(5)), "Malmö", "Lunds initiativ"]
    assert names(download("xlsx", "municipality=lund&type=organisation")) == [f"Lund {number}" for number in range(5)]
    assert names(download("csv", "q=malmö")) == ["Malmö"]
    page = Client().get("/hitta/?municipality=lund").content.decode()
    assert '/hitta/ladda-ner/geojson/?municipality=lund"' in page


def test_no_file_has_what_nobody_may_see(whole, started, editors, person):
    draft = OrganisationFactory(name="Utkastet AB", live=False)
    keeps(draft, person)
    whole.summary_en = "Hemlig ändring"
    whole.save_revision()
    for form in writing.FORMATS:
        for client in (None, editors):
            content = download(form, client=client)
            text = str(cells_of(content)) if form == "xlsx" else content.decode()
            for hidden in ("Utkastet", "Hemlig", "dold@", "utan@", "Utkastets förening"):
                assert hidden not in text, (form, hidden)
            assert "Saga Synlig" in text
    # Editors see drafts, and still no protected address and nobody who has not said yes.
    text = admin("organisation", "csv", editors).decode()
    assert "Utkastet AB" in text
    for hidden in ("Hemliga vägen", "Hemlig ändring", "dold@", "utan@"):
        assert hidden not in text
    ContactConsent.objects.all().delete()
    assert "Saga" not in download("csv").decode()


def test_who_has_only_a_protected_address_is_nowhere_in_geojson():
    hidden = OrganisationFactory(name="Skyddad", municipality=place("Lund"))
    hidden.places.create(street="Hemliga vägen 1", latitude=55.5, longitude=13.5, is_hidden=True)
    hidden.save()
    several = OrganisationFactory(name="Två platser")
    several.places.create(latitude=55.6, longitude=13.1)
    several.places.create(latitude=55.7, longitude=13.2)
    several.save()
    OrganisationFactory(name="Hela Skåne")
    OrganisationFactory(name="Säte", municipality=place("Lund"))
    found = json.loads(download("geojson"))
    assert found["type"] == "FeatureCollection"
    shapes = {feature["properties"]["name"]: feature["geometry"] for feature in found["features"]}
    assert shapes["Skyddad"] is None
    assert shapes["Hela Skåne"] is None
    assert shapes["Två platser"] == {"type": "MultiPoint", "coordinates": [[13.1, 55.6], [13.2, 55.7]]}
    assert shapes["Säte"] == {"type": "Point", "coordinates": [place("Lund").longitude, place("Lund").latitude]}


@pytest.mark.database
@pytest.mark.parametrize("form", list(writing.FORMATS))
def test_a_batch_of_many_asks_as_much_as_one_of_few(form: str, django_assert_max_num_queries):
    for number in range(40):
        made = OrganisationFactory(name=f"Nr {number}", municipality=place("Lund"))
        made.places.create(town="Lund")
        made.links.create(label="Hem", url="https://example.org")
        made.contacts.create(name="Saga", is_public=True)
        made.save()
    with django_assert_max_num_queries(24):
        assert download(form).count(b"Nr 39") or form == "xlsx"


def test_a_formula_is_text_in_every_file_of_the_admin_too(editors):
    evil = OrganisationFactory(name='=HYPERLINK("http://x")', summary_sv="  @SUM(1)")
    OfferFactory(organisation=evil, title="+cmd", summary_sv="\t=1")
    InitiativeFactory(title="＝1", by=[evil])
    for kind in ("organisation", "initiative", "supportoffer"):
        rows = admin(kind, "csv", editors).decode("utf-8-sig").splitlines()
        for row in rows[1:]:
            assert not [
                cell for cell in row.split(";" if kind != "supportoffer" else ",") if is_like_formula(cell.strip('"'))
            ]
        kinds = {
            kind for line in cells_of(admin(kind, "xlsx", editors)) for value, kind in line if isinstance(value, str)
        }
        assert kinds <= {"s", "inlineStr"}


def test_what_is_like_a_formula_is_known_after_blanks_and_in_full_width():
    for text in ("=1", "+46", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "  =1", "\xa0=1"):
        assert as_text(text) == f"'{text}"
    for text in ("", "a=1", "'=1", "1+1"):
        assert as_text(text) == text


def test_too_many_rows_for_a_workbook_are_refused_and_not_offered(monkeypatch, editors):
    OrganisationFactory()
    monkeypatch.setattr(exchange, "MOST_ROWS_OF_WORKBOOK", 0)
    assert Client().get("/hitta/ladda-ner/xlsx/").status_code == 404
    assert "ladda-ner/xlsx" not in Client().get("/hitta/").content.decode()
    assert "ladda-ner/csv" in Client().get("/hitta/").content.decode()
    told = editors.get(reverse("wagtailsnippets_directory_organisation:list"), {"export": "xlsx"}, follow=True)
    assert "får inte plats i en arbetsbok" in told.content.decode()


def test_a_format_that_is_none_is_not_found_and_nothing_is_posted():
    assert Client().get("/hitta/ladda-ner/exe/").status_code == 404
    assert Client().post("/hitta/ladda-ner/csv/").status_code == 405


def test_the_admins_export_has_the_lists_filters(editors):
    OrganisationFactory(name="Ett", form="stiftelse")
    OrganisationFactory(name="Två")
    url = reverse("wagtailsnippets_directory_organisation:list")
    assert names(body(editors.get(url, {"export": "csv", "form": "stiftelse"}))) == ["Ett"]
    assert json.loads(body(editors.get(url, {"export": "geojson"})))["features"]
    assert Organisation.objects.count() == 2
