"""The counts that are kept as the list is written are what counting it anew would give."""

import pytest
from django.core.management import CommandError, call_command

from directory.facets import kept
from directory.models import FacetCount, Municipality
from directory.services.listing import reconcile
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, TagFactory, place

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_every_write_counts_what_it_changes():
    food, work = TagFactory(name="Mat"), TagFactory(name="Arbete")
    one = OrganisationFactory(municipality=place("Lund"), form="stiftelse", tagged_with=[food])
    other = OrganisationFactory(municipality=place("Lund"), form="stiftelse", tagged_with=[food, work])
    initiative = InitiativeFactory(municipality=place("Ystad"), tagged_with=[food])
    first, second = OfferFactory(organisation=one, kind="advice"), OfferFactory(organisation=one, kind="funding")
    assert kept()["tag"] == {"mat": 3, "arbete": 1}
    assert kept("organisation")["municipality"] == {"lund": 2}
    assert kept()["support"] == {"advice": 1, "funding": 1}
    assert not reconcile(repair=False)
    one.municipality = place("Malmö")
    one.save_revision().publish()
    assert kept()["municipality"] == {"lund": 1, "malmo": 1, "ystad": 1}
    other.unpublish()
    second.delete()
    assert kept()["tag"] == {"mat": 2}
    assert kept()["support"] == {"advice": 1}
    initiative.delete()
    assert "initiative" not in kept()["type"]
    Municipality.objects.filter(slug="malmo").get().save()
    assert not reconcile(repair=False)
    first.delete()
    one.delete()
    assert kept() == {}
    assert not reconcile(repair=False)


def test_a_write_that_is_taken_back_is_not_counted():
    OrganisationFactory(municipality=place("Lund"))
    before = kept()
    reconcile(repair=False)
    assert kept() == before


def test_the_check_tells_and_mends_counts_that_are_wrong(capsys):
    OrganisationFactory(municipality=place("Lund"))
    FacetCount.objects.filter(name="municipality").update(count=7)
    FacetCount.objects.filter(name="type").delete()
    FacetCount.objects.create(kind="initiative", name="stage", value="pilot", count=1)
    with pytest.raises(CommandError, match="3 counts"):
        call_command("directory_check")
    assert kept()["municipality"] == {"lund": 7}
    call_command("directory_check", "--repair")
    assert "3 counts" in capsys.readouterr().out
    assert (kept()["municipality"], kept()["type"], "stage" in kept()) == ({"lund": 1}, {"organisation": 1}, False)
