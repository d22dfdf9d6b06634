"""What has happened to a profile, and what it lacks, for those who keep it."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry

import directory
from directory.completeness import what_is_missing
from directory.models import Channel, ContactPerson, OrganisationPlace
from directory.services import freshness, reports
from portal.accounts.models import User
from tests.directory.factories import OrganisationFactory, PersonFactory, TagFactory, editor, keeps, place
from tests.directory.posted import write

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page_of(organisation, person) -> str:
    return signed_in(person).get(f"/hitta/organisationer/{organisation.slug}/historik/").content.decode()


def test_a_keeper_reads_who_changed_which_part_when():
    owner = PersonFactory(first_name="Olle", last_name="Ägare")
    organisation = OrganisationFactory(name="Fyren", kept_by=owner)
    client = signed_in(owner)
    assert write(client, organisation, website="https://fyren.example.org").status_code == 302
    assert write(client, organisation, summary_sv="Nytt.", tags=[TagFactory().pk]).status_code == 302
    page = page_of(organisation, owner)
    assert "Olle Ägare: Så når man er" in page
    assert "Olle Ägare: Vilka ni är" in page


def test_no_address_of_an_editor_or_of_a_stranger_is_shown():
    owner, of_the_house, stranger = PersonFactory(), editor(), PersonFactory()
    keeper = keeps(OrganisationFactory(name="Fyren", kept_by=owner)).user
    organisation = owner.organisation_memberships.get().organisation
    freshness.confirm(organisation, by=of_the_house)
    log(organisation, "directory.claim", user=stranger)
    log(organisation, "wagtail.edit", user=User.objects.create_superuser("admin@example.org"))
    reports.report(organisation, text="Fel.", email="ser.fel@example.org")
    gone = PersonFactory()
    log(organisation, "directory.leave", user=gone)
    gone.delete()
    for reader in (owner, keeper):
        page = page_of(organisation, reader)
        main = page[page.index("<main") : page.index("</main")]
        assert "Redaktionen" in main
        assert "Någon som har tagit bort sitt konto" in main
        assert "En besökare" in main
        assert not re.findall(r"[\w.]+@[\w.]+", main)


def test_the_history_of_another_organisation_is_not_there():
    organisation = OrganisationFactory(kept_by=PersonFactory())
    for part in ("historik", "oversikt"):
        url = f"/hitta/organisationer/{organisation.slug}/{part}/"
        assert signed_in(PersonFactory()).get(url).status_code == 404


def test_a_long_history_has_pages_and_costs_the_same_queries(django_assert_max_num_queries):
    owner = PersonFactory()
    organisation = OrganisationFactory(kept_by=owner)
    for number in range(70):
        organisation.summary_sv = f"Nummer {number}."
        organisation.save_revision(user=owner, log_action=True)
    client = signed_in(owner)
    with django_assert_max_num_queries(22):
        page = client.get(f"/hitta/organisationer/{organisation.slug}/historik/?page=2").content.decode()
    assert page.count("<time") == 30


def test_what_every_service_logs_has_words_in_swedish():
    sources = Path(directory.__file__).parent.rglob("*.py")
    logged = {name for path in sources for name in re.findall(r'log\(\s*[^"]*?"(directory\.\w+)"', path.read_text())}
    assert len(logged) > 20
    assert not [name for name in logged if not registry.action_exists(name)]

    def said(name: str) -> set[str]:
        entry = ModelLogEntry(action=name, data={})
        return {str(registry.get_action_label(name)), str(registry.get_formatter(entry).format_message(entry))}

    for name in logged:
        with translation.override("sv"):
            swedish = said(name)
        with translation.override("en"):
            assert not swedish & said(name), name


def test_what_is_missing_is_said_with_the_way_to_write_it_and_a_complete_profile_lacks_nothing():
    owner = PersonFactory()
    organisation = OrganisationFactory(name="Fyren", kept_by=owner)
    labels = [str(part.label) for part in what_is_missing(organisation)]
    assert labels[0] == "En beskrivning"
    assert "Organisationsnumret" in labels
    url = f"/hitta/organisationer/{organisation.slug}/oversikt/"
    page = signed_in(owner).get(url).content.decode()
    for part in what_is_missing(organisation):
        assert str(part.label) in page
        assert part.url.startswith(organisation.edit_url)
        assert signed_in(owner).get(part.url).status_code == 200
    organisation.description_sv, organisation.summary_en = "<p>Vi lagar.</p>", "We mend."
    organisation.contact_phone, organisation.audiences = "040-12 34 56", ["aldre"]
    organisation.organisation_number, organisation.logo_id = "8024241237", None
    organisation.tags.add(TagFactory())
    organisation.places = [OrganisationPlace(town="Malmö", municipality=place("Malmö"))]
    organisation.contacts = [ContactPerson(name="Siv")]
    organisation.channels = [Channel(kind="facebook", url="https://www.facebook.com/fyren")]
    organisation.save_revision()
    organisation.refresh_from_db()
    assert [str(part.label) for part in what_is_missing(organisation)] == ["En logotyp"]


def test_a_network_is_not_asked_for_a_number():
    labels = [str(part.label) for part in what_is_missing(OrganisationFactory(form="natverk"))]
    assert "Organisationsnumret" not in labels
