"""The list of the idea bank: what it shows, how it is narrowed, and what one choice is called."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Municipality
from directory.services import tags
from events.science_shop.models import Question, QuestionTag, Stage
from tests.directory.factories import OrganisationFactory, TagFactory, editor
from tests.events.science_shop.factories import QuestionFactory, RoundFactory, in_a_field

pytestmark = pytest.mark.django_db
BANK = "/forskarverkstad/fragor/"


def titles(client, query: str = "") -> list[str]:
    response = client.get(f"{BANK}{query}")
    assert response.status_code == 200
    return [question.title for question in response.context["found"].page]


def counts(client, facet: str, query: str = "") -> dict[str, int]:
    options = client.get(f"{BANK}{query}").context["found"].facets[facet]
    return {str(option.label): option.count for option in options}


def tagged(question: Question, name: str) -> Question:
    QuestionTag.objects.create(content_object=question, tag=TagFactory(name=name, slug=name.lower()))
    return question


@pytest.mark.parametrize("stage", Stage)
def test_what_may_be_shown_is_there_and_nothing_else(client, stage):
    QuestionFactory(title="Syns den?", stage=stage)
    QuestionFactory(title="Får inte synas", stage=stage, may_be_shown=False)
    hidden = {Stage.DRAFT, Stage.SUBMITTED, Stage.INTAKE, Stage.DECLINED, Stage.WITHDRAWN}
    assert titles(client) == ([] if stage in hidden else ["Syns den?"])


def test_it_is_narrowed_by_stage_field_subject_place_and_round(client):
    lund = Municipality.objects.get(name="Lund")
    chosen = QuestionFactory(title="Den", municipality=lund, round=RoundFactory(slug="gron"), stage=Stage.TAKEN)
    in_a_field(tagged(chosen, "Odling"), "504")
    QuestionFactory(title="En annan")
    for query in ("stage=taken", "field=504", "tag=odling", "municipality=lund", "round=gron"):
        assert titles(client, f"?{query}") == ["Den"], query
    assert titles(client, "?stage=taken&stage=seeking&tag=odling") == ["Den"]
    assert titles(client, "?stage=seeking&tag=odling") == []


def test_what_is_evaluated_counts_as_what_came_of_it(client):
    QuestionFactory(title="Delvis", stage=Stage.EVALUATED, outcome=Stage.PARTLY_ANSWERED)
    QuestionFactory(title="Helt", stage=Stage.ANSWERED)
    assert counts(client, "stage") == {"Besvarad": 1, "Delvis besvarad": 1}
    assert titles(client, "?stage=partly-answered") == ["Delvis"]


def test_each_facet_is_counted_as_if_nothing_were_chosen_in_it(client):
    tagged(QuestionFactory(stage=Stage.TAKEN), "Odling")
    QuestionFactory(stage=Stage.SEEKING)
    assert counts(client, "stage", "?stage=taken") == {"Söker forskare": 1, "Antagen": 1}
    assert counts(client, "stage", "?tag=odling") == {"Antagen": 1}


def test_a_draft_of_a_round_is_named_nowhere_and_chooses_nothing(client):
    QuestionFactory(round=RoundFactory(slug="hemlig", title="Hemlig omgång", live=False))
    page = client.get(f"{BANK}?round=hemlig")
    assert "Hemlig omgång" not in page.content.decode()
    assert page.context["unknown"] == ("hemlig",)
    assert page.context["found"].total == 1


def test_the_address_of_a_merged_tag_leads_on(client):
    question = tagged(QuestionFactory(), "Odling")
    kept = TagFactory(name="Trädgård", slug="tradgard")
    tags.merge(question.tagged.get().tag, kept, by=editor())
    response = client.get(f"{BANK}?tag=odling&stage=seeking")
    assert (response.status_code, response["Location"]) == (301, f"{BANK}?stage=seeking&tag=tradgard")
    assert titles(client, "?tag=tradgard") == [question.title]


def canonical(client, query: str) -> str:
    found = re.search(
        r'<link rel="canonical" href="[^"]*?/forskarverkstad([^"]*)"', client.get(BANK + query).content.decode()
    )
    assert found
    return found[1].replace("&amp;", "&")


def test_a_choice_has_one_address(client):
    in_a_field(QuestionFactory(), "504")
    one = canonical(client, "?stage=seeking&field=504")
    assert one == "/fragor/?stage=seeking&field=504"
    assert canonical(client, "?field=504&stage=seeking&stage=seeking&nonsense=1&page=1") == one
    assert canonical(client, "?sort=nonsense&page=999") == "/fragor/"


def test_the_longest_waiting_come_first_and_what_has_ended_last(client):
    now = timezone.now()
    for title, stage, days in (("Ny", "seeking", 1), ("Gammal", "taken", 90), ("Slut", "answered", 400)):
        QuestionFactory(title=title, stage=stage, stage_since=now - timedelta(days=days))
    assert titles(client) == ["Ny", "Gammal", "Slut"]
    assert titles(client, "?sort=waiting") == ["Gammal", "Ny", "Slut"]


def test_words_find_by_the_search(client):
    QuestionFactory(title="Vad gör en cykelverkstad?")
    QuestionFactory(title="Hur odlar man på tak?", problem="Vi vet inte hur mycket jord som behövs.")
    assert titles(client, "?q=cykelverkstad") == ["Vad gör en cykelverkstad?"]


def test_a_page_far_beyond_is_the_last_one(client):
    QuestionFactory.create_batch(25)
    assert len(titles(client, "?page=2")) == 1
    assert len(titles(client, "?page=1000000000")) == 1
    assert len(titles(client, "?page=x")) == 24


def queries(client, query: str = "") -> int:
    client.get(BANK)  # What is remembered from request to request.
    with CaptureQueriesContext(
        connection,
    ) as made:
        client.get(f"{BANK}{query}")
    return len(made)


def many(number: int) -> None:
    place, organisation, round = Municipality.objects.first(), OrganisationFactory(), RoundFactory()
    made = Question.objects.bulk_create(
        Question(
            title=f"Fråga {n}", slug=f"fraga-{number}-{n}", problem="Varför?", stage=Stage.SEEKING, round=round,
            municipality=place, organisation=organisation, shows_organisation=True,
        )
        for n in range(number)
    )  # fmt: skip
    tag = TagFactory()
    QuestionTag.objects.bulk_create(QuestionTag(content_object=question, tag=tag) for question in made)


@pytest.mark.database
def test_few_and_two_thousand_cost_the_same_number_of_queries(client):
    many(3)
    few = [queries(client, query) for query in ("", "?stage=seeking&sort=waiting", "?tag=odling&page=2")]
    many(1997)
    assert [queries(client, query) for query in ("", "?stage=seeking&sort=waiting", "?tag=odling&page=2")] == few
    assert client.get(BANK).context["found"].total == 2000
