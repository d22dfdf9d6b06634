"""A question and a researcher who do not know each other yet."""

import pytest

from events.science_shop.models import Question
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory


@pytest.fixture
def question(db) -> Question:
    return QuestionFactory(contact_name="Asta Asking", contact_email="asta@asking.example.org")


@pytest.fixture
def researcher(db):
    user = PersonFactory(email="rut@research.example.org")
    return ResearcherFactory(user=user, name="Rut Research", affiliation="Ett universitet", offers=["talk"])
