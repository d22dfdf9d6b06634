"""What everybody reads of a question that was answered, and where it is found; never of one that is not shown."""

import json
import re

import pytest
from django.urls import reverse

from directory.models import Municipality
from events.science_shop.models import KnowledgeItem, Question, Researcher, ResearchProject, Source, Stage
from events.science_shop.search_sources import AnswerSource
from events.science_shop.slots import knowledge
from portal.plugins import search
from tests.directory.factories import OrganisationFactory, TagFactory
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    answered,
    found,
    in_a_field,
    summed_up,
    taken,
)

pytestmark = pytest.mark.django_db
LIST = "/forskarverkstad/svar/"


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.fixture
def question() -> Question:
    question = answered(title="Vad gör en cykelverkstad för grannskapet?")
    finding = found(question, source="Bo, 2023. Verkstäder.")
    Source.objects.create(finding=finding, title="Asta, 2024. Cyklar.", doi="10.1234/abcd")
    return question


def test_the_page_tells_the_answer_with_findings_certainty_and_references(client, question):
    KnowledgeItem.objects.update(remains="Hur länge det håller.", methods="Vi läste.", whom_to_ask="Ett universitet")
    page = read(client, question.knowledge.get_absolute_url())
    for words in (
        *("Vad gör en cykelverkstad", "Verkstaden gör nytta.", "Det gör nytta.", "Troligt", "Bo, 2023. Verkstäder."),
        *("Hur länge det håller.", "Vi läste.", "Ett universitet", 'href="https://doi.org/10.1234/abcd"', "Besvarad"),
    ):
        assert words in page, words


def test_it_is_the_last_wording_that_stands_there(client, question):
    Question.objects.filter(pk=question.pk).update(title="Nya ord?")
    assert "Nya ord?" in read(client, question.knowledge.get_absolute_url())


def test_nobody_is_named_without_a_yes(client, question):
    organisation = OrganisationFactory(name="Hemliga föreningen", live=True)
    Question.objects.filter(pk=question.pk).update(organisation=organisation, contact_name="Asta Asking")
    researcher = ResearcherFactory(name="Rut Forskare", affiliation="Profilens universitet")
    taking = taken(question, researcher, affiliation="Lunds universitet")
    address = question.knowledge.get_absolute_url()
    for place in (address, LIST):
        page = read(client, place)
        for name in ("Hemliga föreningen", "Asta Asking", "Rut Forskare", question.contact_email):
            assert name not in page
    assert "universitet" not in read(client, address)
    Researcher.objects.update(is_public=True)
    taking.shows_name = True
    taking.save()
    Question.objects.filter(pk=question.pk).update(shows_organisation=True)
    page = read(client, address)
    assert "Rut Forskare, Lunds universitet" in page
    assert "Hemliga föreningen" in page


HIDDEN = [
    {"may_be_shown": False},
    {"stage": Stage.PRESENTED, "outcome": ""},
    {"stage": Stage.WITHDRAWN, "outcome": ""},
]


@pytest.mark.parametrize("change", HIDDEN)
def test_what_is_not_shown_any_more_is_gone_at_once_everywhere(client, question, change):
    address, words = question.knowledge.get_absolute_url(), "cykelverkstad"
    tag = TagFactory()
    question.tags.add(tag)
    in_a_field(question)
    search.publish(question)
    assert address in read(client, f"/sok/?q={words}")
    assert words in read(client, LIST)
    Question.objects.filter(pk=question.pk).update(**change)
    search.publish(Question.objects.get(pk=question.pk))
    assert client.get(address).status_code == 404
    assert address not in client.get(f"/sok/?q={words}").content.decode()
    page = read(client, LIST)
    assert words not in page
    assert tag.label not in page
    # The question's own page may stay.
    assert address not in read(client, "/sitemap.xml")


def test_it_is_found_by_what_the_answer_and_the_findings_say(client, question):
    KnowledgeItem.objects.update(summary="Grannsämjan växer.")
    question.findings.update(text="Barnen lär sig smörja kedjor.")
    search.publish(question)
    for words in ("grannsämjan", "kedjor"):
        page = read(client, f"/sok/?q={words}&kind=answer")
        assert question.knowledge.get_absolute_url() in page
        assert "Svar" in page


def test_the_list_is_narrowed_by_field_and_subject(client):
    one, other = answered(title="Den ena?"), answered(title="Den andra?")
    in_a_field(one, "504")
    in_a_field(other, "303")
    tag = TagFactory(name="Cyklar")
    one.tags.add(tag)
    page = read(client, f"{LIST}?field=504")
    assert "Den ena?" in page
    assert "Den andra?" not in page
    assert "Den andra?" not in read(client, f"{LIST}?tag={tag.slug}")
    both = read(client, f"{LIST}?field=504&field=303")
    assert "Den ena?" in both
    assert "Den andra?" in both
    assert "Inga svar här än" in read(client, f"{LIST}?field=999&tag=finns-inte")


def test_what_machines_read_is_the_question_with_its_answer_and_names_nobody(client, question):
    page = read(client, question.knowledge.get_absolute_url())
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    assert (data["@type"], data["mainEntity"]["@type"]) == ("QAPage", "Question")
    answer = data["mainEntity"]["acceptedAnswer"]
    assert answer["text"] == "Verkstaden gör nytta."
    assert [source.get("url") for source in answer["citation"]] == [None, None, "https://doi.org/10.1234/abcd"]
    assert "author" not in data["mainEntity"]
    assert "og:title" in page


def test_no_text_ends_the_script_element(client, question):
    KnowledgeItem.objects.update(summary="</script><script>alert(1)</script>")
    page = read(client, question.knowledge.get_absolute_url())
    assert "<script>alert(1)" not in page


def test_the_knowledge_bank_shows_the_latest_answers(client, question):
    html = knowledge(None, None)
    assert question.title in html
    Question.objects.update(may_be_shown=False)
    assert knowledge(None, None) is None


def test_a_page_costs_as_much_for_many_sources_as_for_few(client, question, django_assert_max_num_queries):
    address = question.knowledge.get_absolute_url()
    question.tags.add(TagFactory())
    taken(question)
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    for number in range(5):
        finding = found(question)
        Source.objects.create(finding=finding, title=f"Källa {number}")
        question.tags.add(TagFactory())
        taken(question)
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_the_list_costs_as_much_for_many_as_for_few(client, question, django_assert_max_num_queries):
    organisation = OrganisationFactory()
    in_a_field(question)
    client.get(LIST)
    with django_assert_max_num_queries(40) as few:
        client.get(LIST)
    for _number in range(6):
        in_a_field(answered(organisation=organisation, shows_organisation=True))
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


def test_a_project_stands_on_the_page_of_what_is_known_so_far(client):
    question = QuestionFactory(stage=Stage.PARTLY_ANSWERED, municipality=Municipality.objects.first())
    found(question)
    summed_up(question)
    ResearchProject.objects.create(question=question, title="Verkstäder", url="https://exempel.se/", funding="Forte")
    page = read(client, reverse("science_shop:knowledge", args=[question.slug]))
    assert 'href="https://exempel.se/"' in page
    assert "Forte" in page
    assert "Verkstäder" in page


def test_an_answer_that_is_cut_in_a_list_of_hits_says_so(question):
    KnowledgeItem.objects.update(summary="Ett ord till. " * 20)
    (item,) = AnswerSource().visible()
    assert all(one.summary.endswith("…") for one in AnswerSource().documents(item))
