"""What each side sees of the other before and after both have said yes."""

import pytest
from django.urls import reverse

from events.science_shop.models import Match, Question, Side, Stage
from events.science_shop.services import matching
from events.science_shop.services.links import token_of
from events.science_shop.vocabulary import Help
from tests.directory.factories import OrganisationFactory, PersonFactory
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, brought_together
from tests.events.science_shop.matching.sides import COORDINATOR, FROM_HERE, YES, letters, says, signed_in

pytestmark = pytest.mark.usefixtures("without_search")


def test_a_researchers_page_shows_the_question_and_no_contact_until_both_have_said_yes(question, researcher):
    match = brought_together(question, researcher)
    client, address = signed_in(researcher.user), reverse("science_shop:match", args=[match.pk])
    page = client.get(address).content.decode()
    assert question.title in page
    assert question.problem in page
    assert "asta" not in page.lower()
    client.post(address, {"answer": "yes"})
    assert "asta" not in client.get(address).content.decode().lower()
    says(match, Side.ORGANISATION, YES)
    page = client.get(address).content.decode()
    assert "Asta Asking" in page
    assert "mailto:asta@asking.example.org" in page
    client.post(address, {"answer": "end"})
    assert "asta" not in client.get(address).content.decode().lower()


def test_an_askers_page_shows_what_a_researcher_works_with_and_no_name_until_both_have_said_yes(
    client, question, researcher
):
    match = brought_together(question, researcher)
    own = reverse("science_shop:own", args=[token_of(question)])
    page = client.get(own).content.decode()
    assert "Forskare" in page
    assert "Ett universitet" not in page
    says(match, Side.RESEARCHER, YES)
    page = client.get(own).content.decode()
    assert "Ett universitet" in page
    assert str(Help.TALK.label) in page
    assert "Rut Research" not in page
    assert "rut@" not in page
    answer = reverse("science_shop:asker_answers_by_link", args=[token_of(question), match.pk])
    assert client.post(answer, {"answer": "yes"}, headers=FROM_HERE).status_code == 302
    page = client.get(own).content.decode()
    assert "Rut Research" in page
    assert "mailto:rut@research.example.org" in page
    client.post(answer, {"answer": "end"}, headers=FROM_HERE)
    page = client.get(own).content.decode()
    assert "Rut Research" not in page
    assert "rut@" not in page


def test_whoever_asks_hears_nothing_of_a_no_that_they_did_not_wait_for(client, question, researcher):
    match = brought_together(question, researcher, researcher_said=False)
    own = reverse("science_shop:own", args=[token_of(question)])
    assert 'id="researchers"' not in client.get(own).content.decode()
    answer = reverse("science_shop:asker_answers_by_link", args=[token_of(question), match.pk])
    assert client.post(answer, {"answer": "yes"}, headers=FROM_HERE).status_code == 404


def test_another_persons_match_is_not_there(client, question, researcher):
    match, other = brought_together(question, researcher), QuestionFactory()
    stranger = signed_in(ResearcherFactory().user)
    coordinator = PersonFactory()
    Question.objects.filter(pk=question.pk).update(round=RoundFactory(coordinator=coordinator))
    for reader in (stranger, signed_in(coordinator)):
        assert reader.get(reverse("science_shop:match", args=[match.pk])).status_code == 404
        assert reader.post(reverse("science_shop:match", args=[match.pk]), {"answer": "yes"}).status_code == 404
        answers = reverse("science_shop:asker_answers", args=[question.slug, match.pk])
        assert reader.post(answers, {"answer": "yes"}).status_code == 404
    for token in (token_of(other), "guessed"):
        answers = reverse("science_shop:asker_answers_by_link", args=[token, match.pk])
        assert client.post(answers, {"answer": "yes"}, headers=FROM_HERE).status_code == 404
    match.refresh_from_db()
    assert (match.researcher_said, match.asker_said) == (None, None)


def test_only_a_pressed_button_of_ours_answers_and_only_what_there_is(client, question, researcher):
    match = brought_together(question, researcher, researcher_said=True)
    by_link = reverse("science_shop:asker_answers_by_link", args=[token_of(question), match.pk])
    assert client.get(by_link).status_code == 405
    assert client.post(by_link, {"answer": "yes"}).status_code == 403
    assert client.post(by_link, {"answer": "perhaps"}, headers=FROM_HERE).status_code == 404
    own = reverse("science_shop:match", args=[match.pk])
    assert signed_in(researcher.user).post(own, {"answer": "perhaps"}).status_code == 404
    match.refresh_from_db()
    assert match.asker_said is None


def test_whoever_asks_answers_signed_in_too(question, researcher):
    person = PersonFactory()
    Question.objects.filter(pk=question.pk).update(raised_by=person)
    match = brought_together(question, researcher, researcher_said=True)
    client = signed_in(person)
    page = client.get("/mina-sidor/").content.decode()
    assert reverse("science_shop:own_question", args=[question.slug]) + "#researchers" in page
    client.post(reverse("science_shop:asker_answers", args=[question.slug, match.pk]), {"answer": "yes"})
    match.refresh_from_db()
    assert match.is_open
    page = client.get(reverse("science_shop:own_question", args=[question.slug])).content.decode()
    assert "rut@research.example.org" in page
    assert "#researchers" not in client.get("/mina-sidor/").content.decode()


def test_what_a_researcher_is_asked_waits_on_their_pages_until_it_is_answered(question, researcher):
    match = brought_together(question, researcher)
    client = signed_in(researcher.user)
    assert reverse("science_shop:match", args=[match.pk]) in client.get("/mina-sidor/").content.decode()
    client.post(reverse("science_shop:match", args=[match.pk]), {"answer": "no"})
    assert reverse("science_shop:match", args=[match.pk]) not in client.get("/mina-sidor/").content.decode()


def test_what_is_withdrawn_is_shown_to_the_researcher_no_more(question, researcher):
    match = brought_together(question, researcher)
    Question.objects.filter(pk=question.pk).update(stage=Stage.WITHDRAWN)
    client = signed_in(researcher.user)
    page = client.get(reverse("science_shop:match", args=[match.pk])).content.decode()
    assert question.title not in page
    assert question.problem not in page
    assert 'name="answer"' not in page
    assert question.title not in client.get("/mina-sidor/").content.decode()


def test_no_address_is_in_any_log_or_line(question, researcher, caplog):
    from wagtail.models import ModelLogEntry

    matching.invite(question, researcher, actor=COORDINATOR)
    match = Match.objects.get()
    says(match, Side.RESEARCHER, YES)
    says(match, Side.ORGANISATION, YES)
    written = str(list(ModelLogEntry.objects.values_list("data", "label"))) + caplog.text
    assert "@" not in written
    assert "Rut" not in written
    assert "Asta" not in written


def test_an_organisations_keepers_answer_for_it(question, researcher):
    keeper = PersonFactory()
    organisation = OrganisationFactory()
    organisation.memberships.create(user=keeper, role="owner")
    Question.objects.filter(pk=question.pk).update(organisation=organisation)
    match = brought_together(question, researcher, researcher_said=True)
    signed_in(keeper).post(reverse("science_shop:asker_answers", args=[question.slug, match.pk]), {"answer": "no"})
    match.refresh_from_db()
    assert match.asker_said is False
    assert [to for to, _body in letters()] == ["rut@research.example.org"]
