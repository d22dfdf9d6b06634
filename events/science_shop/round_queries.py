"""Reading rounds: what their pages show, at a constant number of queries."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from events.science_shop.models import Participant, Question, QuestionQuerySet, Round, RoundMeetup
from events.science_shop.models.rounds import RoundQuerySet
from events.science_shop.progress import steps, where_it_is
from events.science_shop.queries import for_lists
from events.science_shop.structured_data import round_json_ld
from events.science_shop.vocabulary import Decision, ParticipantRole, Stage

# Of fewer than so many nothing is told but that: whoever is there could be guessed.
FEWEST_TOLD = 5
LENGTH = 100
PER_PAGE = 24


def with_meetups(rounds: RoundQuerySet) -> RoundQuerySet:
    """`rounds` with all that where they are is computed from."""
    meetups = RoundMeetup.objects.select_related("event__municipality").order_by("event__starts_at", "pk")
    return rounds.select_related("closing", "municipality").prefetch_related(
        Prefetch("meetups", meetups.prefetch_related("event__pools"))
    )


def for_page(rounds: RoundQuerySet) -> RoundQuerySet:
    """`rounds` with all that their page shows."""
    return with_meetups(rounds).prefetch_related("partners__organisation__standing", "tagged__tag")


def for_rows(rounds: RoundQuerySet) -> list[Round]:
    """`rounds` as a list shows them: those that go on first, each with the phase that it is in as `now`."""
    found = list(with_meetups(rounds))
    for round in found:
        round.now = where_it_is(round)
    return sorted(found, key=lambda round: round.is_closed)


@dataclass(frozen=True)
class Bar:
    """A line of a small figure: `length` is of a hundred."""

    label: str
    number: int
    length: int


def by_stage(round: Round) -> list[Bar]:
    """How many of the round's questions, as everybody may see them, are in which stage; in the stages' order."""
    rows = public_questions(round).values("stage", "outcome").annotate(number=Count("pk")).order_by()
    numbers: dict[str, int] = {}
    for row in rows:
        # What is evaluated counts by what came of it.
        stage = row["outcome"] if row["stage"] == Stage.EVALUATED else row["stage"]
        numbers[stage] = numbers.get(stage, 0) + row["number"]
    most = max(numbers.values(), default=1)
    return [
        Bar(str(stage.label), numbers[stage], LENGTH * numbers[stage] // most) for stage in Stage if stage in numbers
    ]


def by_role(round: Round) -> list[dict[str, Any]]:
    """How many go on after the first meetup, by their role; of a few only that they are few."""
    rows = Participant.objects.filter(round__pk=round.pk, decision=Decision.GOES_ON).order_by().values("role")
    numbers = dict(rows.annotate(number=Count("pk")).values_list("role", "number"))
    return [
        {"label": role.label, "value": numbers[role] if numbers[role] >= FEWEST_TOLD else _("fewer than five")}
        for role in ParticipantRole
        if role in numbers
    ]


def public_questions(round: Round) -> QuestionQuerySet:
    """The round's questions that everybody may read; none of one that is not saved yet."""
    return Question.objects.public().filter(round=round) if round.pk else Question.objects.none()


def public_meetups(round: Round) -> list[RoundMeetup]:
    """Those that everybody may see, in the order of their days."""
    live = [meetup for meetup in round.meetups.all() if meetup.event.live]
    return sorted(live, key=lambda meetup: (meetup.event.starts_at, meetup.event.pk))


def page_of(round: Round, number: str | None = None) -> dict[str, Any]:
    """What the page of a round shows, and a preview of what is not published; of its questions page `number`."""
    meetups = public_meetups(round)
    questions = for_lists(public_questions(round)).order_by("-stage_since", "-pk")
    return {
        "round": round,
        "steps": steps(round),
        "meetups": meetups,
        "stages": by_stage(round),
        "roles": by_role(round),
        "page": Paginator(questions, PER_PAGE).get_page(number),
        "ask": _where_to_ask(round),
        "structured_data": round_json_ld(round, [meetup.event for meetup in meetups]),
    }


def _where_to_ask(round: Round) -> str:
    """The form for a question to the round, while it takes any."""
    is_open = Round.objects.taking_questions().filter(slug=round.slug).exists()
    return f"{reverse('science_shop:ask')}?round={round.slug}" if is_open else ""
