"""The coordinators' board: who has it, what stands on it, how it is chosen from, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.science_shop.models import Question, Stage, Step
from events.science_shop.vocabulary import Side
from portal.accounts import second_factor
from tests.directory.factories import PersonFactory, editor
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, in_days, taken

pytestmark = [pytest.mark.django_db, pytest.mark.database]
BOARD = "/forskarverkstad/samordna/"


@pytest.fixture
def coordinator(client):
    """Of one round; signed in."""
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def own(coordinator):
    return RoundFactory(coordinator=coordinator, title="Stadens gröna näringar")


def text(client, query: str = "") -> str:
    answer = client.get(BOARD + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_coordinates_nothing_has_no_board(client):
    client.force_login(PersonFactory())
    assert client.get(BOARD).status_code == 404
    assert client.get(f"{BOARD}forsenade/").status_code == 404


def test_the_coordinator_of_a_round_sees_its_questions_and_no_others(client, own):
    QuestionFactory(title="Min fråga", round=own)
    QuestionFactory(title="En annans fråga", round=RoundFactory())
    page = text(client)
    assert "Min fråga" in page
    assert "En annans fråga" not in page


def test_what_nobody_has_sent_stands_on_no_board_and_has_no_page(client, own):
    draft = QuestionFactory(title="Ett utkast", round=own, stage=Stage.DRAFT)
    assert "Ett utkast" not in text(client)
    assert client.get(f"{BOARD}{draft.slug}/").status_code == 404


def test_a_card_says_where_it_is_what_is_next_who_has_it_and_since_when(client, own):
    since = timezone.now() - timedelta(days=12)
    question = QuestionFactory(title="Min fråga", round=own, stage=Stage.TAKEN, stage_since=since, version=3)
    taken(question, ResearcherFactory(name="Fia Forskare"))
    question.steps.update(text="Läsa artiklarna", side=Side.RESEARCHER, due_on=in_days(-3))
    page = text(client)
    for said in ("Antagen, sedan 12 dagar", "Läsa artiklarna", "Forskarna", "Fia Forskare", "Försenat med 3 dagar"):
        assert said in page, said
    assert '<input type="hidden" name="version" value="3">' in page


def test_the_most_urgent_come_first_and_the_rest_of_a_column_is_a_link_away(client, own):
    for number in range(8):
        question = QuestionFactory(title=f"Fråga nummer {number}", round=own)
        question.steps.update(due_on=in_days(20 - number))
    page = text(client)
    assert page.index("Fråga nummer 7") < page.index("Fråga nummer 6") < page.index("Fråga nummer 3")
    assert "Fråga nummer 2" not in page
    assert "Visa alla 8" in page
    column = text(client, "?column=seeking")
    assert column.index("Fråga nummer 7") < column.index("Fråga nummer 0")


def test_the_board_is_narrowed_by_round_side_words_and_what_is_mine(client):
    everybody = editor()
    client.force_login(everybody)
    mine = RoundFactory(coordinator=everybody, slug="min-omgang")
    question = QuestionFactory(title="Odlar ängsblommor ute", round=mine, contact_name="Åsa Ängsblad")
    other = QuestionFactory(title="Cyklar inne", round=None)
    other.steps.update(side=Side.RESEARCHER)
    for query, found, left in (
        ("?round=min-omgang", question, other),
        ("?round=none", other, question),
        ("?mine=1", question, other),
        ("?side=researcher", other, question),
        ("?q=ängsblommor", question, other),
        ("?q=Åsa Ängs", question, other),
        ("?round=min-omgang&side=nobody&column=nowhere", question, other),
    ):
        page = text(client, query)
        assert found.title in page, query
        assert left.title not in page, query


def test_an_address_that_nobody_wrote_breaks_no_board(client, own):
    for query in ("?round=%00", "?q=%00%FF", "?column=seeking&page=9999999999999999999", "?round=" + "x" * 500):
        assert client.get(BOARD + query).status_code == 200, query


def test_whoever_coordinates_all_is_led_to_a_second_factor_first(client, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = True
    everybody = editor()
    client.force_login(everybody)
    question = QuestionFactory()
    for address in (BOARD, f"{BOARD}{question.slug}/"):
        assert client.get(address).status_code == 302
    session = client.session
    session[second_factor.KEY] = everybody.pk
    session.save()
    assert client.get(BOARD).status_code == 200


def test_overdue_lists_what_is_late_the_longest_waiting_first(client, own):
    late = QuestionFactory(title="Länge försenad", round=own)
    late.steps.update(due_on=in_days(-30))
    later = QuestionFactory(title="Lite försenad", round=own)
    later.steps.update(due_on=in_days(-1))
    QuestionFactory(title="I god tid", round=own)
    page = client.get(f"{BOARD}forsenade/").content.decode()
    assert page.index("Länge försenad") < page.index("Lite försenad")
    assert "I god tid" not in page
    assert "2 frågor är försenade" in text(client)


def test_a_column_says_how_many_are_late_and_is_unfolded_only_if_something_waits_there(client, own):
    def unfolded(query: str = "") -> dict[str, tuple[int, int]]:
        columns = client.get(BOARD + query).context["columns"]
        return {shown.column.name: (shown.number, shown.overdue) for shown in columns if shown.is_urgent}

    QuestionFactory(round=own, stage=Stage.INTAKE)
    assert unfolded() == {}
    QuestionFactory(round=own, stage=Stage.SUBMITTED)
    for stage in (Stage.SEEKING, Stage.NO_COMPETENCE, Stage.SEEKING):
        question = QuestionFactory(title="Tvätten", round=own, stage=stage)
    question.steps.update(due_on=in_days(-1))
    assert unfolded() == {"new": (1, 0), "seeking": (3, 1)}
    assert "1 försenad" in text(client)
    # Whoever looks for something wants to see what is found.
    QuestionFactory(title="Tvätten", round=own, stage=Stage.PARKED)
    assert unfolded("?q=Tvätten") == {"seeking": (3, 1), "resting": (1, 0)}


def many(number: int, own) -> None:
    """In one go, in every stage."""
    stages = [stage for stage in Stage if stage not in (Stage.ANSWERED, Stage.PARTLY_ANSWERED, Stage.PROJECT)]
    stages.remove(Stage.EVALUATED)
    begin = Question.objects.count()
    questions = Question.objects.bulk_create(
        Question(
            title=f"Fråga {begin + place}",
            slug=f"fraga-{begin + place}",
            problem="Vi vet inte.",
            round=own,
            stage=stages[place % len(stages)],
            look_again_on=in_days(90),
        )
        for place in range(number)
    )
    Step.objects.bulk_create(
        Step(
            question=question, text="Läsa", side=Side.COORDINATOR, due_on=in_days(place % 90 - 30), stage=question.stage
        )
        for place, question in enumerate(questions)
    )


@pytest.mark.parametrize("address", [BOARD, f"{BOARD}?column=seeking", f"{BOARD}forsenade/"])
def test_two_thousand_questions_cost_as_many_queries_as_twenty_and_no_longer_page(client, own, address):
    many(20, own)
    researcher = ResearcherFactory()
    for question in Question.objects.filter(stage=Stage.SEEKING):
        taken(question, researcher)
    text(client)

    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        return len(captured), len(page.content)

    few, _length = cost()
    many(2000, own)
    for question in Question.objects.filter(stage=Stage.SEEKING)[:20]:
        taken(question)
    number, length = cost()
    assert number <= few
    assert length < 400_000
