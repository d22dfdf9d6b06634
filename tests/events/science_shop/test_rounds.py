"""The public pages of rounds, and what else shows them."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.science_shop.models import (
    AgendaQuestion,
    Participant,
    Round,
    RoundClosing,
    RoundMeetup,
    RoundPartner,
    Stage,
)
from events.science_shop.search_sources import RoundSource
from tests.events.factories import EventFactory, organised
from tests.events.science_shop.factories import QuestionFactory, RoundFactory, in_days
from tests.events.visitors import text_of

pytestmark = pytest.mark.django_db


def participants(round: Round, number: int, role: str, decision: str = "goes-on") -> None:
    now = timezone.now()
    decided = None if decision == "undecided" else now
    for one in range(number):
        key = f"{role}-{decision}-{one}@example.org"
        Participant.objects.create(
            round=round, name="Hemlig", email=key, email_key=key, role=role, decision=decision, decided_at=decided
        )


def test_the_page_shows_theme_meetups_with_seats_partners_and_whom_to_ask(client):
    event = EventFactory(title="Idéträffen")
    round = RoundFactory(meetups={"idea": event}, contact_email="samordnaren@example.org")
    RoundPartner.objects.create(round=round, organisation=organised(event))
    page = text_of(client.get(round.get_absolute_url()))
    for words in ("För alla som undrar.", "Idéträffen", "20 av 20 platser kvar", "Byalaget Norrevång"):
        assert words in page
    assert "samordnaren@example.org" in page
    assert "Frågor samlas in Nu, till" in page


def test_a_meetup_that_is_not_published_is_nowhere(client):
    round = RoundFactory(meetups={"idea": EventFactory(title="Hemlig träff", live=False)})
    content = client.get(round.get_absolute_url()).content.decode()
    assert "Hemlig träff" not in content
    assert "Dagarna är inte bestämda än." in content


def test_a_draft_is_shown_to_whoever_coordinates_it_alone(client, member):
    round = RoundFactory(live=False, coordinator=member)
    assert client.get(round.get_absolute_url()).status_code == 404
    assert round.title not in client.get("/forskarverkstad/omgangar/").content.decode()
    client.force_login(member)
    response = client.get(round.get_absolute_url())
    assert "Det här är utkastet" in text_of(response)
    assert "ld+json" not in response.content.decode()
    assert round.title in text_of(client.get("/forskarverkstad/omgangar/"))


def test_the_figure_counts_by_stage_what_everybody_may_read(client):
    round = RoundFactory()
    for stage in (Stage.SEEKING, Stage.SEEKING, Stage.ANSWERED, Stage.EVALUATED):
        QuestionFactory(round=round, stage=stage)
    QuestionFactory(round=round, stage=Stage.SUBMITTED, title="Hemlig?")
    QuestionFactory(round=round, stage=Stage.TAKEN, may_be_shown=False, title="Dold?")
    page = text_of(client.get(round.get_absolute_url()))
    figure = page.split("Var frågorna står")[1]
    assert "Söker forskare 2 Besvarad 2" in figure
    assert "Antagen" not in figure
    assert "Hemlig?" not in page
    assert "Dold?" not in page


def test_of_few_participants_only_that_they_are_few_is_told_and_nobody_is_named(client):
    round = RoundFactory()
    participants(round, 5, "organisation")
    participants(round, 4, "researcher")
    participants(round, 6, "student", "undecided")
    page = client.get(round.get_absolute_url())
    assert "Från en organisation 5 Forskare färre än fem" in text_of(page)
    assert "Student" not in text_of(page)
    assert "Hemlig" not in page.content.decode()


def test_machines_read_it_as_a_series_of_its_meetups(client):
    late, early = EventFactory(starts_at=timezone.now() + timedelta(days=70)), EventFactory()
    round = RoundFactory(title="</script>Odling", meetups={"return": late, "idea": early})
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(round.get_absolute_url()).content.decode()
    )
    data = json.loads(found[1])
    assert (data["@type"], data["name"]) == ("EventSeries", "</script>Odling")
    assert [event["name"] for event in data["subEvent"]] == [early.title, late.title]
    assert data["startDate"] < data["endDate"]


def test_of_very_many_questions_a_page_shows_some_and_leads_on(client):
    round = RoundFactory()
    for number in range(25):
        QuestionFactory(round=round, title=f"Vad är {number:02} värt?")
    first, second = (text_of(client.get(f"{round.get_absolute_url()}?page={page}")) for page in (1, 2))
    assert "Vad är 24 värt?" in first
    assert "Vad är 00 värt?" not in first
    assert "Vad är 00 värt?" in second


def test_while_it_takes_questions_it_leads_to_the_form(client):
    open_round, over = RoundFactory(), RoundFactory(questions_until=in_days(-1))
    assert f"/forskarverkstad/stall-en-fraga/?round={open_round.slug}" in _content(client, open_round)
    assert "?round=" not in _content(client, over)


def _content(client, round: Round) -> str:
    return client.get(round.get_absolute_url()).content.decode()


def test_the_list_has_those_that_go_on_first_with_the_phase_that_they_are_in(client):
    running = RoundFactory(meetups={"idea": EventFactory()})
    over = RoundFactory()
    RoundClosing.objects.create(round=over, at=timezone.now())
    page = text_of(client.get("/forskarverkstad/omgangar/"))
    assert page.index(running.title) < page.index(over.title)
    assert page.index("Frågor samlas in") < page.index("Omgången är avslutad")


def test_a_meetups_page_tells_its_round_and_its_agenda(client):
    event = EventFactory()
    RoundFactory(title="Odling", meetups={"return": event})
    RoundFactory(title="Utkastet", live=False, meetups={"idea": (of_a_draft := EventFactory())})
    shown, hidden = QuestionFactory(title="Vad ger odling?"), QuestionFactory(title="Hemlig?", stage=Stage.INTAKE)
    AgendaQuestion.objects.create(event=event, question=shown, decision="Vi läser vidare.", decided_at=timezone.now())
    AgendaQuestion.objects.create(event=event, question=hidden, decision="Tyst.", decided_at=timezone.now())
    page = text_of(client.get(event.get_absolute_url()))
    for words in ("En del av omgången Odling", "Vad ger odling?", "Söker forskare", "Vi läser vidare."):
        assert words in page
    for words in ("Hemlig?", "Tyst."):
        assert words not in page
    assert "Utkastet" not in text_of(client.get(of_a_draft.get_absolute_url()))


def test_a_round_is_found_while_it_is_published():
    round = RoundFactory(body="<p>Om</p><p>jord</p>")
    RoundFactory(live=False)
    source = RoundSource()
    assert list(source.visible()) == [round]
    swedish, english = source.documents(source.visible()[0])
    assert (swedish.url, english.url) == (round.get_absolute_url(), f"/en/science-shop/rounds/{round.slug}/")
    assert "Om  jord" in swedish.text


def test_a_preview_shows_what_is_not_saved():
    round = Round(title="Snart", slug="snart", lead="En omgång.", live=False)
    QuestionFactory(title="Utan omgång?")
    response = round.make_preview_request()
    assert response.status_code == 200
    page = response.content.decode()
    assert "Snart" in page
    assert "Utan omgång?" not in page


def test_pages_cost_the_same_queries_for_few_and_many(client):
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def filled(times: int) -> Round:
        round = RoundFactory()
        for _one in range(times):
            event = EventFactory()
            RoundMeetup.objects.create(round=round, phase="idea", event=event)
            RoundPartner.objects.create(round=round, organisation=organised(event, f"Byalag {event.pk}"))
            QuestionFactory(round=round)
        return round

    few = filled(1)
    cost(few.get_absolute_url())
    listed = cost("/forskarverkstad/omgangar/")
    many = filled(5)
    assert cost(few.get_absolute_url()) == cost(many.get_absolute_url())
    assert cost("/forskarverkstad/omgangar/") == listed
