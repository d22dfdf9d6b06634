"""List, counts and map say the same, whatever is chosen, and never a word of what is not public."""

from random import Random
from urllib.parse import urlencode

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from directory.forms_of_organising import InitiativeForm, OfferKind, OrganisationForm, Stage
from directory.models import Edition, Facet, Listed, Organisation, OrganisationPlace, SupportOffer, Tag
from directory.queries import Filters
from directory.services import tags
from directory.services.listing import reconcile
from portal.plugins import search
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, TagFactory, editor, place

pytestmark = pytest.mark.django_db


def context(client: Client, query: str = "") -> dict:
    response = client.get(f"/hitta/?{query}")
    assert response.status_code == 200, response
    return response.context


def counts(client: Client, facet: str, query: str = "") -> dict[str, int]:
    return {option.value: option.count for option in context(client, query)["found"].facets[facet]}


@pytest.fixture(scope="module")
def many(written_once):
    """Sixty of both kinds, a third of which nobody may see."""
    random = Random(7)
    subjects = [TagFactory(name=name) for name in ("Odling", "Mat", "Lek")]
    for number in range(60):
        common = {
            "live": random.random() > 0.3,
            "municipality": random.choice([place("Lund"), place("Malmö"), place("Ystad"), None]),
            "goals": random.sample([1, 3, 11], random.randint(0, 2)),
        }
        if number % 3:
            made = OrganisationFactory(
                name=f"Grupp {number}", form=random.choice(OrganisationForm.values[:3]), **common
            )
            for order in range(random.choice([0, 0, 1, 2])):
                OrganisationPlace.objects.create(
                    organisation=made,
                    sort_order=order,
                    street="Gatan",
                    latitude=55.4 + random.random(),
                    longitude=13 + random.random(),
                    is_hidden=random.random() < 0.3,
                )
            if random.random() < 0.4:
                OfferFactory(organisation=made, kind=random.choice(OfferKind.values[:2]), live=random.random() < 0.6)
        else:
            made = InitiativeFactory(
                title=f"Försök {number}",
                form=random.choice(InitiativeForm.values[:2]),
                stage=random.choice(["", *Stage.values[:2]]),
                **common,
            )
        made.tags.set(random.sample(subjects, random.randint(0, 2)))
        made.save()
        search.publish(made)


def _questions(number: int) -> list[str]:
    random = Random(11)
    values = {
        "type": ["organisation", "initiative"],
        "municipality": ["lund", "malmo", "ystad"],
        "tag": ["odling", "mat", "lek"],
        "form": [*OrganisationForm.values[:3], *InitiativeForm.values[:2]],
        "stage": Stage.values[:2],
        "support": OfferKind.values[:2],
        "goal": ["1", "3", "11"],
    }
    asked = []
    for _number in range(number):
        names = random.sample(list(values), random.randint(0, 3))
        chosen = [(name, value) for name in names for value in random.sample(values[name], random.randint(1, 2))]
        if random.random() < 0.25:
            chosen.append(("box", "13.0,55.4,13.6,55.9"))
        asked.append(urlencode(chosen))
    return asked


@pytest.mark.database
def test_each_count_is_as_long_as_the_list_that_choosing_it_gives(client, many):
    for query in _questions(12):
        shown = context(client, query)
        filters, found = shown["filters"], shown["found"]
        assert found.total == sum(1 for _entry in _all(client, query)), query
        for name, options in found.facets.items():
            for option in options:
                alone = filters.without(name).with_also(name, option.value)
                assert option.count == context(client, alone.query)["found"].total, (query, name, option.value)


def _all(client: Client, query: str) -> list:
    found = context(client, query)["found"]
    pages = found.page.paginator.num_pages
    return [
        entry for number in range(1, pages + 1) for entry in context(client, f"{query}&page={number}")["found"].page
    ]


@pytest.mark.database
def test_the_map_has_each_entry_of_the_list_that_has_a_place(client, many):
    for query in _questions(12):
        if "box=" in query:
            continue
        filters = Filters.of(client.get(f"/hitta/?{query}").wsgi_request.GET)
        entries = _all(client, query)
        without = Listed.objects.filter(is_on_map=False)
        nowhere = {*without.values_list("organisation", flat=True)} - {None}
        nowhere_too = {*without.values_list("initiative", flat=True)} - {None}
        placed = [
            entry for entry in entries if entry.pk not in (nowhere if isinstance(entry, Organisation) else nowhere_too)
        ]
        # All of Skåne in cells as wide as it: one cluster has everybody once, however many places each has.
        clusters = client.get(f"/api/v1/directory/map?zoom=7&{filters.query}").json()["clusters"]
        assert sum(cluster["count"] for cluster in clusters) >= len(placed)
        assert all(cluster["count"] <= len(placed) for cluster in clusters)


def test_who_has_places_in_neighbouring_cells_counts_once_in_a_cluster(client):
    here = OrganisationFactory(name="Två hus", municipality=place("Lund"))
    for longitude in (13.1999, 13.2001, 13.2003):
        OrganisationPlace.objects.create(organisation=here, street="Gatan", latitude=55.7, longitude=longitude)
    search.publish(here)
    for number in range(3):
        OrganisationFactory(name=f"Granne {number}", municipality=place("Lund"))
    for zoom in range(7, 13):
        clusters = client.get(f"/api/v1/directory/map?zoom={zoom}&bbox=13.1,55.6,13.3,55.8").json()["clusters"]
        assert max(cluster["count"] for cluster in clusters) <= 4
        assert sum(cluster["count"] for cluster in clusters) == 4, zoom


def test_goals_and_kinds_of_support_narrow(client):
    baker = OrganisationFactory(name="Bagarna", goals=[2, 12])
    OrganisationFactory(name="Bokarna", goals=[4])
    offer = OfferFactory(organisation=baker, kind="premises")
    assert counts(client, "support") == {"premises": 1}
    assert [entry.called for entry in context(client, "goal=12&support=premises")["found"].page] == ["Bagarna"]
    assert [str(option.label) for option in context(client)["found"].facets["goal"]] == [
        "2. Ingen hunger",
        "4. God utbildning för alla",
        "12. Hållbar konsumtion och produktion",
    ]
    offer.unpublish()
    assert counts(client, "support") == {}


@pytest.mark.database
def test_an_offer_that_moves_or_goes_is_counted_where_it_is(client):
    one, other = OrganisationFactory(name="Ena"), OrganisationFactory(name="Andra")
    offer = OfferFactory(organisation=one, kind="advice")
    offer.organisation = other
    offer.save()
    assert [entry.called for entry in context(client, "support=advice")["found"].page] == ["Andra"]
    SupportOffer.objects.get(pk=offer.pk).delete()
    assert counts(client, "support") == {}


@pytest.mark.database
def test_what_is_withdrawn_deleted_or_drafted_is_counted_nowhere(client):
    tag = TagFactory(name="Odling")
    kept = OrganisationFactory(name="Kvar", municipality=place("Lund"), tagged_with=[tag], goals=[1])
    gone = OrganisationFactory(name="Borta", municipality=place("Lund"), tagged_with=[tag], goals=[1])
    assert counts(client, "tag") == {"odling": 2}
    gone.unpublish()
    assert (counts(client, "tag"), counts(client, "municipality"), counts(client, "goal")) == (
        {"odling": 1},
        {"lund": 1},
        {"1": 1},
    )
    draft = Organisation.objects.get(pk=kept.pk)
    draft.municipality, draft.goals = place("Ystad"), [3]
    draft.save_revision()
    assert (counts(client, "municipality"), counts(client, "goal")) == ({"lund": 1}, {"1": 1})
    draft.latest_revision.publish()
    assert (counts(client, "municipality"), counts(client, "goal")) == ({"ystad": 1}, {"3": 1})
    Organisation.objects.get(pk=kept.pk).delete()
    assert not any(context(client)["found"].facets.values())
    assert not Facet.objects.exists()


@pytest.mark.database
def test_a_write_that_is_taken_back_is_counted_nowhere(client):
    OrganisationFactory(municipality=place("Lund"))
    assert counts(client, "municipality") == {"lund": 1}
    with transaction.atomic():
        OrganisationFactory(municipality=place("Lund"))
        assert counts(client, "municipality") == {"lund": 2}
        transaction.set_rollback(True)
    OrganisationFactory(municipality=place("Ystad"))
    assert counts(client, "municipality") == {"lund": 1, "ystad": 1}


def test_a_merged_tag_is_counted_under_the_one_that_stays(client):
    old, new = TagFactory(name="Plantor"), TagFactory(name="Odling")
    OrganisationFactory(tagged_with=[old])
    OrganisationFactory(tagged_with=[old, new])
    assert counts(client, "tag") == {"odling": 1, "plantor": 2}
    tags.merge(old, new, by=editor())
    assert counts(client, "tag") == {"odling": 2}
    assert client.get("/hitta/?tag=plantor", follow=True).redirect_chain == [("/hitta/?tag=odling", 301)]


def test_a_renamed_address_of_a_tag_is_followed(client):
    tag = TagFactory(name="Odling")
    OrganisationFactory(tagged_with=[tag])
    found = Tag.objects.get(pk=tag.pk)
    found.slug = "odla"
    found.save()
    assert counts(client, "tag") == {"odla": 1}


@pytest.mark.database
def test_the_check_tells_and_mends_what_slipped_past_every_signal(client, capsys):
    OrganisationFactory.create_batch(3, municipality=place("Lund"))
    call_command("directory_check")
    assert "in step" in capsys.readouterr().out
    Organisation.objects.filter(pk__in=Organisation.objects.values("pk")[:1]).update(live=False)
    Organisation.objects.filter(live=True).update(municipality=place("Ystad"))
    before = Edition.current()
    with pytest.raises(CommandError, match="3 organisation"):
        call_command("directory_check")
    assert (counts(client, "municipality"), Edition.current()) == ({"lund": 3}, before)
    call_command("directory_check", "--repair")
    assert "Mended: 3 organisation." in capsys.readouterr().out
    assert counts(client, "municipality") == {"ystad": 2}
    assert not reconcile(repair=False)


@pytest.mark.database
@pytest.mark.parametrize(
    "wrong", [("goal", "18"), ("goal", "x"), ("shape", "round"), ("tag", "")], ids=["goal", "word", "name", "empty"]
)
def test_the_database_refuses_facets_that_are_none(wrong):
    OrganisationFactory()
    listed = Listed.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Facet.objects.create(listed=listed, name=wrong[0], value=wrong[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        Facet.objects.create(listed=listed, name="type", value="organisation")


def test_what_nothing_is_called_is_left_out_and_said(client):
    OrganisationFactory(municipality=place("Lund"))
    page = client.get("/hitta/?municipality=atlantis&goal=99&tag=finns-inte&municipality=lund")
    assert page.context["found"].total == 1
    assert "Vi känner inte till ”99, atlantis, finns-inte” och tog bort det." in page.content.decode()
    assert 'rel="canonical" href="http://testserver/hitta/?municipality=lund"' in page.content.decode()
    assert "Vi känner inte till" not in client.get("/hitta/?municipality=lund").content.decode()


def test_one_choice_has_one_address(client):
    first = context(client, "tag=&municipality=malmo&municipality=lund&municipality=lund&near=")
    assert first["filters"].query == "municipality=lund&municipality=malmo"


def test_long_facets_show_eight_and_keep_what_is_chosen_in_sight(client):
    for number in range(10):
        tag = TagFactory(name=f"Ämne {number}")
        OrganisationFactory.create_batch(10 - number, tagged_with=[tag])
    page = client.get("/hitta/").content.decode()
    assert "Visa 2 till" in page
    assert '<details class="facet-more" >' in page
    assert '<details class="facet-more" open>' in client.get(f"/hitta/?tag={tag.slug}").content.decode()


def test_the_landscape_and_the_support_list_follow_each_offer(client):
    offer = OfferFactory(kind="advice", at=["Lund"])
    assert client.get("/hitta/stod/").context["found"].total == 1
    assert "landscape-table" in client.get("/hitta/stod/landskapet/").content.decode()
    offer.deadline = timezone.localdate() - timezone.timedelta(days=1)
    offer.save()
    found = client.get("/hitta/stod/").context["found"]
    assert {option.value: option.count for option in found.facets["open"]} == {"closed": 1}
    assert "landscape-table" not in client.get("/hitta/stod/landskapet/").content.decode()
