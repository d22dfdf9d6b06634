"""An organisation and the person who keeps it, signed in."""

import pytest

from tests.directory.factories import OrganisationFactory, PersonFactory


@pytest.fixture(autouse=True)
def mails_are_kept(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(keeper):
    return OrganisationFactory(name="Fyren", summary_sv="Gammalt.", kept_by=keeper)
