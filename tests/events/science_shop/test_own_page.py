"""What whoever asks does on their own page, what they are told by mail, and what happens with their organisation."""

from datetime import date
from http import HTTPStatus

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import ModelLogEntry

from directory.models import OrganisationMerge
from directory.services import merging
from events.science_shop.models import Question, SameHere, Side, Stage, Taking
from events.science_shop.permissions import Actor
from events.science_shop.services import moving
from events.science_shop.services.links import token_of
from events.science_shop.services.telling import SENTENCES
from events.science_shop.stages import MOVES, Asked
from events.science_shop.vocabulary import TakingState
from tests.directory.factories import OrganisationFactory, PersonFactory, TagFactory, editor, keeps
from tests.events.science_shop.asking import SAME_ORIGIN, press
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, in_days, taken
from tests.events.science_shop.test_stages import ready
from tests.events.visitors import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
COORDINATOR = Actor(None, frozenset({Side.COORDINATOR}))


def link_to(question: Question, page: str = "") -> str:
    return f"/forskarverkstad/din-fraga/{token_of(question)}/{page}"


def save(client, question, page, **data):
    """Send the form of a page, with what it showed."""
    address = link_to(question, page)
    form = client.get(address).context["form"]
    now = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in {**now, **data}.items() if value not in (None, False)}
    return client.post(address, data, headers=SAME_ORIGIN)


def test_it_says_where_the_question_stands_what_is_next_and_who_has_it(client):
    page = text_of(client.get(link_to(QuestionFactory(stage=Stage.SUBMITTED, needed_by=date(2027, 3, 1)))))
    assert "Läsa frågan och svara" in page
    assert "Samordnaren" in page
    assert "Vi vet inte vad verkstaden betyder" in page
    assert "1 mars 2027" in page


def test_what_was_answered_is_corrected_until_it_is_formulated_and_it_is_logged(client):
    tag = TagFactory(name="cyklar")
    for stage in (Stage.SUBMITTED, Stage.INTAKE):
        question = QuestionFactory(stage=stage)
        response = save(client, question, "andra/", use="Vi visar det för regionen.", tags=[tag.pk])
        assert response["Location"] == link_to(question) + "?said=changed"
        changed = Question.objects.get(pk=question.pk)
        assert (changed.use, changed.title) == ("Vi visar det för regionen.", question.title)
        logged = ModelLogEntry.objects.for_instance(changed).get(action="science_shop.change")
        assert logged.data == {"fields": ["use", "tags"]}
    formulated = QuestionFactory(stage=Stage.FORMULATED)
    response = client.post(link_to(formulated, "andra/"), {"use": "Annat."}, headers=SAME_ORIGIN)
    assert response["Location"] == link_to(formulated) + "?said=over"


def test_the_title_is_not_rewritten_in_silence(client):
    question = QuestionFactory(stage=Stage.SUBMITTED, title="Vad är den värd?")
    assert "title" not in client.get(link_to(question, "andra/")).context["form"].fields
    save(client, question, "andra/", title="Något annat?")
    assert Question.objects.get(pk=question.pk).title == "Vad är den värd?"


def test_it_is_put_in_other_words_and_every_wording_is_kept(client):
    question = QuestionFactory(stage=Stage.INTAKE, title="Vad är den värd?")
    response = save(client, question, "andra-ord/", text="Vilka värden skapar den?", reason="Tydligare.")
    assert response["Location"] == link_to(question) + "?said=reworded"
    said = [(one.text, one.reason, one.side) for one in question.wordings.all()]
    assert said == [
        ("Vad är den värd?", "", "organisation"),
        ("Vilka värden skapar den?", "Tydligare.", "organisation"),
    ]
    same = {"text": "Vilka värden skapar den?", "reason": "Tydligare.", "shown": "1"}
    twice = client.post(link_to(question, "andra-ord/"), same, headers=SAME_ORIGIN)
    assert twice["Location"] == link_to(question) + "?said=reworded"
    assert question.wordings.count() == 2
    late = client.post(link_to(question, "andra-ord/"), {"text": "En tredje?", "shown": "1"}, headers=SAME_ORIGIN)
    assert late.status_code == HTTPStatus.CONFLICT
    assert "En tredje?" in text_of(late)
    assert "Vilka värden skapar den?" in text_of(late)


def test_what_may_be_shown_changes_at_once(client):
    question = QuestionFactory(stage=Stage.SEEKING, organisation_name="Cykelköket")
    page = reverse("science_shop:question", args=[question.slug])
    assert "Asta Asking" not in text_of(client.get(page))
    save(client, question, "visas/", shows_person="on")
    assert "Asta Asking" in text_of(client.get(page))
    save(client, question, "visas/", shows_organisation="on")
    assert "Cykelköket" in text_of(client.get(page))
    save(client, question, "visas/", may_be_shown=None)
    assert client.get(page).status_code == HTTPStatus.NOT_FOUND


def test_a_question_is_withdrawn_and_the_loser_of_two_is_told(client):
    question = QuestionFactory(stage=Stage.SEEKING)
    late = press(client, link_to(question), "withdraw", shown=7)
    assert "Någon annan har flyttat frågan" in text_of(late)
    page = text_of(press(client, link_to(question), "withdraw", comment="Vi fick svar."))
    assert "återtagen" in page
    assert "Vi fick svar." in page
    assert Question.objects.get(pk=question.pk).stage == Stage.WITHDRAWN


def test_too_long_a_comment_is_said_and_kept(client):
    question = QuestionFactory(stage=Stage.SEEKING)
    response = press(client, link_to(question), "withdraw", comment="x" * 1001)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "x" * 1001 in response.content.decode()


@pytest.mark.parametrize("stage", Stage)
def test_the_page_says_something_in_every_stage(stage, client):
    question = QuestionFactory(stage=stage)
    for page in ("", "visas/"):
        assert client.get(link_to(question, page)).status_code == HTTPStatus.OK


@pytest.mark.parametrize("name", [name for name, move in MOVES.items() if Side.COORDINATOR in move.sides])
def test_whoever_asks_is_told_of_each_move_in_plain_words(name):
    move = MOVES[name]
    question = ready(move, move.sources[0])
    said = {Asked.COMMENT: "Därför är det så.", Asked.LOOK_AGAIN_ON: in_days(60), Asked.DUE_ON: in_days(9)}
    said[Asked.STEP] = "Läsa"
    moving.move(question, name, actor=COORDINATOR, shown=0, **{str(one): said[one] for one in move.asks})
    (letter,) = mail.outbox
    assert letter.to == [question.contact_email]
    assert question.title in letter.body
    assert ("Därför är det så." in letter.body) == (Asked.COMMENT in move.asks)
    assert "\n\n\n" not in letter.body.split("– – –")[0].rstrip()
    assert "/forskarverkstad/din-fraga/" in letter.body
    # Of what has ended nothing is next.
    assert ("näst på tur" in letter.body) == Question.objects.get().is_open


def test_every_move_that_others_make_has_a_sentence_of_its_own():
    assert {*MOVES} - {*SENTENCES} == {"evaluate"}


def test_who_took_it_is_named_only_as_they_want():
    question = QuestionFactory(stage=Stage.SEEKING)
    taken(
        question, ResearcherFactory(name="Rut Rask", is_public=True), affiliation="Lunds universitet", shows_name=True
    )
    taken(question, ResearcherFactory(name="Siv Hemlig"), affiliation="Malmö universitet")
    Taking.objects.create(
        question=question,
        affiliation="Gammalt",
        until=in_days(1),
        state=TakingState.FINISHED,
        ended_at=question.created_at,
    )
    moving.move(question, "take", actor=COORDINATOR, shown=0, step="Läsa", due_on=in_days(9))
    body = mail.outbox[0].body
    assert "Rut Rask, Lunds universitet." in body
    assert "Malmö" not in body
    assert "Hemlig" not in body
    assert "Gammalt" not in body


def test_the_name_of_an_organisation_goes_with_it_and_the_question_stays():
    organisation = OrganisationFactory(name="Cykelköket")
    question = QuestionFactory(
        organisation=organisation, organisation_name="Cykelköket i Malmö", shows_organisation=True
    )
    assert question.asker == "Cykelköket"
    organisation.live = False
    organisation.save()
    assert Question.objects.get().asker == "En grupp i Skåne"
    organisation.delete()
    kept = Question.objects.get()
    assert (kept.asker, kept.title) == ("En grupp i Skåne", question.title)


def test_the_questions_of_one_that_is_merged_go_along():
    kept, other = OrganisationFactory(name="Cykelköket"), OrganisationFactory(name="Cykelköket Malmö")
    question = QuestionFactory(organisation=other, shows_organisation=True)
    for one in (kept, other):
        SameHere.objects.create(question=QuestionFactory(), organisation=one)
    shown = merging.fingerprint(merging.content_of(kept), merging.content_of(other))
    merging.merge(kept, other, merging.content_of(kept), by=editor(), shown=shown)
    assert OrganisationMerge.objects.exists()
    assert Question.objects.get(pk=question.pk).asker == "Cykelköket"
    assert kept.shared_questions.count() == 2


def test_my_pages_cost_the_same_for_few_and_many(client, django_assert_max_num_queries):
    person = PersonFactory()
    organisation = OrganisationFactory()
    keeps(organisation, person)
    client.force_login(person)

    def queries() -> int:
        with django_assert_max_num_queries(200) as counted:
            client.get(reverse("accounts:my_pages"))
        return len(counted)

    QuestionFactory(organisation=organisation)
    queries()
    few = queries()
    for _number in range(12):
        QuestionFactory(organisation=organisation)
    assert queries() == few


def test_the_same_words_again_are_told_to_change_nothing(client):
    question = QuestionFactory(stage=Stage.SUBMITTED)
    again = client.post(link_to(question, "andra-ord/"), {"text": question.title, "shown": 1}, headers=SAME_ORIGIN)
    assert "Inget är ändrat" in text_of(client.get(again["Location"]))
    other = client.post(link_to(question, "andra-ord/"), {"text": "Vad är den värd?", "shown": 1}, headers=SAME_ORIGIN)
    assert "formulerad med era ord" in text_of(client.get(other["Location"]))


@pytest.mark.parametrize(
    ("told", "contact"),
    [
        ({}, "Kontaktperson Visas inte Bara för samordnarna Asta Asking"),
        ({"shows_person": True}, "Kontaktperson Asta Asking Bara för samordnarna"),
        # The organisation's name stands instead.
        (
            {"shows_person": True, "shows_organisation": True, "organisation_name": "Cykelköket"},
            "Kontaktperson Visas inte Bara för samordnarna Asta Asking",
        ),
    ],
)
def test_of_the_contact_it_says_what_everybody_sees_and_what_the_coordinators_do(client, told, contact):
    question = QuestionFactory(contact_email="asta@example.org", **told)
    assert contact in text_of(client.get(link_to(question)))
    assert "asta@example.org" in text_of(client.get(link_to(question)))


@pytest.mark.parametrize(("stage", "can"), [("seeking", True), ("answered", True), ("withdrawn", False)])
def test_what_is_shown_is_changed_where_anything_is_shown(client, stage, can):
    page = text_of(client.get(link_to(QuestionFactory(stage=stage))))
    assert ("Ändra vad som visas" in page) == can


def test_a_question_is_withdrawn_only_by_a_second_press(client):
    page = client.get(link_to(QuestionFactory())).content.decode()
    folded = page[page.index("<summary>Ta tillbaka frågan") : page.index("</details>", page.index('value="withdraw"'))]
    assert "Ja, ta tillbaka den för gott" in folded
    assert page.count('value="withdraw"') == folded.count('value="withdraw"') == 1
