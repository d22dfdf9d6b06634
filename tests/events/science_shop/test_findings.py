"""What is found: in plain language, with sources, by whoever found it or those who coordinate."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from events.science_shop.identifiers import doi_of, only_doi
from events.science_shop.models import Finding, Source, Stage
from events.science_shop.permissions import actor_of
from events.science_shop.services import findings
from events.science_shop.services.findings import ChangedMeanwhile, NotAllowed
from tests.events.science_shop.factories import QuestionFactory, ResearcherFactory, RoundFactory, found, taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_search")]


@pytest.fixture
def researcher(client):
    made = ResearcherFactory(name="Rut Forskare")
    client.force_login(made.user)
    return made


@pytest.fixture
def question(researcher):
    made = QuestionFactory(stage=Stage.LOOKING)
    taken(made, researcher)
    return made


def address(question, finding=None):
    place = f"/forskarverkstad/fragor/{question.slug}/arbeta/fynd/"
    return f"{place}{finding.pk}/" if finding else place


def written(*sources, **otherwise):
    rows = {"sources-TOTAL_FORMS": max(len(sources), 3), "sources-INITIAL_FORMS": 0}
    for number, source in enumerate(sources):
        rows |= {f"sources-{number}-{name}": value for name, value in source.items()}
    return (
        {"text": "Öppna verkstäder gör nytta.", "kind": "existing", "certainty": "medium", "version": 0}
        | rows
        | otherwise
    )


def own(question, researcher):
    finding = found(question)
    finding.taking = question.takings.get(researcher=researcher)
    finding.save()
    return finding


SOURCE = {"title": "Berg, 2024. Verkstäder.", "doi": "https://doi.org/10.1234/ABCD.5", "url": ""}


def test_a_researcher_writes_what_they_found_with_its_sources(client, question, researcher):
    link = {"title": "Lund, 2023. Rapport.", "doi": "", "url": "https://example.org/rapport"}
    answer = client.post(address(question), written(SOURCE, link))
    assert answer.status_code == 302
    finding = question.findings.get()
    assert (finding.taking, finding.by) == (question.takings.get(), researcher.user)
    assert list(finding.sources.values_list("doi", "url")) == [
        ("10.1234/abcd.5", ""),
        ("", "https://example.org/rapport"),
    ]
    assert "https://doi.org/10.1234/abcd.5" in client.get(answer.headers["Location"]).content.decode()
    assert ModelLogEntry.objects.filter(action="science_shop.find").count() == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (written(), "minst en källa"),
        (written({**SOURCE, "doi": "abc"}), "ingen DOI"),
        (written({**SOURCE, "title": ""}), "Fyll i det här"),
        (written({**SOURCE, "url": "javascript:alert(1)"}), "giltig"),
        (written(SOURCE, text=""), "Fyll i det här"),
        (written(*[SOURCE] * 11), "10"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_lost(client, question, data, said):
    answer = client.post(address(question), data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert (data["text"] or "Berg, 2024") in page
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    "pasted", ["10.1000/XyZ", "doi:10.1000/xyz", " https://dx.doi.org/10.1000/xyz", "doi.org/10.1000/xyz"]
)
def test_a_doi_is_kept_in_one_way_however_it_is_pasted(pasted):
    assert doi_of(pasted) == "10.1000/xyz"


@given(st.text(max_size=30))
def test_what_is_no_doi_is_none_whatever_it_is(text):
    try:
        only_doi(doi_of(text))
    except ValidationError:
        return
    assert doi_of(text).startswith("10.")


def test_a_researcher_changes_and_takes_away_their_own(client, question, researcher):
    finding = own(question, researcher)
    assert "Lund, 2024" in client.get(address(question, finding)).content.decode()
    client.post(address(question, finding), written(SOURCE, text="Det gör stor nytta."))
    finding.refresh_from_db()
    assert (finding.text, finding.version) == ("Det gör stor nytta.", 1)
    assert [source.title for source in finding.sources.all()] == [SOURCE["title"]]
    client.post(address(question, finding), written(SOURCE, version=1, action="remove"))
    assert not question.findings.exists()
    assert not Source.objects.exists()


def test_nobody_changes_anothers(client, question):
    other = ResearcherFactory()
    taken(question, other)
    finding = own(question, other)
    assert client.get(address(question, finding)).status_code == 404
    assert client.post(address(question, finding), written(SOURCE)).status_code == 404
    elsewhere = QuestionFactory(stage=Stage.LOOKING)
    assert client.post(address(elsewhere), written(SOURCE)).status_code == 404


def test_those_who_coordinate_write_and_change_all(client, question, researcher, member):
    question.round = RoundFactory(coordinator=member)
    question.save()
    theirs = own(question, researcher)
    client.force_login(member)
    assert client.post(address(question), written(SOURCE)).status_code == 302
    assert client.post(address(question, theirs), written(SOURCE)).status_code == 302
    assert list(question.findings.values_list("taking", "version")) == [(theirs.taking_id, 1), (None, 0)]


def test_who_saw_an_older_one_is_told_and_keeps_what_they_wrote(client, question, researcher):
    finding = own(question, researcher)
    Finding.objects.update(version=1)
    answer = client.post(address(question, finding), written(SOURCE, text="Mitt eget ord."))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Någon annan har ändrat" in page
    assert "Mitt eget ord." in page
    finding.refresh_from_db()
    assert finding.text == "Det gör nytta."
    with pytest.raises(ChangedMeanwhile):
        findings.remove(finding, actor=actor_of(researcher.user, question), shown=0)


def test_when_the_question_has_ended_its_findings_stand(client, question, researcher):
    finding = own(question, researcher)
    actor = actor_of(researcher.user, question)
    question.stage, question.outcome = Stage.ANSWERED, Stage.ANSWERED
    question.save()
    with pytest.raises(NotAllowed):
        findings.add(question, {"text": "Mer.", "kind": "new", "certainty": "low"}, [], actor=actor)
    with pytest.raises(NotAllowed):
        findings.change(finding, {"text": "Annat."}, [], actor=actor, shown=0)
    with pytest.raises(NotAllowed):
        findings.remove(finding, actor=actor, shown=0)
    assert client.get(address(question, finding)).status_code == 404


def test_the_work_page_costs_the_same_for_few_and_many(client, question, researcher):
    def queries_with(more: int) -> int:
        for _number in range(more):
            own(question, researcher)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/forskarverkstad/fragor/{question.slug}/arbeta/").status_code == 200
        return len(caught)

    assert queries_with(1) == queries_with(8)


def test_a_finding_that_is_sent_twice_stands_there_once(client, question):
    for _time in range(2):
        assert client.post(address(question), written(SOURCE)).status_code == 302
    assert question.findings.get().sources.count() == 1
    client.post(address(question), written(SOURCE, {"title": "Lund, 2023.", "doi": "", "url": ""}))
    client.post(address(question), written(SOURCE, certainty="low"))
    assert question.findings.count() == 3
