"""What an initiative holds: what came of it, what it teaches, where and when it is, and what it looks like."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from directory.models import Initiative, InitiativeImage
from portal.plugins import search
from tests.directory.factories import InitiativeFactory, editor
from tests.directory.posted import admin_rows, rows

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PAGE = "/hitta/initiativ/soppan/"


def picture(title: str = "gryta") -> object:
    return get_image_model().objects.create(title=title, file=get_test_image_file(f"{title}.png"))


def data(**changes: object) -> dict[str, object]:
    return {
        "title": "Soppan",
        "slug": "soppan",
        "form": "projekt",
        "stage": "taken-over",
        "summary_sv": "Soppa.",
        "tags": "",
        **admin_rows("places", "links", "images", "parts"),
        "action-publish": "1",
        **changes,
    }


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


def test_an_editor_writes_all_of_it_and_it_stands_on_the_page_and_in_the_api(admin):
    sent = data(
        results_sv="Fyrtio åt varje onsdag.",
        lessons_sv="Börja med diskmaskinen.",
        started="2019",
        ended="2023",
        goals=["2", "11"],
        **rows("links", [{"label": "Recepten", "url": "https://soppan.example.org/", "ORDER": 1}], extra=0),
        **rows("places", [{"name": "Köket", "town": "Malmö", "ORDER": 1}], extra=0),
        **rows("images", [{"image": picture().pk, "alt_sv": "En gryta på spisen", "ORDER": 1}], extra=0),
    )
    sent |= {f"{name}-INITIAL_FORMS": 0 for name in ("links", "places", "images")}
    response = admin.post(reverse("wagtailsnippets_directory_initiative:add"), sent)
    assert response.status_code == 302
    page = admin.get(PAGE).content.decode()
    shown = [
        *[
            "Fyrtio åt varje onsdag.",
            "Vad vi skulle säga till någon som börjar med samma sak",
            "Börja med diskmaskinen.",
        ],
        *["2019–2023", "Ingen hunger", "Recepten", "Köket", 'alt="En gryta på spisen"', "Övertaget"],
    ]
    assert not [words for words in shown if words not in page]
    told = admin.get("/api/v1/directory/initiatives/soppan").json()
    assert (told["started"], told["ended"], told["goals"]) == (2019, 2023, [2, 11])
    assert told["lessons_sv"] == "Börja med diskmaskinen."
    assert told["images"][0]["alt_sv"] == "En gryta på spisen"
    assert [hit.title for hit in search.find("diskmaskinen", language="sv")] == ["Soppan"]


def test_an_image_without_words_for_what_it_shows_is_refused(admin):
    sent = data(**rows("images", [{"image": picture().pk, "alt_sv": "", "ORDER": 1}], extra=0))
    admin.post(reverse("wagtailsnippets_directory_initiative:add"), {**sent, "images-INITIAL_FORMS": 0})
    assert not Initiative.objects.filter(live=True).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativeImage.objects.create(initiative=InitiativeFactory(), image=picture("annan"), alt_sv="")


def test_it_cannot_have_ended_before_it_began():
    with pytest.raises(ValidationError, match="innan det började"):
        Initiative(title="Soppan", slug="soppan", summary_sv="Soppa.", started=2020, ended=2019).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        InitiativeFactory(started=2020, ended=2019)


@pytest.mark.parametrize(
    ("started", "ended", "words"),
    [(2019, None, "sedan 2019"), (None, 2019, "till 2019"), (2019, 2019, "2019"), (None, None, "")],
)
def test_its_years_are_said_in_words(started, ended, words):
    assert Initiative(started=started, ended=ended).years == words


def test_english_falls_back_to_swedish(client):
    InitiativeFactory(title="Soppan", results_sv="På svenska.", lessons_sv="Svenska.", lessons_en="English.")
    page = client.get("/en/find/initiatives/soppan/").content.decode()
    assert "På svenska." in page
    assert "English." in page
    assert "Svenska." not in page


def test_looking_at_images_writes_nothing_and_costs_the_same_for_many(client):
    initiative = InitiativeFactory(title="Soppan")
    initiative.images.create(image=picture(), alt_sv="En gryta")
    initiative.save_revision().publish()
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for number in range(5):
        initiative.images.create(image=picture(f"bild{number}"), alt_sv=f"Bild {number}")
    initiative.save_revision().publish()
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE).content.decode()
    assert page.count('alt="Bild ') == 5
    assert len(many) <= len(one) <= 15
    assert {row["sql"].strip("(").split()[0] for row in many} <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_an_english_reader_is_told_which_texts_are_swedish(client):
    InitiativeFactory(
        slug="soppan", challenge_sv="Hunger.", solution_sv="Soppa.", solution_en="Soup.", lessons_sv="Börja smått."
    )
    page = client.get("/en/find/initiatives/soppan/").content.decode()
    assert '<div lang="sv"><p>Hunger.</p></div>' in page
    assert '<div lang="sv"><p>Börja smått.</p></div>' in page
    assert "<p>Soup.</p>" in page
    assert 'lang="sv"' not in client.get(PAGE).content.decode().split("<main")[1].split("</main")[0]
