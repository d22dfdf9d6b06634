"""Both sides are asked how it went, at the close and half a year later; what they say is the coordinators' alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.science_shop.models import Evaluation, Question, Stage, StageChange
from events.science_shop.personal_data import Askers, Evaluators
from events.science_shop.services import evaluating, forgetting
from tests.directory.factories import PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, answered, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]
SAID = {"met_expectations": "4", "cooperation": "5", "usefulness": "3", "is_used": "yes", "text": "Tack, hemligt."}
ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def ended(days: int = 0, **fields) -> Question:
    """A question that was answered so many days ago."""
    question = answered(**fields)
    at = timezone.now() - timedelta(days=days, minutes=1)
    StageChange.objects.create(question=question, move="answer", before="presented", after="answered", at=at)
    return question


def page_of(evaluation: Evaluation) -> str:
    return reverse("science_shop:evaluate", args=[evaluating.token_of(evaluation)])


@pytest.fixture
def evaluation() -> Evaluation:
    return Evaluation.objects.create(question=ended(), occasion="close")


def test_whoever_asked_and_each_researcher_are_asked_once_at_the_close_by_links_of_their_own():
    question = ended()
    one, left, handed_back = ResearcherFactory(), ResearcherFactory(), ResearcherFactory()
    for researcher, state in ((one, "finished"), (left, "finished"), (handed_back, "handed-back")):
        taken(question, researcher, state=state, ended_at=timezone.now())
    taken(question, one, state="finished", ended_at=timezone.now())
    left.user.is_active = False
    left.user.save()
    assert evaluating.write_letters() == 2
    assert {letter.to[0] for letter in mail.outbox} == {question.contact_email, one.user.email}
    links = {line for letter in mail.outbox for line in letter.body.splitlines() if "/utvardering/" in line}
    assert len(links) == 2
    assert evaluating.write_letters() == 0


def test_they_are_asked_again_half_a_year_later_and_not_before():
    question = ended()
    evaluating.write_letters()
    now = timezone.now()
    assert evaluating.write_letters(now + timedelta(days=181)) == 0
    mail.outbox.clear()
    assert evaluating.write_letters(now + timedelta(days=183)) == 1
    assert set(question.evaluations.values_list("occasion", flat=True)) == {"close", "half-year"}
    assert "halvår" in mail.outbox[0].body


@pytest.mark.parametrize("stage", [Stage.SEEKING, Stage.WITHDRAWN, Stage.DECLINED, Stage.REFERRED])
def test_nobody_is_asked_about_what_did_not_end_well(stage):
    question = QuestionFactory(stage=stage)
    StageChange.objects.create(question=question, move="x", before="taken", after=stage)
    assert evaluating.write_letters() == 0


def test_nobody_is_asked_about_what_was_over_long_ago_or_whose_contact_is_erased():
    ended(days=100)
    gone = ended()
    Question.objects.filter(pk=gone.pk).update(contact_email="")
    assert evaluating.write_letters() == 0


def test_who_has_not_answered_is_reminded_once_after_two_weeks():
    ended()
    evaluating.write_letters()
    now = timezone.now()
    mail.outbox.clear()
    assert evaluating.write_letters(now + timedelta(days=13)) == 0
    assert evaluating.write_letters(now + timedelta(days=15)) == 1
    assert "påminner inte igen" in mail.outbox[0].body
    assert evaluating.write_letters(now + timedelta(days=16)) == 0


def test_who_has_answered_is_not_reminded(client, evaluation):
    client.post(page_of(evaluation), SAID, **ORIGIN)
    mail.outbox.clear()
    assert evaluating.write_letters(timezone.now() + timedelta(days=15)) == 0


def test_reading_the_link_changes_nothing_and_the_button_keeps_what_is_said_once(client, evaluation):
    assert "Blev det som du hoppades?" in client.get(page_of(evaluation)).content.decode()
    evaluation.refresh_from_db()
    assert evaluation.answered_at is None
    assert client.post(page_of(evaluation), SAID, **ORIGIN).status_code == 302
    evaluation.refresh_from_db()
    assert (evaluation.met_expectations, evaluation.is_used, evaluation.text) == (4, True, "Tack, hemligt.")
    client.post(page_of(evaluation), SAID | {"text": "Annat."}, **ORIGIN)
    evaluation.refresh_from_db()
    assert evaluation.text == "Tack, hemligt."
    response = client.get(page_of(evaluation))
    assert "Tack, hemligt." not in response.content.decode()
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_after_three_months_the_link_says_that_it_is_too_late_and_keeps_nothing(client, evaluation):
    Evaluation.objects.update(asked_at=timezone.now() - timedelta(days=89))
    assert "Blev det som du hoppades?" in client.get(page_of(evaluation)).content.decode()
    Evaluation.objects.update(asked_at=timezone.now() - timedelta(days=91))
    assert "Formuläret är stängt" in client.get(page_of(evaluation)).content.decode()
    client.post(page_of(evaluation), SAID, **ORIGIN)
    evaluation.refresh_from_db()
    assert (evaluation.answered_at, evaluation.text) == (None, "")


def test_what_is_missing_is_said_and_what_was_written_stays(client, evaluation):
    response = client.post(page_of(evaluation), {"text": "Mina ord.", "cooperation": "9"}, **ORIGIN)
    assert response.status_code == 422
    assert "Mina ord." in response.content.decode()
    evaluation.refresh_from_db()
    assert evaluation.answered_at is None


def test_no_other_link_leads_there_and_no_other_site_posts(client, evaluation):
    token = evaluating.token_of(evaluation)
    for wrong in ("guessed", token[:-2], evaluating.signer.sign("x"), token + "."):
        assert client.get(reverse("science_shop:evaluate", args=[wrong])).status_code == 404
    assert client.post(page_of(evaluation), SAID, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403


def test_the_link_of_a_question_opens_no_form(client, evaluation):
    from events.science_shop.services.links import token_of

    address = reverse("science_shop:evaluate", args=[token_of(evaluation.question)])
    assert client.get(address).status_code == 404


def test_the_words_are_seen_by_those_who_coordinate_that_question_and_by_nobody_else(client, evaluation):
    client.post(page_of(evaluation), SAID, **ORIGIN)
    coordinator, other = PersonFactory(), PersonFactory()
    RoundFactory(coordinator=other)
    Question.objects.filter(pk=evaluation.question_id).update(round=RoundFactory(coordinator=coordinator))
    address = reverse("science_shop:evaluations")
    client.force_login(coordinator)
    assert "Tack, hemligt." in client.get(address).content.decode()
    client.force_login(other)
    assert "Tack, hemligt." not in client.get(address).content.decode()
    client.force_login(PersonFactory())
    assert client.get(address).status_code == 404
    client.logout()
    question = evaluation.question
    for public in (question.get_absolute_url(), question.knowledge.get_absolute_url(), "/forskarverkstad/siffror/"):
        assert "hemligt" not in client.get(public).content.decode()


def test_my_pages_show_what_waits_for_me_until_i_have_answered(client, evaluation):
    person = PersonFactory()
    Question.objects.filter(pk=evaluation.question_id).update(raised_by=person)
    researcher = ResearcherFactory()
    taking = taken(evaluation.question, researcher)
    Evaluation.objects.create(question=evaluation.question, taking=taking, occasion="close")
    for user in (person, researcher.user):
        client.force_login(user)
        page = client.get("/mina-sidor/").content.decode()
        assert page.count("Svara på fem frågor") == 1
    client.force_login(PersonFactory())
    assert "Svara på fem frågor" not in client.get("/mina-sidor/").content.decode()
    client.force_login(person)
    client.post(page_of(evaluation), SAID, **ORIGIN)
    assert "Svara på fem frågor" not in client.get("/mina-sidor/").content.decode()


def test_ones_own_words_are_shown_to_oneself_and_erased_and_the_marks_stay(client, evaluation):
    client.post(page_of(evaluation), SAID, **ORIGIN)
    address = evaluation.question.contact_email
    assert "Tack, hemligt." in str(Evaluators().held(address))
    assert not Evaluators().held("nobody@example.org")
    Evaluators().erase(address)
    Askers().erase(address)
    evaluation.refresh_from_db()
    assert (evaluation.text, evaluation.usefulness) == ("", 3)


def test_words_are_kept_as_long_as_the_contact(client, evaluation):
    client.post(page_of(evaluation), SAID, **ORIGIN)
    forgetting.forget(timezone.now() + forgetting.CONTACT_KEPT - timedelta(days=2))
    evaluation.refresh_from_db()
    assert evaluation.text
    forgetting.forget(timezone.now() + forgetting.CONTACT_KEPT + timedelta(days=2))
    evaluation.refresh_from_db()
    assert (evaluation.text, evaluation.cooperation) == ("", 5)


def text_of(client, person) -> str:
    client.force_login(person)
    return client.get(reverse("science_shop:evaluations")).content.decode()


def test_a_coordinator_reads_who_was_asked_when_who_has_answered_and_when_they_are_asked_again(client):
    coordinator = PersonFactory()
    question = ended(round=RoundFactory(coordinator=coordinator), contact_name="Asta Asking")
    shown, hidden = ResearcherFactory(name="Rut Research", is_public=True), ResearcherFactory(name="Hemlig")
    takings = [taken(question, one, state="finished", ended_at=timezone.now()) for one in (shown, hidden)]
    asked_at = timezone.now() - timedelta(days=20)
    mine = Evaluation.objects.create(question=question, occasion="close", asked_at=asked_at)
    for taking in takings:
        Evaluation.objects.create(
            question=question, taking=taking, occasion="close", asked_at=asked_at, reminded_at=timezone.now()
        )
    client.post(page_of(mine), SAID, **ORIGIN)
    page = text_of(client, coordinator)
    for said in ("Asta Asking", "Rut Research", "Har inte svarat än", "Tack, hemligt.", "En gång till får de frågan"):
        assert said in page, said
    # One who does not show who they are is named to nobody who coordinates a single round.
    assert "Hemlig" not in page
    assert page.count("Påmind") == 2
    counts = client.get(reverse("science_shop:evaluations")).context["counts"]
    assert counts == {"sent": 3, "answered": 1, "waiting": 2}
    Evaluation.objects.update(asked_at=timezone.now() - timedelta(days=200))
    page = text_of(client, coordinator)
    assert page.count("Har inte svarat, och formuläret är stängt") == 2
    assert "En gång till får de frågan" not in page


def test_before_anybody_is_asked_the_page_says_what_happens_next(client):
    coordinator = PersonFactory()
    RoundFactory(coordinator=coordinator)
    assert "Ingen har fått frågan än" in text_of(client, coordinator)


@pytest.mark.database
def test_the_page_costs_as_much_for_many_as_for_few(client, django_assert_max_num_queries):
    coordinator = PersonFactory()
    own = RoundFactory(coordinator=coordinator)

    def add(number: int) -> None:
        for _number in range(number):
            question = ended(round=own)
            Evaluation.objects.create(question=question, occasion="close")
            worker = ResearcherFactory(is_public=True)
            taking = taken(question, worker, state="finished", ended_at=timezone.now())
            Evaluation.objects.create(question=question, taking=taking, occasion="close")

    add(1)
    text_of(client, coordinator)
    with CaptureQueriesContext(connection) as few:
        text_of(client, coordinator)
    add(10)
    with django_assert_max_num_queries(len(few)):
        text_of(client, coordinator)
