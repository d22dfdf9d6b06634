"""Where a round is, day by day over its calendar."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from events.science_shop.models import Round, RoundClosing
from events.science_shop.progress import PHASES, steps, stretches, where_it_is
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import RoundFactory

pytestmark = pytest.mark.django_db
SKANE = ZoneInfo("Europe/Stockholm")


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=SKANE)


def meetup(month: int, day: int, **fields):
    return EventFactory(starts_at=at(month, day, 13), ends_at=at(month, day, 16), **fields)


@pytest.fixture
def malmo() -> Round:
    """As the pop-up science shop of Malmö was held: six weeks apart."""
    meetups = {"idea": meetup(2, 13), "matchmaking": meetup(3, 27), "return": meetup(5, 15), "start": meetup(6, 1)}
    return RoundFactory(meetups=meetups)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (at(1, 1), "questions"),
        (at(2, 13, 12), "questions"),
        (at(2, 13, 13), "idea"),
        (at(2, 13, 15), "idea"),
        (at(2, 13, 16), "research"),
        (at(3, 27, 12), "research"),
        (at(3, 27, 14), "matchmaking"),
        (at(3, 28), "working"),
        (at(5, 15, 14), "return"),
        # Between two meetups without a time of its own the earlier one goes on.
        (at(5, 20), "return"),
        (at(6, 1, 14), "start"),
        (at(12, 1), "start"),
    ],
)
def test_on_each_day_it_is_in_the_phase_of_its_meetups(malmo, now, phase):
    assert where_it_is(malmo, now).name == phase
    found = stretches(malmo, now)
    assert [one.name for one in found] == list(PHASES)
    place = [one.name for one in found].index(phase)
    assert [one.state for one in found] == ["done"] * place + ["now"] + ["next"] * (len(found) - place - 1)


def test_the_steps_tell_the_days_and_how_long_the_present_one_lasts(malmo):
    with translation.override("sv"):
        notes = [step["note"] for step in steps(malmo, at(3, 1))]
    assert notes[:5] == ["", "13 februari 2027", "Nu, till 27 mars 2027", "27 mars 2027", ""]


def test_several_meetups_of_a_phase_are_one_phase_from_the_first_to_the_last(malmo):
    malmo.meetups.create(phase="idea", event=meetup(2, 20))
    assert where_it_is(malmo, at(2, 16)).name == "idea"
    with translation.override("sv"):
        assert steps(malmo, at(2, 16))[1]["note"] == "13 februari 2027 – 20 februari 2027"
    assert where_it_is(malmo, at(2, 20, 16)).name == "research"


def test_what_does_not_take_place_moves_nothing(malmo):
    malmo.meetups.create(phase="start", event=meetup(3, 1, status="cancelled", status_note="Sjuk."))
    malmo.meetups.create(phase="start", event=meetup(3, 1, live=False))
    assert where_it_is(malmo, at(3, 2)).name == "research"


def test_a_phase_that_never_was_is_left_out_once_the_round_is_past_it():
    short = RoundFactory(meetups={"idea": meetup(2, 13), "return": meetup(5, 15)})
    assert "matchmaking" in [one.name for one in stretches(short, at(3, 1))]
    assert [one.name for one in stretches(short, at(6, 1))] == [
        *("questions", "idea", "research", "return", "start", "ended")
    ]


def test_a_round_without_meetups_gathers_questions():
    assert where_it_is(RoundFactory(), at(1, 1)).name == "questions"


def test_a_closed_round_has_ended_whatever_its_meetups_say(malmo):
    RoundClosing.objects.create(round=malmo, at=at(4, 1))
    closed = Round.objects.get(pk=malmo.pk)
    found = stretches(closed, at(4, 2))
    assert where_it_is(closed, at(4, 2)).name == "ended"
    assert {one.state for one in found if one.name in ("questions", "idea", "ended")} == {"done"}
    # Not yet on the day before.
    assert where_it_is(closed, at(3, 28)).name == "working"
