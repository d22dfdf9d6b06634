"""What coordinators do with a question on its own page: move it, put it in other words, agree on steps."""

import pytest
from django.urls import reverse

from events.science_shop.models import Question, Stage
from events.science_shop.services import moving, steps
from events.science_shop.services.needs import missing, unmet
from events.science_shop.stages import MOVES, Need, moves_from
from events.science_shop.views.coordinating.access import Actor
from events.science_shop.vocabulary import Criterion, Side
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import (
    QuestionFactory,
    RoundFactory,
    found,
    in_a_field,
    in_days,
    summed_up,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
BOARD = "/forskarverkstad/samordna/"
SOMEBODY = Actor(None, frozenset({Side.COORDINATOR}))


@pytest.fixture
def own(client):
    """A round whose coordinator is signed in."""
    person = PersonFactory(first_name="Kim", last_name="Samordnare")
    client.force_login(person)
    return RoundFactory(coordinator=person)


def question_in(own, stage: Stage, **fields) -> Question:
    return QuestionFactory(round=own, stage=stage, **fields)


def move_page(question: Question, name: str) -> str:
    return f"{BOARD}{question.slug}/flytta/{name}/"


def test_the_page_shows_every_answer_that_nobody_else_sees(client, own):
    question = question_in(
        own,
        Stage.SUBMITTED,
        is_paid=True,
        paid_note="Kommunen köper boken",
        is_sensitive=True,
        sensitive_note="Barn berättar",
        known="Vi har räknat cyklar",
        contact_email="asta@example.org",
    )
    page = client.get(f"{BOARD}{question.slug}/").content.decode()
    for said in ("Kommunen köper boken", "Barn berättar", "räknat cyklar", "asta@example.org", "Asta Asking"):
        assert said in page, said


def test_another_rounds_question_is_not_there(client, own):
    question = QuestionFactory(round=RoundFactory(), stage=Stage.SUBMITTED)
    for address in (f"{BOARD}{question.slug}/", move_page(question, "begin"), f"{BOARD}{question.slug}/steg/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (404, 405)
    assert Question.objects.get(pk=question.pk).stage == Stage.SUBMITTED


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.DRAFT])
def test_a_page_offers_the_moves_that_the_table_allows_and_names_those_that_lack_something(client, own, stage):
    question = question_in(own, stage)
    page = client.get(f"{BOARD}{question.slug}/").content.decode()
    offered = {name for name in MOVES if f"/flytta/{name}/" in page}
    possible = {move.name for move in moves_from(stage, Side.COORDINATOR) if not missing(question, move)}
    assert offered == possible
    for move in moves_from(stage, Side.COORDINATOR):
        assert str(move.label) in page, move.name


@pytest.mark.parametrize("name", [name for name, move in MOVES.items() if Side.COORDINATOR in move.sides])
def test_each_form_asks_what_its_move_asks(client, own, name):
    made = MOVES[name]
    page = client.get(move_page(question_in(own, made.sources[0]), name))
    assert page.status_code == 200
    assert set(page.context["form"].fields) == {"version", *made.asks, *made.optional}


@pytest.mark.parametrize(
    ("stage", "name", "may_be_shown", "is_read_by_all"),
    [
        (Stage.INTAKE, "decline", True, False),
        (Stage.SUBMITTED, "begin", True, False),
        (Stage.INTAKE, "refer", False, False),
        (Stage.INTAKE, "refer", True, True),
    ],
)
def test_a_comments_help_says_who_reads_it(client, own, stage, name, may_be_shown, is_read_by_all):
    page = client.get(move_page(question_in(own, stage, may_be_shown=may_be_shown), name)).text
    assert ("så att alla kan läsa det" in page) == is_read_by_all
    assert ("Ingen annan läser det" in page) != is_read_by_all


def test_a_move_is_made_and_the_coordinator_comes_back_to_where_they_were(client, own):
    question = question_in(own, Stage.SUBMITTED)
    back = f"{BOARD}?round={own.slug}&column=new"
    said = {"version": 0, "comment": "Vi ringer er.", "criteria": ["can-use", "for-many"], "back": back}
    answer = client.post(move_page(question, "begin"), said)
    assert answer.headers["Location"] == f"{back}#{question.slug}"
    question.refresh_from_db()
    assert question.stage == Stage.INTAKE
    change = question.changes.get()
    assert (change.comment, change.criteria, change.side) == ("Vi ringer er.", ["can-use", "for-many"], "coordinator")
    page = client.get(f"{BOARD}{question.slug}/").content.decode()
    assert "Kim Samordnare" in page
    assert str(Criterion.CAN_USE.label) in page


def test_nobody_is_led_away_from_the_portal(client, own):
    question = question_in(own, Stage.SUBMITTED)
    answer = client.post(move_page(question, "begin"), {"version": 0, "back": "https://example.com/"})
    assert answer.headers["Location"] == f"{BOARD}{question.slug}/#{question.slug}"


def test_what_is_missing_is_said_before_one_presses_and_where_it_is_mended(client, own):
    question = question_in(own, Stage.INTAKE)
    lacking = "Välj först minst ett forskningsämne."
    for address in (f"{BOARD}{question.slug}/", move_page(question, "formulate")):
        assert lacking in client.get(address).content.decode()
    answer = client.post(move_page(question, "formulate"), {"version": 0})
    assert answer.status_code == 422
    assert lacking in answer.content.decode()
    in_a_field(question)
    assert lacking not in client.get(move_page(question, "formulate")).content.decode()
    assert client.post(move_page(question, "formulate"), {"version": 0}).status_code == 302


def test_what_a_form_does_not_take_is_said_beside_the_field_and_nothing_is_lost(client, own):
    question = question_in(own, Stage.SEEKING)
    said = {"version": 0, "comment": "Vi väntar på kommunen.", "look_again_on": str(in_days(-3))}
    answer = client.post(move_page(question, "park"), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Vi väntar på kommunen." in page
    assert "Välj en dag från och med i dag" in page
    assert client.post(move_page(question, "park"), {"version": 0}).status_code == 422
    assert Question.objects.get(pk=question.pk).stage == Stage.SEEKING


def test_of_two_coordinators_one_wins_and_the_other_is_told_keeps_their_words_and_may_go_on(client, own):
    question = question_in(own, Stage.SUBMITTED)
    moving.move(question, "begin", actor=SOMEBODY, shown=0)
    said = {"version": 0, "comment": "Det här gör kommunen redan."}
    answer = client.post(move_page(question, "refer"), said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Någon annan har fört frågan vidare eller ändrat den" in page
    assert "Det här gör kommunen redan." in page
    assert Question.objects.get(pk=question.pk).stage == Stage.INTAKE
    assert int(answer.context["form"]["version"].value()) == 1
    assert client.post(move_page(question, "refer"), {**said, "version": 1}).status_code == 302
    assert Question.objects.get(pk=question.pk).stage == Stage.REFERRED


def test_a_wrong_field_does_not_make_the_form_forget_which_version_it_showed(client, own):
    question = question_in(own, Stage.SUBMITTED)
    moving.move(question, "begin", actor=SOMEBODY, shown=0)
    answer = client.post(move_page(question, "decline"), {"version": 0, "comment": ""})
    assert int(answer.context["form"]["version"].value()) == 0


def test_a_move_that_is_not_from_here_any_more_keeps_the_words_and_is_not_offered(client, own):
    question = question_in(own, Stage.SUBMITTED)
    moving.move(question, "decline", actor=SOMEBODY, shown=0, comment="Nej.")
    answer = client.post(move_page(question, "begin"), {"version": 0, "comment": "Vi ringer."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Vi ringer." in page
    assert '<button class="button">Börja skärpa den' not in page
    again = client.post(move_page(question, "begin"), {"version": 1, "comment": "Vi ringer."})
    assert again.status_code == 422
    assert client.get(move_page(question, "begin")).status_code == 302


@pytest.mark.parametrize("name", ["submit", "withdraw", "expire", "no-such-move"])
def test_what_is_not_a_coordinators_to_do_has_no_form(client, own, name):
    question = question_in(own, Stage.SEEKING)
    assert client.get(move_page(question, name)).status_code == 404
    assert client.post(move_page(question, name), {"version": 0}).status_code == 404


def test_a_question_is_put_in_other_words_and_the_old_ones_stay(client, own):
    question = question_in(own, Stage.INTAKE, title="Är cyklar bra?")
    address = f"{BOARD}{question.slug}/med-andra-ord/"
    said = {"shown": 1, "text": "Vad betyder en\ncykelverkstad?", "reason": "Så går det att forska om."}
    assert client.post(address, said).status_code == 302
    question.refresh_from_db()
    assert question.title == "Vad betyder en cykelverkstad?"
    assert [one.text for one in question.wordings.all()] == ["Är cyklar bra?", "Vad betyder en cykelverkstad?"]
    page = client.get(f"{BOARD}{question.slug}/").content.decode()
    assert "Så går det att forska om." in page
    assert "Är cyklar bra?" in page
    late = client.post(address, {**said, "text": "Vad gör en verkstad?"})
    assert late.status_code == 422
    assert "Vad betyder en cykelverkstad?" in late.content.decode()
    assert "Vad gör en verkstad?" in late.content.decode()
    assert client.post(address, {**said, "shown": 2, "text": "Vad gör en verkstad?"}).status_code == 302


def test_a_step_is_agreed_on_and_done(client, own):
    question = question_in(own, Stage.SEEKING)
    address = f"{BOARD}{question.slug}/steg/"
    said = {"text": "Ringa kommunen", "side": "organisation", "due_on": str(in_days(5))}
    assert client.post(address, {**said, "due_on": str(in_days(-1))}).status_code == 422
    assert client.post(address, {**said, "side": "nobody"}).status_code == 422
    assert client.post(address, said).status_code == 302
    step = question.steps.get(stage="")
    page = client.get(f"{BOARD}{question.slug}/").content.decode()
    assert "Ringa kommunen" in page
    of_the_stage = question.steps.exclude(stage="").get()
    assert client.post(f"{address}{of_the_stage.pk}/klart/").status_code == 404
    assert client.post(f"{address}{step.pk}/klart/").status_code == 302
    step.refresh_from_db()
    assert step.done_at


def test_a_step_of_another_question_is_not_done_from_here(client, own):
    here, there = question_in(own, Stage.SEEKING), QuestionFactory()
    step = there.steps.create(text="Ringa", side=Side.COORDINATOR, due_on=in_days(2))
    assert client.post(f"{BOARD}{here.slug}/steg/{step.pk}/klart/").status_code == 404
    step.refresh_from_db()
    assert step.done_at is None


def test_in_english_too(client, own):
    question = question_in(own, Stage.TAKEN)
    taken(question)
    client.cookies["django_language"] = "en"
    for address in ("", f"{question.slug}/", f"{question.slug}/move/park/", f"{question.slug}/steps/"):
        page = client.get(f"/en/science-shop/coordinate/{address}")
        assert page.status_code == 200, address
    assert reverse("science_shop:board")


@pytest.mark.parametrize(
    ("stage", "name"), [(Stage.SEEKING, "take"), (Stage.SEEKING, "present"), (Stage.TAKEN, "look")]
)
def test_what_is_missing_leads_to_a_page_that_the_coordinator_has(client, own, stage, name):
    page = client.get(move_page(question_in(own, stage), name))
    (lack,) = page.context["missing"]
    assert client.get(lack.url).status_code == 200


def test_what_lacks_something_is_named_with_what_that_is_and_has_no_button_anywhere(client, own):
    question = question_in(own, Stage.PRESENTED)
    taken(question)
    here, card, form = f"{BOARD}{question.slug}/", f"{BOARD}?column=presented", move_page(question, "answer")
    lacking = "Skriv först svaret på vanlig svenska."
    for address in (here, card, form):
        page = client.get(address).content.decode()
        assert lacking in page, address
        assert f'href="{reverse("science_shop:answer", args=[question.slug])}"' in page, address
        assert f'href="{form}' not in page, address
        assert f'formaction="{form}"' not in page, address
    assert '<button class="button">Den är besvarad' not in client.get(form).content.decode()
    found(question)
    summed_up(question)
    assert f'href="{form}"' in client.get(here).content.decode()
    assert '<button class="button">Den är besvarad' in client.get(form).content.decode()


@pytest.mark.database
def test_what_each_of_many_lacks_is_one_query(own, django_assert_num_queries):
    ready, bare = question_in(own, Stage.PRESENTED), question_in(own, Stage.PRESENTED)
    taken(ready)
    in_a_field(ready)
    found(ready)
    summed_up(ready)
    unsourced = question_in(own, Stage.PRESENTED)
    found(unsourced, source="")
    with django_assert_num_queries(1):
        lacking = unmet([ready, bare, unsourced])
    assert lacking[ready.pk] == {Need.NO_TAKER, Need.PROJECT, Need.EVALUATION}
    assert {Need.FIELD, Need.TAKER, Need.FINDING, Need.SOURCED_FINDINGS, Need.SUMMARY} <= lacking[bare.pk]
    assert Need.FINDING not in lacking[unsourced.pk]
    assert Need.SOURCED_FINDINGS in lacking[unsourced.pk]


def test_a_step_that_is_sent_twice_is_agreed_once():
    question, coordinator = QuestionFactory(), Actor(PersonFactory(), frozenset({Side.COORDINATOR}))
    said = {"side": Side.COORDINATOR, "due_on": in_days(3)}
    made = [steps.agree(question, "Ring", actor=coordinator, **said) for _time in range(2)]
    assert made[0] == made[1]
    steps.finish(made[0], actor=coordinator)
    assert steps.agree(question, "Ring", actor=coordinator, **said) != made[0]
    other = Actor(PersonFactory(), frozenset({Side.COORDINATOR}))
    steps.agree(question, "Ring", actor=other, **said)
    assert question.steps.filter(text="Ring").count() == 3
