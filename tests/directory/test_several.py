"""Lists of a closed list's values: whatever is written, the database has only those that there are."""

import pytest

from directory.models import Organisation
from tests.directory.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WRITTEN = [99, 11, "x", 11, None, 3]


def stored() -> list:
    return Organisation.objects.values_list("goals", flat=True).get()


def test_saving_keeps_what_the_list_knows_once_and_in_its_order():
    OrganisationFactory(goals=WRITTEN)
    assert stored() == [3, 11]


def test_so_does_an_update_past_every_instance():
    OrganisationFactory()
    Organisation.objects.update(goals=WRITTEN)
    assert stored() == [3, 11]


def test_so_do_many_at_once():
    Organisation.objects.bulk_create([OrganisationFactory.build(goals=WRITTEN)])
    assert stored() == [3, 11]
    entry = Organisation.objects.get()
    entry.goals = [*WRITTEN, 17]
    Organisation.objects.bulk_update([entry], ["goals"])
    assert stored() == [3, 11, 17]
