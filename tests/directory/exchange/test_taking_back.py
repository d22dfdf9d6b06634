"""Taking an import back: all that it brought is gone, and for many rows nothing is asked that a few do not need."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex

from directory.models import Edition, Facet, Listed, NameKey, Organisation, OrganisationKeys
from directory.services import imports
from portal.plugins import search
from tests.directory.exchange.files import GOOD, applied, csv_of, planned, undone, work
from tests.directory.factories import OfferFactory, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
# Whether others lead on to it, and whether list, search, initiatives, meetups and the science shop's questions have it;
# two have savepoints, and wait for each other where many can write.
QUESTIONS = {"sqlite": 10, "postgresql": 12}


def rows(number: int) -> bytes:
    return csv_of(*({**GOOD, "name": f"Odlarna {number}-{row}"} for row in range(number)))


def questions_of_undoing(number: int, person) -> int:
    file = applied(planned(rows(number), person), person)
    imports.undo(file, by=person)
    with CaptureQueriesContext(connection) as captured:
        work()
    assert set(file.rows.values_list("outcome", flat=True)) == {"undone"}
    return len(captured)


def test_each_row_that_is_taken_back_costs_a_handful_of_questions(person):
    few, many = questions_of_undoing(10, person), questions_of_undoing(50, person)
    # Many keys and words go in a few batches more.
    assert many - few <= 40 * QUESTIONS[connection.vendor] + 20


def test_nothing_that_an_import_brought_is_left_when_it_is_taken_back(person):
    image = Image.objects.create(title="Märke", file=get_test_image_file())
    other = OrganisationFactory(name="Grannskafferiet", logo=image)
    file = applied(planned(rows(3), person), person)
    brought = Organisation.objects.exclude(pk=other.pk)
    brought.update(logo=image)
    for organisation in brought:
        ReferenceIndex.create_or_update_for_object(organisation)
    ReferenceIndex.create_or_update_for_object(other)
    references = ReferenceIndex.objects.filter(object_id=other.pk).count()
    assert search.find("Odlarna", language="sv")
    before = Edition.current()
    undone(file, person)
    assert list(Organisation.objects.all()) == [other]
    assert {row.organisation_id for row in OrganisationKeys.objects.all()} == {other.pk}
    assert set(NameKey.objects.values_list("keys", flat=True)) == {other.pk}
    assert {row.organisation_id for row in Listed.objects.all()} == {other.pk}
    assert not Facet.objects.exclude(listed__organisation=other).exists()
    assert ReferenceIndex.objects.count() == references > 0
    assert not search.find("Odlarna", language="sv")
    assert Edition.current() != before


def test_what_nobody_could_see_leaves_the_edition_as_it_is_and_an_offer_makes_it_another():
    draft, public = OrganisationFactory(live=False), OrganisationFactory()
    offer = OfferFactory(organisation=public)
    before = Edition.current()
    draft.delete()
    assert Edition.current() == before
    offer.delete()
    assert (after := Edition.current()) != before
    public.delete()
    assert Edition.current() != after
