"""Taking a question: alone or with others, until a day; named by a yes alone, or by a coordinator."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import ModelLogEntry

from events.science_shop.models import Stage, Taking
from events.science_shop.services import taking
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed, NotReady
from events.science_shop.services.taking import AlreadyTaken
from tests.directory.at_once import at_once
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, in_days, taken
from tests.events.science_shop.takings import NAME, address, headings, take, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
REFUSALS = (MovedMeanwhile, NotAllowed)


def MACHINES(question):
    """Where machines read of it."""
    return (
        f"/api/v1/science_shop/questions/{question.slug}/",
        reverse("science_shop:question_atom", args=[question.slug]),
    )


@pytest.fixture
def researcher():
    return ResearcherFactory(name=NAME, is_public=True, affiliation="Malmö universitet")


def test_a_confirmed_researcher_takes_a_question_from_its_page(client, researcher):
    question = QuestionFactory()
    client.force_login(researcher.user)
    assert address(question, "ta") in client.get(address(question)).content.decode()
    answer = client.post(address(question, "ta"), written(shows_name="on"))
    assert answer.headers["Location"] == address(question, "arbeta")
    question.refresh_from_db()
    mine = question.takings.get()
    assert (question.stage, mine.until, mine.affiliation) == (Stage.TAKEN, in_days(90), "Malmö universitet")
    assert question.steps.open().get().text == "Läsa tre rapporter"
    assert headings(question) == ["Antagen"]
    assert [letter.to for letter in mail.outbox] == [[question.contact_email]]
    client.logout()
    page = client.get(address(question)).content.decode()
    assert f"{NAME}</a></strong>, Malmö universitet" in page
    assert researcher.get_absolute_url() in page


def test_without_a_yes_neither_name_nor_affiliation_stands_anywhere(client, researcher):
    question = QuestionFactory()
    take(question, researcher)
    client.logout()
    for place in (address(question), "/forskarverkstad/", "/forskarverkstad/fragor/", *MACHINES(question)):
        answer = client.get(place)
        assert answer.status_code == 200
        told = answer.content.decode()
        assert NAME not in told
        assert "Malmö universitet" not in told
    assert "En forskare" in client.get(address(question)).content.decode()
    assert question.title not in client.get(researcher.get_absolute_url()).content.decode()
    assert not any(word in letter.body for letter in mail.outbox for word in (NAME, "Malmö universitet"))
    assert NAME not in str([(entry.data, entry.label) for entry in ModelLogEntry.objects.for_instance(question)])


def test_before_the_yes_the_form_says_what_everybody_will_read(client, researcher):
    client.force_login(researcher.user)
    page = client.get(address(QuestionFactory(), "ta")).content.decode()
    assert f"{NAME}, Malmö universitet" in page
    assert "vem du är eller var" in page
    hidden = ResearcherFactory()
    client.force_login(hidden.user)
    page = client.get(address(QuestionFactory(), "ta")).content.decode()
    assert "vem du är eller var" in page
    assert hidden.affiliation not in page


def test_whoever_is_not_shown_cannot_say_that_their_name_stands_there(client):
    hidden = ResearcherFactory(name=NAME)
    question = QuestionFactory()
    client.force_login(hidden.user)
    assert "shows_name" not in client.get(address(question, "ta")).content.decode()
    client.post(address(question, "ta"), written(shows_name="on"))
    assert not question.takings.get().shows_name


def test_who_waits_to_be_confirmed_is_told_when_they_can_take_it(client):
    question, told = QuestionFactory(), "Du kan ta den när en samordnare har bekräftat din profil."
    client.force_login(ResearcherFactory(confirmed_at=None).user)
    assert told in client.get(question.get_absolute_url()).content.decode()
    client.force_login(ResearcherFactory().user)
    assert told not in client.get(question.get_absolute_url()).content.decode()


def test_who_is_not_confirmed_takes_nothing(client):
    waiting = ResearcherFactory(confirmed_at=None)
    question = QuestionFactory()
    client.force_login(waiting.user)
    assert "/ta/" not in client.get(address(question)).content.decode()
    assert client.post(address(question, "ta"), written()).status_code == 404
    with pytest.raises(NotAllowed):
        take(question, waiting)


def test_a_question_that_is_not_shown_is_not_there_to_take(client, researcher):
    client.force_login(researcher.user)
    assert client.get(address(QuestionFactory(may_be_shown=False), "ta")).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"until": in_days(5)}, "until"),
        ({"until": in_days(400)}, "until"),
        ({"step": ""}, "step"),
        ({"due_on": in_days(-1)}, "due_on"),
        ({"due_on": ""}, "due_on"),
        ({"until": in_days(40), "due_on": in_days(41)}, "due_on"),
    ],
)
@pytest.mark.parametrize("stage", [Stage.SEEKING, Stage.TAKEN])
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_lost(client, researcher, wrong, field, stage):
    question = QuestionFactory(stage=stage)
    client.force_login(researcher.user)
    answer = client.post(address(question, "ta"), written(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert ("Läsa tre rapporter" in answer.content.decode()) == (field != "step")
    assert not question.takings.exists()


def test_whoever_comes_to_a_taken_question_joins_without_a_move(researcher):
    question = QuestionFactory()
    take(question, researcher)
    question.refresh_from_db()
    mail.outbox.clear()
    take(question, ResearcherFactory())
    question.refresh_from_db()
    assert (question.stage, question.version, question.takings.active().count()) == (Stage.TAKEN, 1, 2)
    assert question.steps.open().count() == 2
    assert headings(question) == ["En forskare till arbetar med den", "Antagen"]
    assert [letter.to for letter in mail.outbox] == [[question.contact_email]]
    assert ModelLogEntry.objects.filter(action="science_shop.join").count() == 1


def test_nobody_takes_a_question_twice(researcher):
    question = QuestionFactory()
    mine = take(question, researcher)
    with pytest.raises(AlreadyTaken):
        take(question, researcher)
    with pytest.raises(IntegrityError), transaction.atomic():
        taken(question, mine.researcher)


def test_who_comes_second_is_told_keeps_what_they_wrote_and_can_join(client, researcher):
    question = QuestionFactory()
    take(question, ResearcherFactory())
    client.force_login(researcher.user)
    told = client.post(address(question, "ta"), written())
    assert told.status_code == 422
    page = told.content.decode()
    assert "Läsa tre rapporter" in page
    assert "arbetar redan" in page
    assert told.context["form"]["version"].value() == 1
    assert client.post(address(question, "ta"), written(version=1)).status_code == 302
    assert question.takings.active().count() == 2


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_take_a_question_at_once_one_moves_it_and_the_other_is_told(attempt, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    question = QuestionFactory()
    first, second = ResearcherFactory(), ResearcherFactory()
    outcome = at_once(lambda: take(question, first), lambda: take(question, second), refusals=REFUSALS)
    assert outcome == ["MovedMeanwhile", "done"]
    question.refresh_from_db()
    assert (question.version, question.changes.count(), question.takings.count()) == (1, 1, 1)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_whoever_takes_a_question_while_their_profile_goes_does_not_stay_at_it(attempt, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    question, researcher = QuestionFactory(), ResearcherFactory()
    outcome = at_once(lambda: take(question, researcher), researcher.delete, refusals=REFUSALS)
    question.refresh_from_db()
    assert question.stage == Stage.SEEKING
    assert not Taking.objects.active().exists()
    assert outcome in (["done", "done"], ["NotAllowed", "done"])


def test_whoever_coordinates_writes_down_who_takes_it_and_the_researcher_is_told_but_not_named(client, researcher):
    coordinator = PersonFactory()
    question = QuestionFactory(round=RoundFactory(coordinator=coordinator))
    client.force_login(coordinator)
    page = f"/forskarverkstad/samordna/{question.slug}/"
    assert f"{page}tar/" in client.get(page).text
    form = client.get(f"{page}tar/").text
    assert "Vad forskaren gör först" in form
    assert "Du kan" not in form
    answer = client.post(f"{page}tar/", written(researcher=researcher.pk))
    assert answer.headers["Location"] == page
    question.refresh_from_db()
    assert question.stage == Stage.TAKEN
    assert question.takings.get().taker == ""
    assert researcher.user.email in [letter.to[0] for letter in mail.outbox]
    assert client.post(f"{page}tar/", written(researcher=researcher.pk, version=question.version)).status_code == 422


@pytest.mark.parametrize(("stage", "move"), [(Stage.PRESENTED, "look_on"), (Stage.PARKED, "work_again")])
def test_where_the_work_rests_a_coordinator_says_who_goes_on_and_then_moves_it(client, researcher, stage, move):
    coordinator = PersonFactory()
    question = QuestionFactory(round=RoundFactory(coordinator=coordinator), stage=stage)
    client.force_login(coordinator)
    page = f"/forskarverkstad/samordna/{question.slug}/"
    assert f"{page}tar/" in client.get(f"{page}flytta/{move}/").text
    assert client.post(f"{page}tar/", written(researcher=researcher.pk)).headers["Location"] == page
    question.refresh_from_db()
    assert question.stage == stage
    said = {"version": question.version, "step": "Läsa mer", "due_on": in_days(20)}
    assert client.post(f"{page}flytta/{move}/", said).status_code == 302
    question.refresh_from_db()
    assert question.stage == Stage.LOOKING


def test_where_the_work_rests_nobody_takes_it_by_themselves(researcher):
    for stage in (Stage.PRESENTED, Stage.PARKED):
        with pytest.raises(NotAllowed):
            take(QuestionFactory(stage=stage), researcher)


def test_a_coordinator_of_one_round_names_nobody_whom_they_may_not_see(client):
    hidden, coordinator = ResearcherFactory(name="Dold Forskare"), PersonFactory()
    question = QuestionFactory(round=RoundFactory(coordinator=coordinator))
    client.force_login(coordinator)
    page = f"/forskarverkstad/samordna/{question.slug}/tar/"
    assert "Dold Forskare" not in client.get(page).text
    assert client.post(page, written(researcher=hidden.pk)).status_code == 422
    assert not question.takings.exists()


def test_so_many_questions_are_taken_in_a_day_and_no_more(researcher):
    for _number in range(taking.MOST_A_DAY):
        take(QuestionFactory(), researcher)
    with pytest.raises(NotReady, match="i morgon"):
        take(QuestionFactory(), researcher)
