"""Addresses of what is not there any more, and of what goes while somebody writes about it."""

from unittest.mock import patch

import pytest
from django.core import mail
from django.test import Client

from directory.models import ErrorReport, GoneAddress, Initiative, Organisation
from directory.services import merging, reports, withdrawing
from directory.services.planning import left_among
from directory.views import reporting
from portal.plugins.guarded_forms import mark
from tests.directory.at_once import at_once
from tests.directory.factories import InitiativeFactory, OfferFactory, OrganisationFactory, editor, keeps

pytestmark = [pytest.mark.django_db, pytest.mark.database]
OURS = {"Sec-Fetch-Site": "same-origin"}
FACTORIES = {"organisationer": OrganisationFactory, "initiativ": InitiativeFactory, "stod": OfferFactory}
KIND = {"organisationer": "organisation", "initiativ": "initiative", "stod": "offer"}


def merge(kept: Organisation, other: Organisation) -> None:
    kept, other = (Organisation.objects.get(pk=one.pk) for one in (kept, other))
    contents = (merging.content_of(kept), merging.content_of(other))
    merging.merge(kept, other, contents[0], by=editor(), shown=merging.fingerprint(*contents))


@pytest.fixture
def kept():
    """What stays of three entries of one organisation, the first merged into the second, that into this."""
    first, second, last = (OrganisationFactory(name=name) for name in ("Boken", "Båten", "Bryggan"))
    first.standing.source_id = "b-1"
    first.standing.save()
    merge(second, first)
    merge(last, second)
    return Organisation.objects.get(pk=last.pk)


def end(kept: Organisation) -> None:
    withdrawing.withdraw(kept, by=keeps(kept, role="owner").user)


def delete(kept: Organisation) -> None:
    kept.delete()


@pytest.mark.parametrize("go", [end, delete])
def test_old_addresses_of_merged_copies_say_kindly_that_it_has_gone(client, kept, go):
    for slug in ("boken", "baten"):
        assert client.get(f"/hitta/organisationer/{slug}/").status_code == 301
    go(kept)
    for slug in ("boken", "baten"):
        answer = client.get(f"/hitta/organisationer/{slug}/")
        assert answer.status_code == 410
        assert "Profilen är avslutad" in answer.content.decode()
        assert "noindex" in answer.content.decode()
        assert client.get(f"/en/find/organisations/{slug}/").status_code == 410


@pytest.mark.parametrize("go", [end, delete])
def test_a_merged_copy_does_not_come_back_by_a_file_when_the_other_has_gone(kept, go):
    go(kept)
    assert left_among(["b-1", "b-2", ""]) - {""} == {"b-1"}


def test_a_new_profile_may_stand_where_a_merged_copy_was(client, kept):
    kept.delete()
    again = OrganisationFactory(name="Boken")
    assert client.get(again.get_absolute_url()).status_code == 200
    # And goes like any other.
    merge(OrganisationFactory(name="Huset"), again)
    Organisation.objects.get(name="Huset").delete()
    assert client.get("/hitta/organisationer/boken/").status_code == 410
    assert GoneAddress.objects.filter(slug="boken").count() == 1


def test_where_the_other_is_only_taken_off_nothing_is_said_of_it(client, kept):
    kept.unpublish()
    assert client.get("/hitta/organisationer/boken/").status_code == 404


@pytest.mark.parametrize("path", FACTORIES)
@pytest.mark.parametrize("go", ["delete", "unpublish"])
def test_an_error_reported_while_the_entry_goes_is_a_kind_404(path, go):
    entry = FACTORIES[path]()
    address = f"/hitta/{path}/{entry.slug}/fel/"
    client = Client(raise_request_exception=False)
    form = {"text": "Fel nummer står där.", "email": "", "opened": mark(f"{KIND[path]}:{entry.pk}", 5)}
    with patch.object(reporting, "consume", lambda *asked, **given: getattr(entry, go)() or True):
        answer = client.post(address, form, headers=OURS)
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()
    assert not ErrorReport.objects.exists()
    assert not mail.outbox


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(4))
@pytest.mark.parametrize("path", FACTORIES)
def test_of_a_report_and_a_deletion_at_once_neither_is_an_error(attempt, path):
    entry = FACTORIES[path]()
    again = type(entry)._default_manager.get(pk=entry.pk)
    outcome = at_once(lambda: reports.report(entry, text="Fel."), again.delete)
    assert outcome in (["Gone", "done"], ["done", "done"])
    assert not ErrorReport.objects.exists()
    assert not Initiative.objects.exists()
