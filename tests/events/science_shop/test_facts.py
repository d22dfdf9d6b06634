"""Sorting a question, two at once; closing a round; what waits for those who coordinate."""

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from events.science_shop.models import Question, Round, Stage
from events.science_shop.permissions import Actor
from events.science_shop.services import closing, facts
from events.science_shop.services.facts import ChangedMeanwhile, Facts
from events.science_shop.services.moving import NotAllowed
from events.science_shop.vocabulary import Side
from tests.directory.factories import OrganisationFactory, PersonFactory, TagFactory, editor, place
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, in_a_field, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BOARD = "/forskarverkstad/samordna/"
SOMEBODY = Actor(None, frozenset({Side.COORDINATOR}))


@pytest.fixture
def own(client):
    person = PersonFactory()
    client.force_login(person)
    return RoundFactory(coordinator=person)


def filled_in(question: Question, **otherwise) -> dict:
    data = {
        "shown": Facts.of(question).mark,
        "fields_of_research": ["504"],
        "tags": [],
        "municipality": "",
        "round": question.round_id or "",
        "organisation": "",
    }
    return data | otherwise


def test_a_question_is_sorted_and_the_log_says_what_changed(client, own):
    question = QuestionFactory(round=own, stage=Stage.INTAKE, organisation_name="Cykelköket")
    in_a_field(question, "303")
    tag, kitchen, malmo = TagFactory(), OrganisationFactory(name="Cykelköket i Malmö"), place("Malmö")
    data = filled_in(question, tags=[tag.pk], municipality=malmo.pk, organisation="Cykelköket i Malmö")
    assert client.post(f"{BOARD}{question.slug}/sortera/", data).status_code == 302
    question.refresh_from_db()
    assert Facts.of(question) == Facts(("504",), (tag.pk,), malmo.pk, own.pk, kitchen.pk)
    entry = ModelLogEntry.objects.get(action="science_shop.sort")
    assert entry.data["changed"] == ["fields", "tags", "municipality", "organisation"]


def test_an_organisation_that_is_not_there_is_said_beside_the_field_and_nothing_is_lost(client, own):
    question = QuestionFactory(round=own, stage=Stage.INTAKE)
    OrganisationFactory(name="En hemlig", live=False)
    for name in ("Finns inte", "En hemlig"):
        answer = client.post(f"{BOARD}{question.slug}/sortera/", filled_in(question, organisation=name))
        assert answer.status_code == 422
        assert f'value="{name}"' in answer.content.decode()
    assert not question.fields.exists()


def test_of_two_who_sort_at_once_the_second_is_told_what_stands_there_and_may_go_on(client, own):
    question = QuestionFactory(round=own, stage=Stage.INTAKE)
    shown = Facts.of(question).mark
    facts.change(question, Facts(("601",), round=own.pk), actor=SOMEBODY, shown=shown)
    answer = client.post(f"{BOARD}{question.slug}/sortera/", filled_in(question, shown=shown))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Historia och arkeologi" in page
    assert list(question.fields.values_list("field", flat=True)) == ["601"]
    again = filled_in(question, shown=answer.context["form"]["shown"].value())
    assert client.post(f"{BOARD}{question.slug}/sortera/", again).status_code == 302
    assert list(question.fields.values_list("field", flat=True)) == ["504"]
    with pytest.raises(ChangedMeanwhile):
        facts.change(question, Facts(), actor=SOMEBODY, shown=shown)


def test_a_question_is_moved_to_no_round_that_is_not_ones_own(client, own):
    question = QuestionFactory(round=own, stage=Stage.INTAKE)
    for other in (RoundFactory().pk, ""):
        answer = client.post(f"{BOARD}{question.slug}/sortera/", filled_in(question, round=other))
        assert answer.status_code == 422
    question.refresh_from_db()
    assert question.round == own


def test_nobody_but_a_coordinator_sorts():
    question = QuestionFactory()
    with pytest.raises(NotAllowed):
        facts.change(
            question, Facts(), actor=Actor(None, frozenset({Side.ORGANISATION})), shown=Facts.of(question).mark
        )


def test_a_round_is_closed_once_and_opened_again(client, own):
    QuestionFactory(round=own, stage=Stage.SEEKING)
    address = f"{BOARD}omgang/{own.slug}/avsluta/"
    assert "Söker forskare" in client.get(address).content.decode()
    for _time in range(2):
        assert client.post(address, {"action": "close"}).status_code == 302
    assert Round.objects.get(pk=own.pk).is_closed
    assert ModelLogEntry.objects.filter(action="science_shop.close").count() == 1
    assert Question.objects.get().stage == Stage.SEEKING
    assert client.post(address, {"action": "burn"}).status_code == 404
    client.post(address, {"action": "open"})
    assert not Round.objects.get(pk=own.pk).is_closed
    assert not mail.outbox


def test_nobody_closes_anothers_round(client, own):
    other = RoundFactory()
    assert client.post(f"{BOARD}omgang/{other.slug}/avsluta/", {"action": "close"}).status_code == 404
    with pytest.raises(NotAllowed):
        closing.close(other, by=own.coordinator)
    assert not Round.objects.get(pk=other.pk).is_closed


def test_what_waits_stands_on_ones_own_pages_and_on_the_admins_first(client, own):
    late = QuestionFactory(round=own, stage=Stage.SUBMITTED)
    late.steps.update(due_on=in_days(-2))
    QuestionFactory(round=own, stage=Stage.INTAKE)
    page = client.get("/mina-sidor/").content.decode()
    # What is read already is no longer new: here, on the board and in the admin alike.
    assert "1 ny fråga" in page
    assert "1 fråga är försenad." in page
    board = client.get(BOARD).context["columns"]
    assert [shown.number for shown in board if shown.column.name == "new"] == [1]
    assert len(client.get(f"{BOARD}?column=new").context["page"].object_list) == 1
    client.force_login(PersonFactory())
    assert BOARD not in client.get("/mina-sidor/").content.decode()
    ResearcherFactory(confirmed_at=None)
    client.force_login(editor())
    page = client.get("/admin/").content.decode()
    for said in ("1 ny fråga", "1 fråga är försenad", "1 forskare väntar på att bekräftas"):
        assert said in page, said


def test_of_two_organisations_of_one_name_the_one_is_chosen_by_its_address(client, own):
    question = QuestionFactory(round=own, stage=Stage.INTAKE)
    OrganisationFactory(name="Cykelköket", slug="cykelkoket", municipality=place("Malmö"))
    second = OrganisationFactory(name="Cykelköket", slug="cykelkoket-2", municipality=place("Lund"))
    page = f"{BOARD}{question.slug}/sortera/"
    answer = client.post(page, filled_in(question, organisation="Cykelköket"))
    assert answer.status_code == 422
    for words in ("Malmö", "Lund", second.slug, 'value="Cykelköket"'):
        assert words in answer.text
    assert client.post(page, filled_in(question, organisation=second.slug)).status_code == 302
    question.refresh_from_db()
    assert question.organisation == second
