"""Pages of support offers, and where else an offer is told of."""

import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sitemaps import Sitemap
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import SupportOffer
from directory.models.offers import RESERVED
from directory.sitemaps import sitemaps
from portal.plugins import search
from search.models import SearchDocument
from tests.directory.factories import OfferFactory, OrganisationFactory, PersonFactory, TagFactory, editor, place
from tests.directory.posted import write

pytestmark = pytest.mark.django_db


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def test_a_page_says_what_who_where_how_and_until_when(client):
    OfferFactory(
        title="Ett första samtal",
        organisation=OrganisationFactory(name="Spaden"),
        description_sv="Första.\n\nAndra.",
        for_whom_sv="Den som har en idé.",
        how_to_apply_sv="Skriv två meningar.",
        application_url="https://spaden.example.org/samtal/",
        website="https://www.spaden.example.org/",
        contact_phone="0451-12 34 56",
        deadline=in_days(3),
        is_free=False,
        cost_sv="300 kronor",
        at=["Hässleholm", "Osby"],
        tagged_with=[TagFactory(name="Arbete")],
    )
    page = client.get("/hitta/stod/ett-forsta-samtal/").content.decode()
    for words in (
        "<p>Andra.</p>",
        "Den som har en idé.",
        "Skriv två meningar.",
        'href="https://spaden.example.org/samtal/" rel="ugc nofollow noopener"',
        'href="tel:0451123456"',
        "300 kronor",
        "Hässleholm, Osby",
        'href="/hitta/organisationer/spaden/"',
        'href="/hitta/stod/?tag=arbete"',
        '<meta property="og:title" content="Ett första samtal">',
    ):
        assert words in page, words
    assert "Kostar inget" not in page


def test_after_its_last_day_an_offer_is_closed(client):
    OfferFactory(title="I dag", deadline=in_days(0), application_url="https://example.org/")
    OfferFactory(title="I går", deadline=in_days(-1), application_url="https://example.org/")
    last_day = client.get("/hitta/stod/i-dag/").content.decode()
    assert "Stängt" not in last_day
    assert "Sök på example.org" in last_day
    day_after = client.get("/hitta/stod/i-gar/").content.decode()
    assert "Stängt för tillfället" in day_after
    assert "Sök på example.org" not in day_after


def test_the_english_page_falls_back_to_swedish_words(client):
    OfferFactory(title="Samtal", for_whom_sv="Alla.", how_to_apply_sv="Ring.", how_to_apply_en="Call.")
    page = client.get("/en/find/support/samtal/").content.decode()
    assert "Alla." in page
    assert "Call." in page
    assert "Ring." not in page


def test_hostile_words_stay_words(client):
    hostile = "</script><script>alert(1)</script><!-- \u2028"
    OfferFactory(title=hostile, slug="ont", description_sv=hostile, for_whom_sv=hostile)
    page = client.get("/hitta/stod/ont/").content.decode()
    assert "<script>alert" not in page
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["name"] == hostile


def test_machines_read_who_offers_it_where_and_until_when(client):
    organisation = OrganisationFactory(name="Spaden")
    OfferFactory(title="Samtal", organisation=organisation, at=["Lund"], deadline=in_days(3))
    page = client.get("/hitta/stod/samtal/").content.decode()
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert data["provider"]["@id"] == "http://testserver/hitta/organisationer/spaden/"
    assert data["areaServed"] == ["Lund"]
    assert data["offers"]["price"] == 0
    assert data["offers"]["availabilityEnds"] == in_days(3).isoformat()


def test_a_draft_is_seen_by_keepers_and_editors_only(client):
    keeper = PersonFactory()
    organisation = OrganisationFactory(kept_by=keeper)
    OfferFactory(title="Utkast", organisation=organisation, live=False)
    OfferFactory(title="Av utkast", organisation=OrganisationFactory(live=False, kept_by=keeper))
    addresses = ["/hitta/stod/utkast/", "/hitta/stod/av-utkast/"]
    for person, status in ((None, 404), (PersonFactory(), 404), (keeper, 200), (editor(), 200)):
        client.logout()
        if person:
            client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [status, status]
    assert "application/ld+json" not in client.get(addresses[0]).content.decode()


def test_neither_a_draft_nor_the_offer_of_a_draft_leaks_anywhere(client):
    organisation = OrganisationFactory(name="Den öppna")
    OfferFactory(title="Hemligt utkast", organisation=organisation, live=False, at=["Lund"])
    OfferFactory(title="Hemligt av dold", organisation=OrganisationFactory(name="Hemlig", live=False), at=["Lund"])
    public = OfferFactory(title="Känt", organisation=organisation)
    public.title = "Hemlig ny titel"
    public.municipalities = [place("Ystad")]
    public.save_revision()
    sitemap: list[Sitemap] = [sitemap() for sitemap in sitemaps.values()]
    told = [
        client.get("/hitta/stod/").content.decode(),
        client.get("/hitta/stod/kant/").content.decode(),
        client.get("/hitta/organisationer/den-oppna/").content.decode(),
        client.get("/api/v1/directory/offers").content.decode(),
        str([url["location"] for one in sitemap for url in one.get_urls(site=SimpleNamespace(domain="example.org"))]),
        str(search.find("hemligt", language="sv")),
    ]
    assert "kant" in told[4]
    assert not [text for text in told if "emlig" in text or "Ystad" in text]
    assert [option.value for option in client.get("/hitta/stod/").context["found"].facets["municipality"]] == [
        "hela-skane"
    ]


def test_a_profile_shows_what_the_organisation_offers(client):
    organisation = OrganisationFactory(name="Spaden")
    OfferFactory(title="Stängt", organisation=organisation, deadline=in_days(-1))
    OfferFactory(title="Öppet", organisation=organisation)
    OfferFactory(title="Någon annans")
    page = client.get("/hitta/organisationer/spaden/").content.decode()
    assert "Stöd som de erbjuder" in page
    assert page.index("/hitta/stod/oppet/") < page.index("/hitta/stod/stangt/")
    assert "Någon annans" not in page


def test_the_search_follows_the_organisation_that_offers(client):
    organisation = OrganisationFactory(name="Spaden")
    offer = OfferFactory(title="Samtal", organisation=organisation, at=["Lund", "Malmö"])

    def document() -> Any:
        return SearchDocument.objects.filter(kind="offer", key=str(offer.pk), language="sv", public=True).first()

    assert "Spaden" in document().text
    assert "Malmö" in document().text
    assert document().facets["form"] == {"advice": "Rådgivning"}
    organisation.name = "Grepen"
    organisation.save_revision().publish()
    assert "Grepen" in document().text
    organisation.unpublish()
    assert document() is None
    organisation.save_revision().publish()
    assert document()
    organisation.delete()
    assert document() is None
    assert not SupportOffer.objects.exists()


def test_a_renamed_municipality_and_a_tag_that_goes_are_followed_in_the_search():
    tag = TagFactory(name="Odling")
    offer = OfferFactory(at=["Lund"], tagged_with=[tag])
    lund = place("Lund")
    lund.name = "Nya Lund"
    lund.save()
    row = SearchDocument.objects.get(kind="offer", key=str(offer.pk), language="sv")
    assert row.municipalities == ["Nya Lund"]
    assert row.tags == ["Odling"]
    tag.delete()
    row.refresh_from_db()
    assert row.tags == []


@pytest.mark.database
@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"kind": "magic"}, {"is_free": False, "cost_sv": ""}, *({"slug": word} for word in RESERVED)],
)
def test_the_database_refuses_what_no_page_could_show(wrong):
    offer = OfferFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportOffer.objects.filter(pk=offer.pk).update(**wrong)


def test_a_form_says_which_fields_are_wrong():
    offer = OfferFactory()
    offer.slug, offer.is_free = "landskapet", False
    with pytest.raises(ValidationError) as refused:
        offer.full_clean()
    assert set(refused.value.message_dict) == {"slug", "cost_sv"}


def test_a_page_costs_the_same_for_many_and_no_more_than_fifteen_queries(client):
    tag = TagFactory()
    organisation = OrganisationFactory(name="Spaden", municipality=place("Lund"))
    OfferFactory(title="Samtal", organisation=organisation, at=["Lund"], tagged_with=[tag])
    OfferFactory(tagged_with=[tag], at=["Malmö"])
    urls = ["/hitta/stod/samtal/", "/hitta/organisationer/spaden/"]

    def cost() -> list[int]:
        counted = []
        for url in urls:
            with CaptureQueriesContext(connection) as captured:
                client.get(url)
            counted.append(len(captured))
        return counted

    client.get("/hitta/")
    few = cost()
    for _number in range(10):
        OfferFactory(organisation=organisation, tagged_with=[tag, TagFactory()], at=["Ystad", "Lund"])
    assert all(now <= before for now, before in zip(cost(), few, strict=True)), (few, cost())
    assert max(few) <= 15, few


def test_the_api_narrows_within_bounds(client):
    spaden = OrganisationFactory(name="Spaden")
    OfferFactory(title="Samtal", organisation=spaden, at=["Lund", "Malmö"], tagged_with=[TagFactory(name="Arbete")])
    OfferFactory(title="Pengar", kind="funding", deadline=in_days(-1))

    def titles(query: str = "") -> list[str]:
        answer = client.get(f"/api/v1/directory/offers?{query}").json()
        assert answer["count"] == len(answer["items"])
        return [item["title"] for item in answer["items"]]

    assert titles() == ["Pengar", "Samtal"]
    assert titles("kind=funding") == titles("is_open=false") == titles("whole_region=true") == ["Pengar"]
    assert titles("whole_region=false") == titles("is_open=true") == ["Samtal"]
    assert titles("municipality=malmo&tag=arbete") == titles("organisation=spaden") == ["Samtal"]
    item = client.get("/api/v1/directory/offers/samtal").json()
    assert [municipality["slug"] for municipality in item["municipalities"]] == ["lund", "malmo"]
    assert item["organisation"] == "spaden"
    assert item["is_open"] is True
    assert {"source_id", "latest_revision", "standing"}.isdisjoint(item)
    for bad in ("limit=101", "limit=0", "offset=-1", "kind=magic", "is_open=perhaps"):
        assert client.get(f"/api/v1/directory/offers?{bad}").status_code == 422
    assert set(client.get("/api/v1/directory/offers/ingen").json()) == {"detail"}


def test_the_api_costs_the_same_for_many(client):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/api/v1/directory/offers")
        return len(captured)

    OfferFactory(at=["Lund"], tagged_with=[TagFactory()])
    few = cost()
    for _number in range(5):
        OfferFactory(at=["Lund", "Malmö"], tagged_with=[TagFactory()])
    assert cost() == few


def test_a_description_is_the_safe_subset_in_every_outlet(client):
    offer = OfferFactory(slug="samtal", description_sv="<p>Hej <b>du</b><script>alert(1)</script></p>")
    assert offer.description_sv == "<p>Hej <strong>du</strong></p>"
    assert "<p>Hej <strong>du</strong></p>" in client.get("/hitta/stod/samtal/").content.decode()
    assert client.get("/api/v1/directory/offers/samtal").json()["description_sv"] == offer.description_sv
    assert "<p>" not in SearchDocument.objects.get(kind="offer", language="sv").text


def outlets(client) -> str:
    page = client.get("/hitta/stod/samtal/").content.decode()
    return page + str(client.get("/api/v1/directory/offers/samtal").json())


def test_a_contact_person_of_an_offer_is_shown_only_with_consent_and_its_day_is_kept(client):
    offer = OfferFactory(slug="samtal", contact_name="Siv Svarar", contact_email="stod@example.org")
    assert "Siv Svarar" not in outlets(client)
    assert "stod@example.org" in outlets(client)
    offer.contact_said_yes = True
    offer.save_revision().publish()
    assert outlets(client).count("Siv Svarar") == 3
    offer.standing.refresh_from_db()
    since = offer.standing.contact_said_yes_at
    assert since
    offer.summary_sv = "Nytt."
    offer.save_revision().publish()
    offer.standing.refresh_from_db()
    assert offer.standing.contact_said_yes_at == since


def test_a_yes_that_is_taken_back_holds_for_old_versions_and_who_has_gone_is_forgotten(client):
    offer = OfferFactory(slug="samtal", contact_name="Siv Svarar", contact_said_yes=True)
    shown = offer.save_revision()
    shown.publish()
    offer.contact_said_yes = False
    offer.save_revision().publish()
    offer.standing.refresh_from_db()
    assert offer.standing.contact_said_yes_at is None
    shown.refresh_from_db()
    shown.publish()
    assert "Siv Svarar" not in outlets(client)
    offer = type(offer).objects.get()
    offer.contact_name = "Bo Svarar"
    offer.contact_said_yes = True
    offer.save_revision().publish()
    assert "Siv" not in str(list(offer.revisions.values_list("content", flat=True)))
    assert "Bo Svarar" in outlets(client)


def test_nobodys_consent_is_none():
    offer = OfferFactory(contact_said_yes=True)
    assert not offer.contact_said_yes
    with pytest.raises(IntegrityError), transaction.atomic():
        type(offer).objects.update(contact_said_yes=True)


def test_a_keeper_who_takes_the_yes_back_is_obeyed_at_once_while_the_rest_waits(client):
    keeper = PersonFactory()
    organisation = OrganisationFactory(kept_by=keeper)
    offer = OfferFactory(slug="samtal", organisation=organisation, contact_name="Siv Svarar", contact_said_yes=True)
    client.force_login(keeper)
    assert write(client, offer, contact_said_yes="", contact_phone="040-12 34 56").status_code == 302
    assert "Siv Svarar" not in outlets(client)
    assert "040-12 34 56" not in outlets(client)
