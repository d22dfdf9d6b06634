"""Profiles of organisations, and pages of initiatives."""

import json
import re
from types import SimpleNamespace

import pytest
from django.contrib.sitemaps import Sitemap
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Organisation
from directory.sitemaps import sitemaps
from portal.plugins import search
from tests.directory.factories import InitiativeFactory, OrganisationFactory, PersonFactory, TagFactory, editor, place

pytestmark = pytest.mark.django_db


def test_a_profile_shows_what_the_organisation_says(client):
    organisation = OrganisationFactory(
        name="Fyren",
        municipality=place("Lund"),
        contact_phone="046-12 34 56",
        description_sv="Första.\n\nAndra.",
        tagged_with=[TagFactory(name="Arbete")],
    )
    organisation.links.create(label="Program", url="https://program.example.org/")
    organisation.save()
    organisation.standing.is_partner = True
    organisation.standing.save()
    InitiativeFactory(title="Soppan", by=[organisation])
    page = client.get("/hitta/organisationer/fyren/").content.decode()
    expected = [
        "Fyren",
        "Lund",
        'href="tel:046123456"',
        "<p>Andra.</p>",
        "Arbete",
        "Soppan",
        "Partner",
        "Ideell förening",
    ]
    for words in expected:
        assert words in page
    assert '<a href="https://program.example.org/" rel="ugc nofollow noopener">' in page


def test_the_english_page_falls_back_to_swedish_words(client):
    OrganisationFactory(name="Fyren", summary_sv="På svenska.")
    OrganisationFactory(name="Lyktan", summary_sv="På svenska.", summary_en="In English.")
    assert "På svenska." in client.get("/en/find/organisations/fyren/").content.decode()
    assert "In English." in client.get("/en/find/organisations/lyktan/").content.decode()


@pytest.mark.parametrize("page", ["/en/find/", "/en/find/organisations/fyren/"])
def test_words_in_the_other_language_are_marked_as_such(client, page):
    OrganisationFactory(name="Fyren", summary_sv="En klubb.", summary_en="")
    assert re.search(r'<p[^>]* lang="sv">En klubb\.</p>', client.get(page).content.decode())
    swedish = client.get(page.replace("/en/find/", "/hitta/").replace("organisations", "organisationer"))
    assert re.search(r"<p( class=\"lede\")?>En klubb\.</p>", swedish.content.decode())


def test_hostile_words_stay_words(client):
    hostile = "</script><script>alert(1)</script><!-- \u2028"
    OrganisationFactory(name=hostile, slug="ond", description_sv=hostile)
    page = client.get("/hitta/organisationer/ond/").content.decode()
    assert "<script>alert" not in page
    data = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(data)["name"] == hostile


def test_a_draft_is_seen_by_keepers_and_editors_only(client):
    keeper = PersonFactory()
    draft = OrganisationFactory(name="Utkastet", live=False, kept_by=keeper)
    InitiativeFactory(title="Dolt", live=False, by=[draft])
    addresses = ["/hitta/organisationer/utkastet/", "/hitta/initiativ/dolt/"]
    for person, status in ((None, 404), (PersonFactory(), 404), (keeper, 200), (editor(), 200)):
        client.logout()
        if person:
            client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [status, status]


def test_a_draft_leaks_nowhere(client):
    draft = OrganisationFactory(name="Hemligheten", live=False)
    public = OrganisationFactory(name="Den öppna")
    public.name = "Hemligt nytt namn"
    public.save_revision()
    InitiativeFactory(title="Hemlig plan", live=False, by=[public])
    InitiativeFactory(title="Känd plan", by=[draft, public])
    sitemap: list[Sitemap] = [sitemap() for sitemap in sitemaps.values()]
    told = [
        *(client.get(f"/api/v1/directory/{kind}").content.decode() for kind in ("organisations", "initiatives")),
        client.get("/api/v1/directory/initiatives/kand-plan").content.decode(),
        client.get("/hitta/").content.decode(),
        client.get("/hitta/initiativ/kand-plan/").content.decode(),
        client.get("/hitta/organisationer/den-oppna/").content.decode(),
        str([url["location"] for one in sitemap for url in one.get_urls(site=SimpleNamespace(domain="example.org"))]),
        str(search.find("hemlig", language="sv")),
        str(search.find("Hemligheten", language="en")),
    ]
    assert not [text for text in told if "emlig" in text]
    assert client.get("/api/v1/directory/organisations/hemligheten").status_code == 404


def test_a_profile_costs_the_same_for_many_initiatives_and_no_more_than_fifteen_queries(client):
    tag = TagFactory()
    organisation = OrganisationFactory(name="Fyren", municipality=place("Lund"), tagged_with=[tag])
    OrganisationFactory(tagged_with=[tag])
    initiative = InitiativeFactory(title="Soppan", by=[organisation], municipality=place("Lund"))
    initiative.tags.add(tag)
    initiative.save()
    urls = ["/hitta/organisationer/fyren/", "/hitta/initiativ/soppan/"]

    def cost() -> list[int]:
        counted = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counted.append(len(captured))
        return counted

    client.get("/hitta/")
    few = cost()
    for _number in range(20):
        InitiativeFactory(by=[organisation], municipality=place("Malmö"))
        OrganisationFactory(tagged_with=[tag, TagFactory()], municipality=place("Ystad"))
    for other in Organisation.objects.exclude(pk=organisation.pk):
        initiative.parts.create(organisation=other)
    initiative.save()
    assert all(now <= before for now, before in zip(cost(), few, strict=True))
    assert max(few) <= 15, few


def test_the_api_lists_public_fields_within_bounds(client):
    OrganisationFactory(name="Fyren", municipality=place("Lund"), tagged_with=[TagFactory(name="Arbete")])
    InitiativeFactory(title="Soppan", stage="pilot")
    answer = client.get("/api/v1/directory/organisations?municipality=lund&tag=arbete").json()
    assert answer["count"] == 1
    assert answer["items"][0]["name"] == "Fyren"
    assert {"kept_by", "memberships", "source_id", "latest_revision"}.isdisjoint(answer["items"][0])
    assert client.get("/api/v1/directory/initiatives?stage=pilot").json()["items"][0]["title"] == "Soppan"
    for bad in ("limit=101", "limit=0", "offset=-1", "limit=x", "form=okänd"):
        assert client.get(f"/api/v1/directory/organisations?{bad}").status_code == 422
    assert set(client.get("/api/v1/directory/organisations/ingen").json()) == {"detail"}
