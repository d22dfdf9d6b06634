"""Two entries of one organisation, and the editor who makes them one."""

import pytest

from tests.directory.factories import OrganisationFactory, TagFactory, editor, place
from tests.directory.merging.pair import anew


@pytest.fixture
def by():
    return editor()


@pytest.fixture
def admin(client, by):
    client.force_login(by)
    return client


@pytest.fixture
def kept():
    organisation = OrganisationFactory(name="Fyren", municipality=place("Lund"), website="https://fyren.example.org")
    organisation.places.create(street="Storgatan 1", town="Lund")
    organisation.links.create(label="Blogg", url="https://blogg.example.org/")
    organisation.save()
    return anew(organisation)


@pytest.fixture
def other():
    organisation = OrganisationFactory(
        name="Klubbhuset Fyren",
        municipality=place("Malmö"),
        contact_email="hej@fyren.example.org",
        languages=["sv", "en"],
        other_names="KF",
        tagged_with=[TagFactory(name="Odling")],
    )
    organisation.places.create(street="Storgatan 1", town="Lund")
    organisation.places.create(street="Lillgatan 2", town="Malmö")
    organisation.channels.create(kind="facebook", url="https://facebook.com/fyren")
    organisation.save()
    return anew(organisation)
