"""What may be the same organisation: while one writes, and in the editors' list."""

import pytest
from django.test import Client

from directory.duplicate_queries import alike
from directory.likeness import digits, e164, keys_of, mail_domain, normalised, own_domain
from directory.models import Application, LikelyPair, Organisation, OrganisationKeys
from directory.services import duplicates
from tests.directory.factories import OrganisationFactory, PersonFactory, editor, place
from tests.directory.test_asking import WRITTEN

pytestmark = [pytest.mark.django_db, pytest.mark.database]
FRAGMENT = "/hitta/lagg-till/liknande/"


@pytest.fixture
def me(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Yalla Trappan ek. för.", "yalla trappan"),
        ("  YALLA-Trappan, Ek.För ", "yalla trappan"),
        ("Cafe\u0301 Über AB", "cafe uber"),
        ("Fуrеn", "fyren"),
        ("AB", "ab"),
    ],
)
def test_names_are_brought_into_one_shape(name, written):
    assert normalised(name) == written


def test_keys_are_brought_into_one_shape():
    assert {own_domain(url) for url in ("https://www.Fyren.se/om", "http://fyren.se", "fyren.se")} == {"fyren.se"}
    assert not own_domain("https://fyren.blogspot.com/")
    assert not own_domain("https://[fel")
    assert not mail_domain("fyren@gmail.com")
    assert {e164(phone) for phone in ("040-12 34 56", "+46 (0)40 12 34 56", "0046 40 123456")} == {"+4640123456"}
    assert not e164("112")
    assert digits("802000-1234") == digits("16802000-1234") == "8020001234"
    assert not digits("123")


def found(client: Client, **written: str) -> str:
    return client.get(FRAGMENT, written).content.decode()


def test_while_one_writes_a_name_what_is_like_it_is_shown(client, me):
    OrganisationFactory(name="Lagningskooperativet Nålsögat ek. för.")
    OrganisationFactory(name="Grannskafferiet")
    page = found(client, name="lagningskooperativet nalsogat")
    assert "Nålsögat" in page
    assert "Grannskafferiet" not in page
    assert "/ta-hand-om/" in page
    assert not found(client, name="Något helt nytt").strip()
    assert not found(client, name="\x00" * 5 + "a" * 10000).strip()


def test_an_equal_key_is_strong_and_a_town_apart_is_another():
    same = OrganisationFactory(name="Helt annat namn", website="https://fyren.example.org/")
    OrganisationFactory(name="Röda Korset Lund", municipality=place("Lund"))
    person = PersonFactory()
    assert [one.organisation for one in alike(keys_of(["Fyren"], "http://www.fyren.example.org"), seen_by=person)] == [
        same
    ]
    assert not alike(keys_of(["Röda Korset Malmö"]), seen_by=person)


def test_the_same_municipality_stands_first():
    OrganisationFactory(name="Cykelköket", slug="a", municipality=place("Lund"))
    near = OrganisationFactory(name="Cykelköket", slug="b", municipality=place("Malmö"))
    first, _second = alike(keys_of(["Cykelköket"]), seen_by=PersonFactory(), municipality=near.municipality_id)
    assert first.organisation == near


def test_only_what_one_may_see_is_shown(client, me):
    draft = OrganisationFactory(name="Hemliga huset", live=False)
    assert "Hemliga" not in found(client, name="Hemliga huset")
    admin = Client()
    admin.force_login(editor())
    assert "Hemliga" in admin.get("/admin/directory/duplicates/alike/", {"name": "Hemliga huset"}).content.decode()
    besides = {"name": "Hemliga huset", "besides": draft.pk}
    assert "Hemliga" not in admin.get("/admin/directory/duplicates/alike/", besides).content.decode()


def test_without_scripts_they_are_shown_after_sending_and_none_of_these_goes_on(client, me):
    existing = OrganisationFactory(name="Trädgårdsmästarna")
    shown = client.post("/hitta/lagg-till/", WRITTEN)
    page = shown.content.decode()
    assert "Ingen av dessa: skicka" in page
    assert f'name="none_of" value="{existing.pk} "' in page
    assert not Application.objects.exists()
    assert client.post("/hitta/lagg-till/", {**WRITTEN, "none_of": f"{existing.pk} "}).status_code == 302
    assert Application.objects.get().organisation.name == WRITTEN["name"]


def test_keys_follow_every_write():
    organisation = OrganisationFactory(name="Fyren AB", contact_phone="040-12 34 56")
    assert (organisation.keys.names, organisation.keys.phone) == ("fyren", "+4640123456")
    organisation.name = "Båken"
    organisation.website = "https://baken.example.org"
    organisation.save_revision().publish()
    keys = OrganisationKeys.objects.get()
    assert (keys.names, keys.domain, keys.is_compared) == ("baken", "baken.example.org", False)


def test_editors_see_likely_pairs_until_they_say_that_they_are_two(client):
    first = OrganisationFactory(name="Klubbhuset Fyren", slug="a")
    second = OrganisationFactory(name="Klubbhuset Fyrén AB", slug="b", contact_phone="040-12 34 56")
    OrganisationFactory(name="Grannskafferiet")
    OrganisationKeys.objects.filter(organisation=first).delete()
    assert duplicates.compare_changed() == 3
    pair = LikelyPair.objects.get()
    assert (pair.first, pair.second, pair.alike) == (first, second, "name")
    client.force_login(editor())
    url = "/admin/directory/duplicates/"
    assert "Klubbhuset Fyrén AB" in client.get(url).content.decode()
    client.post(url, {"pair": pair.pk})
    assert "Klubbhuset Fyrén AB" not in client.get(url).content.decode()
    # Compared anew, it does not come back.
    first.contact_phone = "040-12 34 56"
    first.save()
    duplicates.compare_changed()
    assert LikelyPair.objects.get().is_distinct
    assert duplicates.compare_changed() == 0


def test_a_pair_that_is_alike_no_more_is_gone():
    OrganisationFactory(name="Klubbhuset Fyren", slug="a")
    second = OrganisationFactory(name="Klubbhuset Fyren", slug="b")
    duplicates.compare_changed()
    second.name = "Båken"
    second.save()
    duplicates.compare_changed()
    assert not LikelyPair.objects.exists()


def test_a_number_that_changes_while_it_is_compared_is_compared_again(monkeypatch):
    organisation = OrganisationFactory(name="Fyren")
    same_keys = duplicates.same_keys

    def slow(keys, rows):
        OrganisationKeys.objects.filter(organisation=organisation).update(number="8024241237")
        return same_keys(keys, rows)

    monkeypatch.setattr(duplicates, "same_keys", slow)
    duplicates.compare_changed()
    assert not OrganisationKeys.objects.get(organisation=organisation).is_compared


def test_members_do_not_see_the_editors_list(client, me):
    assert client.get("/admin/directory/duplicates/alike/", {"name": "x"}).status_code == 302
    assert Organisation.objects.count() == 0
