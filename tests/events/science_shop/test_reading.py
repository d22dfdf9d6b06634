"""As whom a request reads: all for those who coordinate it, and what nobody has sent for its own people alone."""

import pytest
from django.contrib.auth.models import Group

from events.science_shop.coordinating_slots import admin_home
from events.science_shop.models import Finding, Question, Side, Stage
from events.science_shop.permissions import actor_of
from portal.accounts import second_factor
from portal.accounts.models import User
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, found, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody(client):
    """Whoever coordinates all, signed in without a second factor."""
    person = User.objects.create_user("samordnare@example.org")
    person.groups.add(Group.objects.get(name="Coordinators"))
    client.force_login(person)
    return person


@pytest.fixture
def asks_for_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = True


def passed(client, person):
    session = client.session
    session[second_factor.KEY] = person.pk
    session.save()


@pytest.mark.usefixtures("asks_for_second_factor")
def test_what_only_coordinators_read_is_not_there_before_their_second_factor(client, everybody):
    hidden = [
        QuestionFactory(stage=Stage.INTAKE),
        QuestionFactory(may_be_shown=False),
        ResearcherFactory(),
        RoundFactory(live=False, coordinator=everybody),
    ]
    addresses = [thing.get_absolute_url() for thing in hidden]
    assert [client.get(address).status_code for address in addresses] == [404] * 4
    passed(client, everybody)
    assert [client.get(address).status_code for address in addresses] == [200] * 4


@pytest.mark.usefixtures("asks_for_second_factor")
def test_how_much_waits_is_told_only_after_the_second_factor(client, everybody, rf):
    QuestionFactory(stage=Stage.SUBMITTED)
    page = client.get("/mina-sidor/").content.decode()
    assert "ny fråga" not in page
    assert "/forskarverkstad/samordna/" in page
    request = rf.get("/admin/")
    request.user, request.session = everybody, client.session
    assert admin_home(request, None) is None
    passed(client, everybody)
    assert "1 ny fråga" in client.get("/mina-sidor/").content.decode()
    request.session = client.session
    assert "1 ny fråga" in admin_home(request, None)


@pytest.mark.usefixtures("asks_for_second_factor")
def test_what_is_ones_own_is_read_without_a_second_factor(client, everybody):
    asked = QuestionFactory(stage=Stage.INTAKE, raised_by=everybody)
    works_on = QuestionFactory(may_be_shown=False, stage=Stage.TAKEN)
    own = ResearcherFactory(user=everybody)
    taken(works_on, own)
    for thing in (asked, works_on, own, QuestionFactory()):
        assert client.get(thing.get_absolute_url()).status_code == 200


@pytest.mark.usefixtures("asks_for_second_factor")
def test_who_works_on_a_question_acts_as_a_researcher_alone_before_their_second_factor(client, everybody):
    question = QuestionFactory(stage=Stage.LOOKING)
    taken(question, ResearcherFactory(user=everybody))
    others = found(question)
    others.taking = taken(question)
    others.save()
    address = f"/forskarverkstad/fragor/{question.slug}/arbeta/fynd/{others.pk}/"
    press = {"action": "remove", "version": 0, "text": "Det.", "kind": "existing", "certainty": "medium"}
    press |= {"sources-TOTAL_FORMS": 0, "sources-INITIAL_FORMS": 0}
    assert client.post(address, press).status_code == 404
    assert Finding.objects.filter(pk=others.pk).exists()
    passed(client, everybody)
    assert client.post(address, press).status_code == 302
    assert not Finding.objects.filter(pk=others.pk).exists()


@pytest.mark.usefixtures("asks_for_second_factor")
def test_the_work_on_a_question_leads_coordinators_to_their_second_factor(client, everybody):
    for question in (QuestionFactory(stage=Stage.LOOKING), QuestionFactory(stage=Stage.INTAKE)):
        assert client.get(f"/forskarverkstad/fragor/{question.slug}/arbeta/").status_code == 302


def test_what_nobody_has_sent_is_there_for_its_own_people_alone(client, everybody):
    leads = PersonFactory()
    draft = QuestionFactory(stage=Stage.DRAFT, round=RoundFactory(coordinator=leads), raised_by=PersonFactory())
    for person in (everybody, leads):
        client.force_login(person)
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.get(f"/forskarverkstad/fragor/{draft.slug}/arbeta/").status_code == 404
        assert client.get(f"/forskarverkstad/fragor/{draft.slug}/arbeta/fynd/").status_code == 404
        assert not Question.objects.coordinated_by(person).exists()
        assert not actor_of(person, draft).sides
    client.force_login(draft.raised_by)
    assert client.get(draft.get_absolute_url()).status_code == 200


def test_who_coordinates_does_so_for_no_draft_of_their_own_either(client, everybody):
    draft = QuestionFactory(stage=Stage.DRAFT, raised_by=everybody)
    assert actor_of(everybody, draft).sides == {Side.ORGANISATION}
    assert client.get(draft.get_absolute_url()).status_code == 200
    assert client.get(f"/forskarverkstad/fragor/{draft.slug}/arbeta/").status_code == 404
