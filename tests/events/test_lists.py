"""What visitors choose among: subjects, organisers, months; a series' page; the same as open data."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from directory.models import Municipality
from events.models import AgendaItem, EventTag, Material, Series
from tests.directory.factories import TagFactory
from tests.events.factories import EventFactory, organised

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def lund():
    return Municipality.objects.get(name="Lund")


def titles(client, query: str) -> list[str]:
    return [event.title for event in client.get(f"/kalender/?{query}").context["page"]]


def options(client, name: str, query: str = "") -> dict[str, int]:
    groups = client.get(f"/kalender/?{query}").context["groups"]
    chosen = next((group["options"] for group in groups if group["name"] == name), [])
    return {option.value: option.count for option in chosen}


def test_a_month_is_swedens_month(client):
    starts_at = datetime(2031, 12, 31, 23, 30, tzinfo=UTC)
    EventFactory(title="Nyår", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    assert titles(client, "month=2032-01") == ["Nyår"]
    assert titles(client, "month=2031-12") == []
    assert options(client, "month") == {"2032-01": 1}
    assert "Januari 2032" in client.get("/kalender/").content.decode()


def test_a_meetup_with_two_of_the_chosen_subjects_stands_there_once(client, lund):
    both, one = EventFactory(title="Båda", municipality=lund), EventFactory(title="En")
    water, bread = TagFactory(name="Vatten", slug="vatten"), TagFactory(name="Bröd", slug="brod")
    for event, tag in ((both, water), (both, bread), (one, bread)):
        EventTag.objects.create(content_object=event, tag=tag)
    assert sorted(titles(client, "tag=vatten&tag=brod")) == ["Båda", "En"]
    assert titles(client, "tag=brod&municipality=lund") == ["Båda"]
    assert options(client, "tag", "municipality=lund") == {"vatten": 1, "brod": 1}
    assert options(client, "tag") == {"vatten": 1, "brod": 2}


def test_an_organiser_is_chosen_only_while_it_is_public(client):
    event = EventFactory(title="Fika")
    organisation = organised(event)
    assert titles(client, f"organisation={organisation.slug}") == ["Fika"]
    assert options(client, "organisation") == {organisation.slug: 1}
    organisation.live = False
    organisation.save()
    assert options(client, "organisation") == {}
    assert titles(client, f"organisation={organisation.slug}") == []


@pytest.mark.parametrize(
    "query", ["month=2031-13", "month=x", "month=99999-01", "tag=%00", "organisation=" + "å" * 999]
)
def test_a_strange_choice_gets_a_list(client, query):
    assert client.get(f"/kalender/?{query}").status_code == 200


def test_a_list_leads_to_the_feeds_of_what_is_chosen(client):
    tag = TagFactory(name="Vatten", slug="vatten")
    EventTag.objects.create(content_object=EventFactory(), tag=tag)
    page = client.get("/kalender/?tag=vatten").content.decode()
    assert "/kalender/amnen/vatten.ics" in page
    assert "/kalender/amnen/vatten.atom" in page


def test_a_series_has_a_page_once_a_meetup_of_it_is_public(client):
    series = Series.objects.create(title="Odla", slug="odla")
    draft = EventFactory(title="Senare", series=series, live=False)
    assert client.get("/kalender/serier/odla/").status_code == 404
    first = EventFactory(title="Först", series=series, starts_at=timezone.now() - timedelta(days=30))
    second = EventFactory(title="Sedan", series=series)
    page = client.get("/kalender/serier/odla/").content.decode()
    assert first.title in page
    assert second.title in page
    assert draft.title not in page
    page = client.get(second.get_absolute_url()).content.decode()
    assert "En del av serien Odla" in page
    assert first.title in page
    assert draft.title not in page


def test_the_page_shows_what_happens_how_to_get_there_and_what_remains(client):
    event = EventFactory(
        directions="Buss 4.", accessibility="Hiss finns.", notes="<p>Elva frågor.</p>", languages=["sv", "ar"]
    )
    AgendaItem.objects.create(event=event, title="Kaffe", speakers="Åsa, Lunds universitet")
    Material.objects.create(event=event, title="Bilder", url="https://example.org/bilder")
    page = client.get(event.get_absolute_url()).content.decode()
    for words in ("Buss 4.", "Hiss finns.", "Elva frågor.", "Arabiska", "Kaffe", "Lunds universitet", "Bilder"):
        assert words in page


def test_what_is_written_cannot_become_a_script(client):
    bad = "<script>alert(1)</script>"
    event = EventFactory(
        status="moved",
        status_note=bad,
        directions=bad,
        body=f"<p>{bad}</p>",
        notes=f"<p onclick=x>{bad}</p>",
        place=bad,
    )
    AgendaItem.objects.create(event=event, title=bad, text=bad, speakers=bad)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "alert(1)</script>" not in page
    assert "onclick" not in page


def test_open_data_is_chosen_by_subject_organiser_series_and_day(client):
    event = EventFactory(
        title="Fika",
        series=Series.objects.create(title="Odla", slug="odla"),
        starts_at=datetime(2031, 5, 4, 22, 30, tzinfo=UTC),
        ends_at=datetime(2031, 5, 4, 23, 30, tzinfo=UTC),
        status="moved",
        status_note="Till växthuset.",
        online_link="https://hemlig.example.org/",
    )
    EventTag.objects.create(content_object=event, tag=TagFactory(name="Vatten", slug="vatten"))
    organisation = organised(event)
    EventFactory(title="Annat")

    def found(query: str) -> list[str]:
        return [item["title"] for item in client.get(f"/api/v1/events/?{query}").json()["items"]]

    for query in ("tag=vatten", f"organisation={organisation.slug}", "series=odla", "from=2031-05-05&to=2031-05-05"):
        assert found(query) == ["Fika"], query
    # In Sweden it is the fifth already.
    assert found("to=2031-05-04&from=2031-05-04") == []
    (item,) = client.get("/api/v1/events/?series=odla").json()["items"]
    assert (item["status"], item["status_note"], item["series"]) == ("moved", "Till växthuset.", "odla")
    assert item["uuid"] == str(event.uuid)
    assert "hemlig" not in client.get("/api/v1/events/?series=odla").content.decode()
    for strange in ("from=x", "from=0001-01-01&to=9999-12-31"):
        assert client.get(f"/api/v1/events/?{strange}").status_code in {200, 422}
    assert "to" in client.get("/api/v1/openapi.json").content.decode()


def test_the_search_knows_the_series_and_what_has_happened(client):
    from events.services.publishing import follow
    from portal.plugins import search

    event = EventFactory(title="Fika", series=Series.objects.create(title="Zebraserien", slug="zebra"))
    event.status, event.status_note = "cancelled", "Sjuk."
    event.save()
    follow(event)
    (hit,) = search.find("zebraserien", language="sv")
    assert hit.summary.startswith("Inställd: ")
    event.series.title = "Giraffserien"
    event.series.save()
    assert search.find("zebraserien", language="sv") == []
    event.series.delete()
    assert search.find("giraffserien", language="sv") == []
