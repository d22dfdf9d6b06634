"""What an import may do: what its person may, row by row, when it is planned and when it is applied."""

import pytest
from django.contrib.auth.models import Permission

from directory.models import Organisation
from directory.services import imports
from tests.directory.exchange.files import GOOD, applied, csv_of, planned, plans, row, work
from tests.directory.factories import OrganisationFactory, PersonFactory, keeps
from tests.events.factories import EventFactory  # noqa: F401 - meetups name organisations

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def changing(organisation: Organisation, **cells: str) -> bytes:
    return csv_of({"id": str(organisation.standing.uuid), **cells})


def admin_without(*missing: str):
    """Somebody in the admin who may import, but for what these permissions give."""
    person = PersonFactory()
    wanted = Permission.objects.filter(
        content_type__app_label="directory", content_type__model__in=["organisation", "initiative"]
    )
    person.user_permissions.add(*wanted.exclude(codename__in=missing))
    return person


RIGHTS = [
    (["add_organisation"], ["refused", "changed", "new"]),
    (["change_organisation"], ["new", "refused", "new"]),
    (["publish_organisation"], ["refused", "refused", "new"]),
    (["add_initiative"], ["new", "changed", "refused"]),
]


@pytest.mark.parametrize(("missing", "expected"), RIGHTS)
def test_rights_count_for_each_row_and_again_when_it_is_applied(missing: list[str], expected: list[str], person):
    known = OrganisationFactory(name="Kända")
    content = csv_of(
        {"id": "", **GOOD}, {"id": str(known.standing.uuid), **GOOD}, {"id": "", **GOOD, "form": "projekt"}
    )
    assert plans(planned(content, admin_without(*missing))) == expected
    # Planned by somebody who may, applied by somebody who may not.
    file = applied(planned(content, person), admin_without(*missing))
    assert [row.outcome == "left" for row in file.rows.all()] == [plan == "refused" for plan in expected]
    known.refresh_from_db()
    assert (known.name == "Kända") == (expected[1] == "refused")


def test_a_keeper_changes_nobodys_entry_by_a_file_and_learns_nothing_of_drafts():
    kept, secret = OrganisationFactory(name="Egen"), OrganisationFactory(name="Hemlig", live=False)
    keeper = admin_without("change_organisation", "add_organisation")
    keeps(kept, keeper)
    file = planned(
        csv_of(
            *(
                {"id": str(each.standing.uuid), "name": "Ny", "form": "stiftelse", "summary": "x"}
                for each in (kept, secret)
            )
        ),
        keeper,
    )
    assert plans(file) == ["refused", "bad"]
    assert row(file, 2).old == {}
    assert row(file, 3).problems[0][0] == "id"
    assert "Hemlig" not in str(list(file.rows.values()))


def test_a_locked_entry_is_refused(person):
    known = OrganisationFactory(name="Kända", locked=True)
    assert plans(planned(changing(known, name="Kända", summary="Nytt."), person)) == ["refused"]


def test_somebody_who_is_shut_out_meanwhile_writes_nothing(person):
    file = planned(csv_of(GOOD), person)
    imports.apply(file, by=person)
    person.is_active = False
    person.save()
    work()
    assert row(file).outcome == "left"
    assert not Organisation.objects.exists()
