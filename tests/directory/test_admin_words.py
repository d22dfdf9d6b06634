"""What the admin says of the directory: who, when, and whom it trusts."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry

from directory.models import OrganisationStanding
from directory.services import reports
from tests.directory.factories import OfferFactory, OrganisationFactory, PersonFactory, editor, keeps
from tests.directory.posted import write
from tests.directory.test_admin_lists import bulk, listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(editor())
    return client


def trusted() -> set[str]:
    return set(OrganisationStanding.objects.filter(is_trusted=True).values_list("organisation__name", flat=True))


def test_several_organisations_are_trusted_at_once_and_no_longer(admin):
    first, second = OrganisationFactory(name="Fyren"), OrganisationFactory(name="Båken", trusted=True)
    other = OrganisationFactory(name="Annan")
    url = bulk("organisation", "trust", first, second)
    page = admin.get(url).content.decode()
    assert "Fyren" in page
    assert "1 lämnas utanför" in page
    assert trusted() == {"Båken"}
    assert admin.post(url).status_code == 302
    assert trusted() == {"Fyren", "Båken"}
    [logged] = ModelLogEntry.objects.filter(action="directory.set_standing")
    assert (logged.object_id, logged.data["is_trusted"]) == (str(first.pk), True)
    admin.post(bulk("organisation", "distrust", first, second, other))
    assert trusted() == set()


def test_who_may_not_change_organisations_makes_none_trusted(admin):
    organisation = OrganisationFactory()
    person = PersonFactory()
    keeps(organisation, person)
    admin.force_login(person)
    admin.post(bulk("organisation", "trust", organisation))
    assert trusted() == set()


def test_initiatives_are_not_trusted(admin):
    assert "bulk/directory/initiative/trust" not in admin.get(listing("initiative")).content.decode()


def test_the_trusted_ones_are_listed(admin):
    OrganisationFactory(name="Fyren", trusted=True)
    OrganisationFactory(name="Båken")
    page = admin.get(listing("organisation"), {"standing__is_trusted": "true"}).content.decode()
    assert "Fyren" in page
    assert "Båken" not in page


def test_the_history_calls_a_visitor_a_visitor_and_the_portal_the_portal(admin):
    organisation = OrganisationFactory()
    reports.report(organisation, text="Fel nummer.", email="")
    page = admin.get(reverse("wagtailsnippets_directory_organisation:history", args=[organisation.pk])).content.decode()
    assert "En besökare" in page
    assert "system" not in page.split("<main")[1].split("</main")[0].replace("system-", "")


def test_the_last_day_of_an_offer_is_written_as_other_days(admin):
    day = timezone.localdate() + timedelta(days=9)
    OfferFactory(deadline=day)
    assert date_format(day) in admin.get(listing("supportoffer")).content.decode()


def test_a_profiles_history_says_what_was_done_and_at_what_time(client):
    owner = PersonFactory(first_name="Olle", last_name="Ägare")
    organisation = OrganisationFactory(name="Fyren", kept_by=owner, trusted=True)
    client.force_login(owner)
    write(client, organisation, website="https://fyren.example.org")
    organisation.refresh_from_db()
    organisation.latest_revision.publish(user=owner, skip_permission_checks=True)
    reports.report(organisation, text="Fel nummer.", email="")
    when = ModelLogEntry.objects.get(action="wagtail.publish").timestamp
    page = client.get(f"/hitta/organisationer/{organisation.slug}/historik/").content.decode()
    assert "Publicerade profilen" in page
    assert "En besökare" in page
    assert f"{timezone.localtime(when):%H.%M}</time>" in page
