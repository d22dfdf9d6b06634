"""Other organisations that have the same question."""

import pytest

from events.science_shop.models import SameHere, Stage
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.science_shop.factories import QuestionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def ours(keeper):
    return OrganisationFactory(name="Cykelköket", kept_by=keeper)


@pytest.fixture
def question():
    return QuestionFactory()


def say(client, question, organisation, text="Vi undrar också.", **more):
    data = {"organisation": organisation.pk, "text": text, **more}
    return client.post(f"/forskarverkstad/fragor/{question.slug}/samma-har/", data)


def page_of(client, question) -> str:
    client.logout()
    return client.get(question.get_absolute_url()).content.decode()


def test_it_is_shown_with_the_organisation_and_how_many(client, ours, question):
    assert say(client, question, ours).status_code == 302
    page = page_of(client, question)
    assert "Cykelköket" in page
    assert "Vi undrar också." in page
    assert "1 organisation till har samma fråga." in page


def test_it_is_said_in_other_words_and_taken_back(client, ours, question):
    say(client, question, ours)
    say(client, question, ours, "Vi har samma bekymmer.")
    assert SameHere.objects.get().text == "Vi har samma bekymmer."
    say(client, question, ours, action="take-back")
    assert not SameHere.objects.exists()
    say(client, question, ours, action="take-back")


def test_a_sentence_is_needed_and_what_is_chosen_stays(client, ours, question):
    response = say(client, question, ours, "")
    assert response.status_code == 422
    assert "Skriv en mening" in response.content.decode()
    assert not SameHere.objects.exists()


def test_nobody_speaks_for_another_organisation(client, keeper, ours, question):
    other = OrganisationFactory()
    assert say(client, question, other).status_code == 422
    said = SameHere.objects.create(question=question, organisation=other, text="Deras.")
    assert say(client, question, other, action="take-back").status_code == 404
    assert SameHere.objects.filter(pk=said.pk).exists()


def test_whoever_asks_does_not_say_it_too(client, ours):
    question = QuestionFactory(organisation=ours)
    assert say(client, question, ours).status_code == 422


def test_what_is_not_shown_has_no_such_page(client, ours):
    for hidden in (QuestionFactory(stage=Stage.INTAKE), QuestionFactory(may_be_shown=False)):
        assert say(client, hidden, ours).status_code == 404


def test_an_organisation_that_leaves_the_directory_is_not_named(client, ours, question):
    say(client, question, ours)
    ours.live = False
    ours.save()
    page = page_of(client, question)
    assert "Cykelköket" not in page
    assert "har samma fråga." not in page


@pytest.mark.parametrize(("stage", "weighs"), [(Stage.SEEKING, True), (Stage.ANSWERED, False), (Stage.PROJECT, False)])
def test_it_weighs_when_researchers_choose_only_while_they_do(client, stage, weighs):
    page = page_of(client, QuestionFactory(stage=stage))
    assert "Har ni samma fråga i er organisation?" in page
    assert ("väger när forskare väljer" in page) == weighs
