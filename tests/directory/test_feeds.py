"""What is new in the directory, as Atom: all of it, under a tag, in a municipality."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from directory.services import tags
from tests.directory.factories import (
    InitiativeFactory,
    OfferFactory,
    OrganisationFactory,
    TagFactory,
    editor,
    place,
)

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}
ALL, TAG, PLACE = "/hitta/nytt.atom", "/hitta/amnen/odling.atom", "/hitta/kommuner/lund.atom"
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def harvest_once(written_once):
    """One of each kind under a tag, two of them in Lund, published on days of their own; and one of something else."""
    tag = TagFactory(name="Odling", label_en="Growing")
    more = {"tagged_with": [tag], "first_published_at": DAY}
    organisation = OrganisationFactory(
        name="Odlarna", municipality=place("Lund"), last_published_at=DAY + timedelta(days=1), **more
    )
    initiative = InitiativeFactory(title="Skolodling", last_published_at=DAY + timedelta(days=3), **more)
    offer = OfferFactory(
        title="Frön", organisation=organisation, at=["Lund", "Malmö"], last_published_at=DAY + timedelta(days=2), **more
    )
    OrganisationFactory(name="Teatern", last_published_at=DAY)
    return organisation, initiative, offer


@pytest.fixture
def harvest(harvest_once):
    return [thing._meta.model.objects.get(pk=thing.pk) for thing in harvest_once]


def read(client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def titles(feed: ElementTree.Element) -> list[str | None]:
    return [title.text for title in feed.findall("a:entry/a:title", ATOM)]


@pytest.mark.database
def test_the_last_published_come_first_of_all_under_a_tag_and_in_a_municipality(client, harvest):
    assert titles(read(client, ALL)) == ["Skolodling", "Frön", "Odlarna", "Teatern"]
    assert titles(read(client, TAG)) == ["Skolodling", "Frön", "Odlarna"]
    assert titles(read(client, PLACE)) == ["Frön", "Odlarna"]


@pytest.mark.parametrize("address", [ALL, TAG, PLACE, "/hitta/kommuner/ystad.atom", "/en/find/new.atom"])
def test_every_feed_has_what_atom_demands(client, harvest, address):
    feed = read(client, address)
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    for element in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            [found] = element.findall(f"a:{name}", ATOM)
            assert found.text
        assert datetime.fromisoformat(element.find("a:updated", ATOM).text).tzinfo
    assert feed.find("a:author/a:name", ATOM).text
    [itself] = feed.findall("a:link[@rel='self']", ATOM)
    assert itself.get("href").endswith(address)
    ids = [entry.find("a:id", ATOM).text for entry in feed.findall("a:entry", ATOM)]
    assert len(set(ids)) == len(ids)


def test_an_id_stays_when_its_thing_is_renamed_and_is_the_same_in_both_languages(client, harvest):
    organisation = harvest[0]
    identity = f"urn:uuid:{organisation.standing.uuid}"
    organisation.name, organisation.slug = "Nya Odlarna", "nya-odlarna"
    organisation.save()
    for address in (PLACE, "/en/find/municipalities/lund.atom"):
        feed = read(client, address)
        assert identity in [entry.find("a:id", ATOM).text for entry in feed.findall("a:entry", ATOM)]
    links = [link.get("href") for link in feed.findall("a:entry/a:link", ATOM)]
    assert any(link.endswith("/en/find/organisations/nya-odlarna/") for link in links)


def test_it_is_told_in_the_language_of_its_address(client, harvest):
    feed = read(client, TAG)
    assert feed.find("a:title", ATOM).text == "Nytt i katalogen: Odling"
    feed = read(client, "/en/find/subjects/odling.atom")
    assert feed.find("a:title", ATOM).text == "New in the directory: Growing"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_who_has_a_feed_is_not_sent_it_again_until_something_changes(client, harvest):
    first = client.get(TAG)
    for headers in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        again = client.get(TAG, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    harvest[0].summary_sv = "Något annat."
    harvest[0].save()
    assert client.get(TAG, headers={"If-None-Match": first["ETag"]}).status_code == 200
    empty = [client.get("/hitta/kommuner/ystad.atom")["ETag"] for _time in range(2)]
    assert empty[0] == empty[1]
    assert client.post(TAG).status_code == 405


def test_the_feed_of_a_merged_tag_leads_on_and_of_none_is_not_found(client, harvest):
    old = TagFactory(name="Grönt")
    tags.merge(old, harvest[0].tags.get(), by=editor())
    response = client.get(f"/hitta/amnen/{old.slug}.atom")
    assert (response.status_code, response["Location"]) == (301, TAG)
    assert client.get("/hitta/amnen/finns-inte.atom").status_code == 404
    assert client.get("/hitta/kommuner/finns-inte.atom").status_code == 404


def test_what_is_not_public_is_in_no_feed(client, harvest):
    organisation, initiative, _offer = harvest
    initiative.live = False
    initiative.save()
    assert titles(read(client, TAG)) == ["Frön", "Odlarna"]
    # The offer is named after who offers it, who is hidden now.
    organisation.live = False
    organisation.save()
    assert titles(read(client, ALL)) == ["Teatern"]


def test_letters_that_xml_cannot_say_break_no_feed(client, harvest):
    organisation = harvest[0]
    organisation.name, organisation.summary_sv = "Odl\x0barna", "Frön\x1f & <jord> \ufffe"
    organisation.save()
    assert "Odlarna" in titles(read(client, ALL))


@pytest.mark.parametrize(
    ("address", "feeds"),
    [
        ("/hitta/", [ALL]),
        ("/hitta/?tag=odling", [ALL, TAG]),
        ("/hitta/?tag=odling&municipality=lund", [ALL, TAG, PLACE]),
        ("/hitta/stod/?municipality=lund", [ALL, PLACE]),
        ("/hitta/stod/?municipality=hela-skane", [ALL]),
        ("/hitta/?tag=finns-inte", [ALL]),
        ("/en/find/?tag=odling", ["/en/find/new.atom", "/en/find/subjects/odling.atom"]),
    ],
)
def test_a_list_links_the_feeds_of_what_is_chosen(client, harvest, address, feeds):
    html = client.get(address).content.decode()
    for feed in feeds:
        assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in html
    assert html.count("application/atom+xml") == len(feeds) + 1  # with that of the news


def test_a_feed_asks_little_of_the_database(client, harvest, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get(PLACE)
