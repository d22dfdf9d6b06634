"""The figures: medians as Python's own, nothing told of anybody, and the same cost for two thousand questions."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from statistics import median
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from directory.models import Municipality
from events.science_shop.figure_plots import MOST_GROUPS, plots
from events.science_shop.figures import FEWEST, MEASURED, Change, Row, figures, reckoned
from events.science_shop.models import Evaluation, Question, Round, Stage, StageChange
from events.science_shop.stages import STAGES, moves_from
from portal.content.models import SiteSettings
from tests.events.science_shop.factories import QuestionFactory, RoundFactory, answered, in_a_field

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
PAGE = "/forskarverkstad/siffror/"


@st.composite
def walks(draw) -> list[tuple[str, float]]:
    """A way through the stages: each stage entered, with the days until the next move."""
    stage, way = Stage.SUBMITTED, []
    for _step in range(draw(st.integers(0, 12))):
        way.append((stage, draw(st.floats(0, 400))))
        moves = sorted(moves_from(stage), key=lambda move: move.name)
        if not moves:
            return way
        stage = draw(st.sampled_from(moves)).target
    return [*way, (stage, draw(st.floats(0, 400)))]


def row_of(way: list[tuple[str, float]], now: datetime) -> Row:
    """The question whose last days end now."""
    at = now - timedelta(days=sum(days for _stage, days in way))
    row = Row(way[-1][0], at, "", at)
    before = Stage.DRAFT
    for stage, days in way:
        row.changes.append(Change(before, stage, "", at))
        before, at = stage, at + timedelta(days=days)
    return row


@given(st.lists(walks(), min_size=1, max_size=8))
def test_the_median_of_each_stage_is_that_of_all_stays_those_that_go_on_until_now(ways):
    now = BEGAN + timedelta(days=9000)
    expected: dict[str, list[float]] = {}
    for way in ways:
        merged: list[list] = []
        for stage, days in way:
            if merged and merged[-1][0] == stage:
                merged[-1][1] += days
            else:
                merged.append([stage, days])
        for stage, days in merged:
            expected.setdefault(stage, []).append(days)
    found = reckoned([row_of(way, now) for way in ways], None, now)
    assert {figure.stage for figure in found.stages} == {stage for stage in expected if stage in MEASURED}
    for figure in found.stages:
        assert figure.median_days == pytest.approx(median(expected[figure.stage]), abs=1e-4)
        assert figure.left + figure.still_there == len(expected[figure.stage])
    open_now = [way[-1][0] for way in ways if STAGES[Stage(way[-1][0])].is_open]
    assert sum(figure.still_there for figure in found.stages) == len(open_now)


@given(st.lists(walks(), max_size=8))
def test_nothing_is_counted_more_often_than_it_is_raised(ways):
    now = BEGAN + timedelta(days=9000)
    found = reckoned([row_of(way, now) for way in ways], None, now)
    assert found.raised == len([way for way in ways if {stage for stage, _days in way} - {Stage.WITHDRAWN}])
    assert found.taken <= found.raised
    assert found.formulated + found.no_competence <= 2 * found.raised


def history(question: Question, *moves: tuple[str, str, int], side: str = "coordinator") -> None:
    for before, after, days in moves:
        at = timezone.now() - timedelta(days=days)
        StageChange.objects.create(question=question, move="x", before=before, after=after, side=side, at=at)


@pytest.mark.django_db
def test_each_outcome_is_counted():
    for stage in (Stage.SEEKING, Stage.ANSWERED, Stage.PARTLY_ANSWERED, Stage.PROJECT, Stage.NO_COMPETENCE):
        QuestionFactory(stage=stage)
    QuestionFactory(stage=Stage.TAKEN)
    QuestionFactory(stage=Stage.DRAFT)
    found = figures()
    counts = (found.raised, found.taken, found.answered, found.partly_answered, found.projects, found.no_competence)
    assert counts == (6, 1, 1, 1, 1, 1)
    assert found.share_taken == pytest.approx(1 / 6)


@pytest.mark.django_db
def test_the_time_until_first_contact_is_that_of_those_who_were_contacted():
    one, other = QuestionFactory(stage=Stage.FORMULATED), QuestionFactory(stage=Stage.FORMULATED)
    for question, contact in ((one, 8), (other, 4)):
        history(question, ("draft", "submitted", 10), side="organisation")
        history(question, ("submitted", "intake", contact), ("intake", "formulated", 1))
    assert figures().days_to_contact == pytest.approx(4, abs=0.01)


def told(client, round: Round | None = None) -> dict[str, Any]:
    return client.get(f"/api/v1/science_shop/figures{f'?round={round.slug}' if round else ''}").json()


@pytest.mark.django_db
def test_what_is_not_shown_changes_no_figure_of_all_or_of_a_round_but_that_there_are_so_many(client):
    round, place = RoundFactory(), Municipality.objects.first()
    in_a_field(QuestionFactory(stage=Stage.SEEKING, round=round, municipality=place))
    in_a_field(QuestionFactory(stage=Stage.ANSWERED))
    before = told(client), told(client, round)
    assert "visas inte där" not in client.get(PAGE).content.decode()
    hidden = [stage for stage in Stage if stage != Stage.DRAFT] + [Stage.TAKEN]
    for number, stage in enumerate(hidden):
        where = {"round": round} if number % 2 else {}
        question = QuestionFactory(stage=stage, may_be_shown=False, municipality=place, **where)
        in_a_field(question)
        in_a_field(question, "505")
        everything, own = told(client), told(client, round)
        assert everything == before[0] | {"not_shown": (number + 1) // FEWEST * FEWEST}
        assert own == before[1]
    assert f"Minst {len(hidden) // FEWEST * FEWEST} till visas inte där" in client.get(PAGE).content.decode()


@pytest.mark.django_db
def test_what_nobody_has_read_is_not_counted_either():
    place = Municipality.objects.first()
    for stage in (Stage.SUBMITTED, Stage.INTAKE, Stage.DECLINED, Stage.WITHDRAWN):
        in_a_field(QuestionFactory(stage=stage, municipality=place))
    found = figures()
    assert (found.raised, found.stages, found.fields, found.municipalities, found.not_shown) == (0, [], [], [], 0)


def evaluated(question: Question | None = None, **said: Any) -> None:
    marks = {"met_expectations": 4, "cooperation": 4, "usefulness": 4, "is_used": True} | said
    question = question or QuestionFactory(stage=Stage.ANSWERED)
    Evaluation.objects.create(question=question, occasion="close", answered_at=timezone.now(), **marks)


@pytest.mark.django_db
@pytest.mark.parametrize("shown", [True, False])
def test_no_two_means_of_whatever_round_or_day_differ_by_fewer_than_five_answers(client, shown):
    one, other = RoundFactory(), RoundFactory()
    scopes = [None, one, other]
    means: set[int] = set()
    # Each answer is a bit of its own, so that a mean tells which ones it is of.
    for number, which in enumerate((1, 1, 2, 1, 1, 0, 1, 2, 2, 2, 2, 0, 1, 1, 1)):
        question = QuestionFactory(stage=Stage.ANSWERED, round=scopes[which], may_be_shown=shown or number % 2 == 0)
        evaluated(question, met_expectations=2**number)
        for scope in scopes:
            marks = told(client, scope)["marks"]
            means.add(round(marks["met_expectations"] * marks["answers"]) if marks else 0)
    assert len(means) == 4
    for mean in means:
        assert all((mean & ~another).bit_count() in (0, FEWEST, 2 * FEWEST) for another in means)


@pytest.mark.django_db
def test_to_hide_a_question_does_not_tell_what_was_said_about_it(client):
    questions = [answered() for _number in range(2 * FEWEST)]
    for number, question in enumerate(questions):
        evaluated(question, met_expectations=number % 5 + 1)
    before = told(client)["marks"]
    Question.objects.filter(pk=questions[0].pk).update(may_be_shown=False)
    assert told(client)["marks"] == before


@pytest.mark.django_db
def test_marks_are_shown_from_five_answers_on_and_words_never(client):
    question = QuestionFactory(stage=Stage.ANSWERED)
    for number in range(FEWEST):
        assert figures().marks is None
        evaluated(met_expectations=number + 1, usefulness=5, is_used=number > 0, text="Hemliga ord")
    marks = figures().marks
    assert (marks.answers, marks.met_expectations, marks.share_used) == (5, 3, 0.8)
    evaluated(met_expectations=1)
    assert figures().marks == marks
    page = client.get(PAGE).content.decode()
    assert "Medelvärden av 5 svar." in page
    assert "Hemliga ord" not in page
    assert question.title not in page


@pytest.mark.django_db
def test_a_round_has_its_own_figures_and_one_that_is_not_published_has_none(client):
    round, draft = RoundFactory(slug="den-ena"), RoundFactory(slug="utkastet", live=False)
    QuestionFactory(stage=Stage.SEEKING, round=round)
    QuestionFactory(stage=Stage.SEEKING)
    assert figures(round).raised == 1
    assert "Forskarverkstaden i siffror" in client.get("/forskarverkstad/omgangar/den-ena/siffror/").content.decode()
    assert "I siffror" in client.get(round.get_absolute_url()).content.decode()
    for page in ("siffror/", "siffror.csv"):
        assert client.get(f"/forskarverkstad/omgangar/{draft.slug}/{page}").status_code == 404
    assert client.get("/api/v1/science_shop/figures?round=utkastet").status_code == 404


@pytest.mark.django_db
def test_each_picture_has_a_name_and_a_table_that_says_the_same(client):
    in_a_field(QuestionFactory(stage=Stage.SEEKING, municipality=Municipality.objects.first()))
    page = client.get(PAGE).content.decode()
    assert page.count('role="img"') == page.count("<details>") == page.count("<table>") == 4
    assert page.count("<desc ") == 4
    assert "style=" not in page.split("<main")[1]


@pytest.mark.django_db
def test_the_file_and_the_api_say_what_the_page_says(client):
    for _number in range(3):
        in_a_field(QuestionFactory(stage=Stage.SEEKING))
    text = client.get("/forskarverkstad/siffror/siffror.csv").content.decode("utf-8-sig")
    lines = {(line[0], line[1]): line[2] for line in csv.reader(StringIO(text), delimiter=";")}
    assert lines["Ställda", ""] == "3"
    answer = client.get("/api/v1/science_shop/figures")
    assert (answer.json()["raised"], answer.json()["by_field"][0]["raised"], answer.json()["marks"]) == (3, 3, None)
    assert client.get("/api/v1/science_shop/figures", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.get("/api/v1/science_shop/figures?unknown=1").status_code == 400


@pytest.mark.django_db
@pytest.mark.exhaustive
def test_two_thousand_questions_cost_as_many_queries_as_two(client, django_assert_max_num_queries):
    def many(number: int) -> None:
        places = list(Municipality.objects.all())
        questions = Question.objects.bulk_create(
            Question(
                title="En fråga?",
                slug=f"fraga-{number}-{one}",
                problem="x",
                stage=Stage.SEEKING,
                municipality=places[one % len(places)],
            )
            for one in range(number)
        )
        StageChange.objects.bulk_create(
            StageChange(question=question, move="x", before=before, after=after)
            for question in questions
            for before, after in (("draft", "submitted"), ("submitted", "intake"), ("intake", "seeking"))
        )
        in_a_field(questions[0])

    many(2)
    client.get(PAGE)
    with django_assert_max_num_queries(30) as few:
        client.get(PAGE)
    many(2000)
    with django_assert_max_num_queries(len(few)):
        assert client.get(PAGE).status_code == 200


@pytest.mark.django_db
def test_the_municipalities_add_up_to_all_that_were_raised(client):
    lund, malmo = Municipality.objects.get(name="Lund"), Municipality.objects.get(name="Malmö")
    for place in (lund, lund, malmo, None, None, None):
        QuestionFactory(stage=Stage.SEEKING, municipality=place)
    found = figures()
    assert [(group.key, group.raised) for group in found.municipalities] == [("lund", 2), ("malmo", 1), ("rest", 3)]
    assert sum(group.raised for group in found.municipalities) == found.raised
    page = client.get(PAGE).content.decode()
    assert "Hela Skåne" in page
    by_place = page[page.index('id="plot-municipalities"') :]
    assert "flera" not in by_place.split("</section>")[0]


@pytest.mark.django_db
def test_a_picture_with_many_bars_says_how_many_it_leaves_to_its_table():
    for place in Municipality.objects.all()[: MOST_GROUPS + 3]:
        QuestionFactory(stage=Stage.SEEKING, municipality=place)
    drawn = next(plot for plot in plots(figures()) if plot.name == "municipalities")
    assert (len(drawn.bars), drawn.bars[-1].figure) == (MOST_GROUPS + 1, "3")
    assert len(drawn.rows) == MOST_GROUPS + 3


@pytest.mark.django_db
def test_the_portals_address_stands_at_the_foot_of_the_figures_and_where_a_round_names_none(client):
    SiteSettings.objects.create(site=Site.objects.get(), contact_email="redaktionen@example.org")
    round = RoundFactory()
    figures_of_it = f"{round.get_absolute_url()}siffror/"
    for address in ("/forskarverkstad/siffror/", figures_of_it):
        assert client.get(address).content.decode().count('href="mailto:redaktionen@example.org"') == 1
    page = client.get(round.get_absolute_url()).content.decode()
    assert page.count('href="mailto:redaktionen@example.org"') == 2
    assert "Ingen adress" not in page
