"""Has somebody done this before: an idea is told in confidence, and what is like it is named."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from directory.models import TagWord
from portal.plugins import search
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, PersonFactory, TagFactory
from tests.portal.content import factories as pages

pytestmark = pytest.mark.django_db

PAGE = "/hitta/finns-det-redan/"
OURS = {"Sec-Fetch-Site": "same-origin"}
IDEA = "Vi vill odla grönsaker på skolgården, med second hand-krukor."


def ask(client, idea: str | None = None, *, fragment: bool = False, **fields: str) -> str:
    headers = OURS | ({"X-Requested-With": "fetch"} if fragment else {})
    posted = fields if idea is None else {"idea": idea}
    response = client.post(PAGE, posted, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture(scope="module")
def like_it_once(written_once):
    """An initiative, an organisation, an offer and a piece of guidance about growing in schools."""
    reuse = TagFactory(name="Återbruk", slug="aterbruk")
    TagWord.objects.create(tag=reuse, text="Second hand")
    initiative = InitiativeFactory(title="Skolgårdens odling", summary_sv="Barn sår grönsaker.", tagged_with=[reuse])
    offer = OfferFactory(title="Krukor till skolgårdar", summary_sv="Vi lånar ut krukor.")
    guidance = pages.guidance("Grönsaker på skolgårdar")
    InitiativeFactory(title="Teater i parken", summary_sv="Unga spelar.")
    organisation = OrganisationFactory(name="Odla grönsaker på skolgårdar")
    return initiative, organisation, offer, guidance


@pytest.fixture
def like_it(like_it_once):
    return [thing._meta.model.objects.get(pk=thing.pk) for thing in like_it_once]


def test_what_is_like_an_idea_is_shown_by_kind_with_what_they_share(client, like_it):
    html = ask(client, IDEA)
    addresses = [thing.get_absolute_url() for thing in like_it[:3]] + [like_it[3].url]
    places = [html.index(f'href="{address}"') for address in addresses]
    assert places == sorted(places)
    assert "Teater i parken" not in html
    assert "4 saker liknar din idé" in html
    # The tag has the word only as a synonym, and is called what it is called.
    assert "Gemensamt ämne: Återbruk." in html
    assert "Gemensamma ord:" in html


def test_one_rare_word_leads_to_who_does_it_already_and_filling_words_to_nobody(client):
    OrganisationFactory(name="Trumköket", summary_sv="Öppen verkstad för trummor.")
    for number in range(12):
        OrganisationFactory(name=f"Föreningen {number}x", summary_sv="Människor hjälper varandra tillsammans.")
    html = ask(client, "Tillsammans hjälper vi människor med trummor.")
    assert "En sak liknar din idé" in html
    assert "Trumköket" in html
    assert "Gemensamt ord: trummor." in html


def test_the_piece_for_the_script_says_the_same_without_the_frame(client, like_it):
    piece = ask(client, IDEA, fragment=True)
    assert "<html" not in piece
    assert "4 saker liknar din idé" in piece
    assert like_it[0].get_absolute_url() in piece


def test_the_button_beside_another_form_sends_its_fields(client, like_it):
    html = ask(client, title="Odling", summary_sv="grönsaker och krukor", password="x", idea_in="title summary_sv")
    assert like_it[0].get_absolute_url() in html
    assert "Odling\ngrönsaker och krukor" in html


def test_an_idea_is_not_kept_sent_in_an_address_logged_or_cached(
    client, like_it, caplog, django_assert_max_num_queries
):
    page = client.get(PAGE)
    assert page.status_code == 200
    assert not page.cookies
    assert 'method="post"' in page.content.decode()
    with django_assert_max_num_queries(15) as asked:
        response = client.post(PAGE, {"idea": "hemligord grönsaker skolgård"}, headers=OURS)
    assert not [query["sql"] for query in asked.captured_queries if query["sql"].split()[0] != "SELECT"]
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "hemligord" not in caplog.text
    assert client.get(PAGE, {"idea": IDEA}).context["form"].is_bound is False


def test_a_post_from_elsewhere_is_refused(client):
    assert client.post(PAGE, {"idea": IDEA}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize(
    ("idea", "answer"),
    [
        ("", "Beskriv din idé med några ord."),
        (" \u200b\x00 ", "Beskriv din idé med några ord."),
        ("123 !!! 🧶", "Beskriv din idé med några ord."),
        ("och att det som en", "Inget här liknar den"),
        ("grönsaker " * 1_100, "10000 tecken"),
        ("<script>alert(1)</script> åtgärd", "Inget här liknar den"),
        ("a\u0301" * 400 + " \ud7ff \u202e grönsaker", None),
    ],
)
def test_whatever_is_written_has_a_clear_answer_and_stands_in_the_form(client, like_it, idea, answer):
    for fragment in (False, True):
        html = ask(client, idea, fragment=fragment)
        assert answer is None or answer in html
        assert "<script>alert" not in html
    if "grönsaker grönsaker" in idea:
        assert idea.strip() in ask(client, idea)


def test_drafts_and_what_is_withdrawn_are_like_nothing(client, like_it):
    initiative = like_it[0]
    initiative.live = False
    initiative.save()
    assert initiative.get_absolute_url() not in ask(client, IDEA)


def test_without_the_search_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr(search, "_search", None)
    html = client.get(PAGE).content.decode()
    assert "Den här sidan kan inte svara just nu" in html
    assert "<textarea" not in html


def test_the_page_is_linked_from_where_people_look(client):
    for address in ("/hitta/", "/hitta/?type=initiative", "/hitta/?q=finnsinte", "/sok/?q=finnsinte", "/"):
        assert PAGE in client.get(address).content.decode(), address
    empty = client.get("/hitta/?q=finnsinte").content.decode()
    assert "Se vad som liknar en idé du har" in empty


def test_it_stands_in_both_languages(client, like_it):
    assert reverse("directory:idea") == PAGE
    html = client.post("/en/find/done-before/", {"idea": "skolgårdens krukor"}, headers=OURS).content.decode()
    assert "Has somebody done this before?" in html


def test_the_piece_beside_another_form_works_without_a_script():
    html = render_to_string("directory/idea_beside.html", {"fields": "title summary_sv"})
    for part in (f'formaction="{PAGE}"', 'formmethod="post"', 'formtarget="_blank"', "formnovalidate"):
        assert part in html
    assert 'name="idea_in" value="title summary_sv"' in html


def test_it_stands_beside_the_form_for_a_new_initiative(client):
    keeper = PersonFactory()
    organisation = OrganisationFactory(slug="fyren", kept_by=keeper)
    client.force_login(keeper)
    html = client.get(reverse("directory:add-initiative", args=[organisation.slug])).content.decode()
    assert f'formaction="{PAGE}"' in html
    assert "directory/idea.js" in html
    # Enter presses the first button of a form.
    assert html.index("Spara och gå vidare") < html.index("Se vad som liknar")
    for field in ("title", "summary_sv"):
        assert f'name="{field}"' in html
