"""Writing an answer, giving it, correcting it; and that a question becomes a research project."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from events.science_shop.models import KnowledgeItem, Question, Stage
from events.science_shop.permissions import Actor
from events.science_shop.services import results
from events.science_shop.services.moving import MovedMeanwhile, NotAllowed
from events.science_shop.vocabulary import Side
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    RoundFactory,
    answered,
    begun,
    found,
    summed_up,
    taken,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))
TEXTS = {"summary": "Det gör nytta.", "remains": "", "methods": "", "whom_to_ask": ""}


@pytest.fixture
def coordinator():
    return PersonFactory()


@pytest.fixture
def question(coordinator) -> Question:
    """Findings are presented; its round has a coordinator."""
    question = QuestionFactory(stage=Stage.PRESENTED, round=RoundFactory(coordinator=coordinator))
    found(question)
    return question


def address(question: Question, page: str = "answer") -> str:
    return reverse(f"science_shop:{page}", args=[question.slug])


def posted(question: Question, action: str, **otherwise: Any) -> dict[str, Any]:
    return {**TEXTS, "version": question.version, "written": "", "comment": "", "action": action, **otherwise}


def test_a_draft_of_the_answer_is_kept_and_shown_to_nobody_else(client, coordinator, question):
    client.force_login(coordinator)
    assert client.post(address(question), posted(question, "save")).status_code == 302
    assert question.knowledge.summary == "Det gör nytta."
    client.logout()
    assert client.get(question.knowledge.get_absolute_url()).status_code == 404
    question.refresh_from_db()
    assert question.stage == Stage.PRESENTED


def test_whoever_saves_stays_in_the_form_with_what_is_said_only_when_it_is_published(client, coordinator, question):
    client.force_login(coordinator)
    answer = client.post(address(question), posted(question, "save", comment="Mer återstår."))
    assert answer.headers["Location"] == address(question)
    page = client.get(address(question))
    assert "Mer återstår.</textarea>" in page.text
    assert page.text.index("Svaret är sparat.")
    researcher = taken(question).researcher
    client.force_login(researcher.user)
    assert 'name="comment"' not in client.get(address(question)).text


def test_a_projects_address_is_found_wrong_once_and_told_how_it_is_written(client, coordinator, question):
    client.force_login(coordinator)
    said = {"version": question.version, "title": "Odling", "url": "inte en adress", "comment": ""}
    page = client.post(address(question, "project"), said)
    assert page.status_code == 422
    assert page.context["form"].errors["url"] == ["Skriv hela adressen, till exempel https://exempel.se."]
    assert "delvis" not in page.text.partition('id="id_comment_helptext"')[2].partition("<")[0]


def test_it_is_seen_as_it_will_be_before_anything_is_kept(client, coordinator, question):
    client.force_login(coordinator)
    page = client.post(address(question), posted(question, "preview", summary="Ja, på **alla** sätt."))
    assert page.status_code == 200
    assert "Svaret i korthet" in page.content.decode()
    assert "Det gör nytta." in page.content.decode()  # The finding.
    assert not KnowledgeItem.objects.exists()


@pytest.mark.parametrize(("action", "stage"), [("answer", Stage.ANSWERED), ("answer_partly", Stage.PARTLY_ANSWERED)])
def test_the_answer_is_given_in_one_step_with_what_it_says(client, coordinator, question, action, stage):
    taking = taken(question)
    client.force_login(coordinator)
    assert client.post(address(question), posted(question, action, comment="Mer återstår.")).status_code == 302
    question.refresh_from_db()
    assert (question.stage, question.outcome, question.knowledge.summary) == (stage, stage, "Det gör nytta.")
    taking.refresh_from_db()
    assert (taking.state, taking.ended_at is not None) == ("finished", True)
    assert mail.outbox[0].to == [question.contact_email]
    client.logout()
    assert client.get(question.knowledge.get_absolute_url()).status_code == 200


def test_what_a_move_lacks_is_said_and_nothing_is_kept(client, coordinator, question):
    client.force_login(coordinator)
    found(question, source="")
    page = client.post(address(question), posted(question, "answer"))
    assert page.status_code == 422
    assert "Varje fynd behöver en källa" in page.content.decode() or "källa" in page.content.decode()
    assert not KnowledgeItem.objects.exists()
    page = client.post(address(question), posted(question, "answer_partly", comment=""))
    assert page.status_code == 422


def test_an_answer_of_more_than_250_words_is_refused_with_its_count_and_stays_in_the_field(
    client, coordinator, question
):
    client.force_login(coordinator)
    page = client.post(address(question), posted(question, "save", summary="ord " * 251))
    assert page.status_code == 422
    assert "251" in page.content.decode()
    assert "ord ord ord" in page.content.decode()
    assert client.post(address(question), posted(question, "save", summary="ord " * 250)).status_code == 302


def test_of_two_who_write_one_answer_the_second_is_told_and_keeps_what_they_wrote(client, coordinator, question):
    client.force_login(coordinator)
    client.post(address(question), posted(question, "save"))
    page = client.post(address(question), posted(question, "save", summary="Mitt eget svar."))
    assert page.status_code == 422
    assert "Någon annan har skrivit här under tiden" in page.content.decode()
    assert "Mitt eget svar." in page.content.decode()
    assert KnowledgeItem.objects.get().summary == "Det gör nytta."
    seen = KnowledgeItem.objects.get().changed_at.isoformat()
    assert client.post(address(question), posted(question, "save", summary="Nytt.", written=seen)).status_code == 302


def test_what_is_no_time_matches_nothing(client, coordinator, question):
    client.force_login(coordinator)
    for written in ("igår", "2027-99-99T00:00", "0001-01-01"):
        assert client.post(address(question), posted(question, "save", written=written)).status_code == 422


def test_whoever_works_on_it_proposes_and_the_coordinator_decides(client, question):
    researcher = ResearcherFactory()
    taken(question, researcher)
    client.force_login(researcher.user)
    assert "besvarad: publicera" not in client.get(address(question)).content.decode()
    assert client.post(address(question), posted(question, "save")).status_code == 302
    seen = question.knowledge.changed_at.isoformat()
    assert client.post(address(question), posted(question, "answer", written=seen)).status_code == 404
    question.refresh_from_db()
    assert question.stage == Stage.PRESENTED
    assert client.get(address(question, "project")).status_code == 404


def test_others_do_not_find_the_pages(client, question):
    for page in ("answer", "project"):
        assert client.get(address(question, page)).status_code == 302  # Led to signing in.
    client.force_login(PersonFactory())
    for page in ("answer", "project"):
        assert client.get(address(question, page)).status_code == 404
        assert client.post(address(question, page), posted(question, "answer")).status_code == 404


def test_whoever_coordinates_all_shows_a_second_factor_first(client, question, settings):
    settings.SECOND_FACTOR_REQUIRED_FOR_ADMIN = True
    everybodys = PersonFactory()
    everybodys.user_permissions.add(
        Permission.objects.get(codename="change_question", content_type__app_label="science_shop")
    )
    client.force_login(everybodys)
    assert client.get(address(question)).status_code == 302


@pytest.mark.parametrize("stage", [Stage.SEEKING, Stage.TAKEN, Stage.PARKED, Stage.WITHDRAWN])
def test_an_answer_is_written_when_there_is_something_to_answer_with(client, coordinator, question, stage):
    Question.objects.filter(pk=question.pk).update(stage=stage, look_again_on=timezone.localdate())
    client.force_login(coordinator)
    assert client.get(address(question)).status_code == 404
    assert client.post(address(question), posted(question, "save")).status_code == 404


def test_a_correction_is_shown_at_once_and_its_history_is_kept():
    question = answered()
    item = question.knowledge
    KnowledgeItem.objects.update(
        published_at=timezone.now() - timedelta(days=3), changed_at=timezone.now() - timedelta(days=3)
    )
    item.refresh_from_db()
    results.write_answer(question, TEXTS | {"summary": "Rättat."}, actor=COORDINATOR, written=item.changed_at)
    entry = ModelLogEntry.objects.get(action="science_shop.correct")
    assert entry.data == {"changed": ["summary"]}
    item.refresh_from_db()
    assert (item.summary, item.changed_at.date()) == ("Rättat.", timezone.now().date())
    assert item.published_at < item.changed_at


def test_the_same_words_again_are_no_correction():
    question = answered()
    item = question.knowledge
    same = TEXTS | {"summary": item.summary}
    results.write_answer(question, same, actor=COORDINATOR, written=item.changed_at)
    assert not ModelLogEntry.objects.filter(action="science_shop.correct").exists()


def test_nobody_but_a_coordinator_corrects():
    question = answered()
    researcher = Actor(None, frozenset({Side.RESEARCHER, Side.ORGANISATION}))
    with pytest.raises(NotAllowed):
        results.write_answer(question, TEXTS, actor=researcher, written=question.knowledge.changed_at)
    with pytest.raises(MovedMeanwhile):
        results.write_answer(question, TEXTS, actor=COORDINATOR, written=None)


PROJECT = {"title": "Verkstäder i Skåne", "url": "exempel.se", "funding": "Vinnova", "partners": "", "starts_on": ""}


def test_a_question_becomes_a_research_project_with_what_is_told_of_it(client, coordinator, question):
    client.force_login(coordinator)
    assert client.get(address(question, "project")).status_code == 200
    refused = client.post(address(question, "project"), PROJECT | {"version": 0, "title": ""})
    assert refused.status_code == 422
    assert client.post(address(question, "project"), PROJECT | {"version": 0}).status_code == 302
    question.refresh_from_db()
    assert (question.stage, question.project.title, question.project.url) == (
        Stage.PROJECT,
        "Verkstäder i Skåne",
        "https://exempel.se",
    )
    again = PROJECT | {"version": 0, "funding": "Forte"}
    assert client.post(address(question, "project"), again).status_code == 422
    assert client.post(address(question, "project"), again | {"version": 1}).status_code == 302
    question.project.refresh_from_db()
    assert question.project.funding == "Forte"


def test_a_project_is_not_told_of_a_question_that_is_none(client, coordinator):
    question = QuestionFactory(stage=Stage.SEEKING, round=RoundFactory(coordinator=coordinator))
    begun(question)
    client.force_login(coordinator)
    assert client.get(address(question, "project")).status_code == 404
    assert client.post(address(question, "project"), PROJECT | {"version": 0}).status_code == 404


def test_a_summary_that_was_there_before_is_published_when_the_question_is_answered(question):
    summed_up(question)
    KnowledgeItem.objects.update(published_at=timezone.now() - timedelta(days=9))
    item = KnowledgeItem.objects.get()
    results.answer(question, "answer", TEXTS, actor=COORDINATOR, shown=0, written=item.changed_at)
    item.refresh_from_db()
    assert timezone.now() - item.published_at < timedelta(minutes=1)


def test_what_was_proposed_stays_unpublished_when_the_question_becomes_a_project(client, question):
    texts = TEXTS | {"summary": "Ett löst förslag."}
    proposed = results.write_answer(question, texts, actor=COORDINATOR, written=None)
    results.make_project(question, {"title": "Verkstäder i Skåne"}, actor=COORDINATOR, shown=0)
    assert client.get(proposed.get_absolute_url()).status_code == 404
    page = client.get(question.get_absolute_url()).content.decode()
    assert "Verkstäder i Skåne" in page
    assert texts["summary"] not in page
    told = client.get(f"/api/v1/science_shop/questions/{question.slug}/").json()
    assert told["answer"] == ""
    assert not KnowledgeItem.objects.public().exists()
