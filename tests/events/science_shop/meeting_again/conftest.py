"""The follow-up meetup of a round, and who coordinates it."""

import pytest

from events.science_shop.models import Round
from tests.directory.factories import PersonFactory
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import RoundFactory


@pytest.fixture
def coordinator():
    return PersonFactory()


@pytest.fixture
def event():
    return EventFactory(slug="atertraffen", title="Återträffen", hours_to_claim=48)


@pytest.fixture
def own(coordinator, event) -> Round:
    return RoundFactory(title="Odling", coordinator=coordinator, meetups={"return": event})


@pytest.fixture
def signed_in(client, coordinator, own):
    client.force_login(coordinator)
    return client
