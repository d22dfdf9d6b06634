"""How it goes in the science shop, in figures: of one round, or of all.

Everybody reads them. So only questions that everybody may read are counted, and marks in whole `FEWEST` of answers of
each round: no figure, and no difference between two of them or of two days, tells of what is hidden or of one person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import mean, median
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from events.science_shop.models import Evaluation, Question, QuestionField, Round, StageChange
from events.science_shop.stages import STAGES
from events.science_shop.vocabulary import ResearchField, Side, Stage

FEWEST = 5
# The key of those that are in no group.
REST = "rest"
DAY = 24 * 3600
FORMULATED = {Stage.FORMULATED, Stage.SEEKING, Stage.NO_COMPETENCE, Stage.TAKEN, Stage.LOOKING, Stage.PRESENTED}
TAKEN = {Stage.TAKEN, Stage.LOOKING}
# Of those that somebody waits in.
MEASURED = [stage for stage in Stage if STAGES[stage].is_open and stage != Stage.DRAFT]


@dataclass(frozen=True)
class Change:
    """A move, without who made it."""

    before: str
    after: str
    side: str
    at: datetime


@dataclass(frozen=True)
class Stay:
    """For how long a question was in a stage; until now, if it is there still."""

    stage: str
    days: float
    is_over: bool


@dataclass
class Row:
    """Of a question what is counted, once all its changes are there."""

    stage: str
    since: datetime
    outcome: str
    created_at: datetime
    municipality: tuple[str, str] | None = None
    fields: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @cached_property
    def reached(self) -> set[str]:
        return {self.stage, *(change.after for change in self.changes)}

    @property
    def is_raised(self) -> bool:
        """Whether anybody was ever sent it."""
        return bool(self.reached - {Stage.DRAFT, Stage.WITHDRAWN})

    @property
    def is_formulated(self) -> bool:
        return bool(self.reached & FORMULATED) or bool(self.outcome)

    @property
    def is_taken(self) -> bool:
        return bool(self.reached & TAKEN)

    @property
    def lacks_competence(self) -> bool:
        """Nobody was found, and nobody has taken it since."""
        return Stage.NO_COMPETENCE in self.reached and not self.is_taken and not self.outcome

    def stays(self, now: datetime) -> list[Stay]:
        """Each time that it was in a stage, in order. To stay by a move, as a resting one does, is to be there on."""
        stage, since = (self.changes[0].before, self.created_at) if self.changes else (self.stage, self.since)
        stays = []
        for change in self.changes:
            if change.after != stage:
                stays.append(Stay(stage, _days(since, change.at), True))
                stage, since = change.after, change.at
        return [*stays, Stay(stage, _days(since, now), False)]

    @property
    def days_to_contact(self) -> float | None:
        """From sent to the first thing that a coordinator did; None: nothing yet."""
        sent = next((change.at for change in self.changes if change.after == Stage.SUBMITTED), self.created_at)
        first = next((change.at for change in self.changes if change.side == Side.COORDINATOR), None)
        return _days(sent, first) if first else None


def _days(since: datetime, until: datetime) -> float:
    return max((until - since).total_seconds(), 0) / DAY


@dataclass(frozen=True)
class StageFigure:
    """The median of the days in a stage: of those that have left it, and those that are there until now."""

    stage: str
    label: str
    median_days: float
    left: int
    still_there: int


@dataclass(frozen=True)
class Group:
    """What came of the questions of one field of research or municipality."""

    key: str
    label: str
    raised: int
    taken: int
    answered: int
    projects: int


@dataclass(frozen=True)
class Marks:
    """What both sides say afterwards: means from 1 to 5, and the share of those where the answer is used."""

    answers: int
    met_expectations: float
    cooperation: float
    usefulness: float
    share_used: float


@dataclass(frozen=True)
class Figures:
    """All of it. `answered` counts those that are answered in full."""

    raised: int
    formulated: int
    taken: int
    answered: int
    partly_answered: int
    projects: int
    no_competence: int
    days_to_contact: float | None
    stages: list[StageFigure]
    fields: list[Group]
    municipalities: list[Group]
    marks: Marks | None
    # At least so many more are not shown, and in no other figure; told of all rounds together.
    not_shown: int

    @property
    def share_taken(self) -> float | None:
        """Of those that are formulated, and so could be taken."""
        return self.taken / self.formulated if self.formulated else None


def figures(round: Round | None = None, now: datetime | None = None) -> Figures:
    """The figures of a round, or of everything, at a constant number of queries.

    What goes on is counted until last midnight, so that the figures are the same all day while nothing happens.
    """
    now = now or timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    questions, evaluations = Question.objects.public(), Evaluation.objects.answered()
    if round is not None:
        rows = rows_of(questions.filter(round=round))
        return reckoned(rows, marks_of(evaluations.filter(question__round=round)), now)
    rows = rows_of(questions)
    not_shown = Question.objects.exclude(stage=Stage.DRAFT).count() - len(rows)
    return reckoned(rows, marks_of(evaluations), now, not_shown=_in_whole(not_shown))


def _in_whole(number: int) -> int:
    return number - number % FEWEST


def rows_of(questions: QuerySet) -> list[Row]:
    columns = ("pk", "stage", "stage_since", "outcome", "created_at")
    places = ("municipality__slug", "municipality__name")
    rows = {
        pk: Row(stage, since, outcome, created_at, (slug, name) if slug else None)
        for pk, stage, since, outcome, created_at, slug, name in questions.order_by().values_list(*columns, *places)
    }
    own = questions.order_by().values("pk")
    for pk, code in QuestionField.objects.filter(question__in=own).order_by().values_list("question_id", "field"):
        if pk in rows:
            rows[pk].fields.append(code)
    changes = StageChange.objects.filter(question__in=own).order_by("at", "pk")
    for pk, *change in changes.values_list("question_id", "before", "after", "side", "at"):
        if pk in rows:
            rows[pk].changes.append(Change(*change))
    return list(rows.values())


def reckoned(rows: Iterable[Row], marks: Marks | None, now: datetime, *, not_shown: int = 0) -> Figures:
    rows = [row for row in rows if row.is_raised]
    contacts = [days for row in rows if (days := row.days_to_contact) is not None]
    fields = {code: (label, [row for row in rows if code in row.fields]) for code, label in ResearchField.choices}
    places = dict(sorted((place for row in rows if (place := row.municipality)), key=lambda place: place[1]))
    municipalities = {
        slug: (name, [row for row in rows if row.municipality and row.municipality[0] == slug])
        for slug, name in places.items()
    }
    return Figures(
        raised=len(rows),
        formulated=sum(row.is_formulated for row in rows),
        taken=sum(row.is_taken for row in rows),
        answered=sum(row.outcome == Stage.ANSWERED for row in rows),
        partly_answered=sum(row.outcome == Stage.PARTLY_ANSWERED for row in rows),
        projects=sum(row.outcome == Stage.PROJECT for row in rows),
        no_competence=sum(row.lacks_competence for row in rows),
        days_to_contact=median(contacts) if contacts else None,
        stages=_stages(rows, now),
        fields=_groups(fields, rows, _("No field yet")),
        municipalities=_groups(municipalities, rows, _("The whole of Skåne")),
        marks=marks,
        not_shown=not_shown,
    )


def _stages(rows: Sequence[Row], now: datetime) -> list[StageFigure]:
    stays = [stay for row in rows for stay in row.stays(now)]
    found = []
    for stage in MEASURED:
        here = [stay for stay in stays if stay.stage == stage]
        if here:
            left = sum(stay.is_over for stay in here)
            days = median(stay.days for stay in here)
            found.append(StageFigure(stage, str(stage.label), days, left, len(here) - left))
    return found


def _groups(grouped: Mapping[Any, tuple[Any, list[Row]]], rows: Sequence[Row], rest: str) -> list[Group]:
    """Those that have any, most first; last the rest, so that all rows are in one."""
    groups = [_group(key, label, mine) for key, (label, mine) in grouped.items() if mine]
    groups.sort(key=lambda group: -group.raised)
    inside = {id(row) for _label, mine in grouped.values() for row in mine}
    left = [row for row in rows if id(row) not in inside]
    return [*groups, _group(REST, rest, left)] if groups and left else groups


def _group(key: str, label: Any, rows: Sequence[Row]) -> Group:
    return Group(
        key=key,
        label=str(label),
        raised=len(rows),
        taken=sum(row.is_taken for row in rows),
        answered=sum(row.outcome in (Stage.ANSWERED, Stage.PARTLY_ANSWERED) for row in rows),
        projects=sum(row.outcome == Stage.PROJECT for row in rows),
    )


def marks_of(evaluations: QuerySet) -> Marks | None:
    """The means of the first answers in each round, in whole `FEWEST`; those that came after wait for more.

    So two means are of the same answers or differ by `FEWEST` at least. Answers about questions that are not shown
    count too: else to hide one would tell what was said about it.
    """
    columns = ("met_expectations", "cooperation", "usefulness", "is_used")
    in_full = evaluations.filter(**{f"{name}__isnull": False for name in columns}).order_by("answered_at", "pk")
    by_round: dict[int | None, list[Sequence[int]]] = {}
    for round, *marks in in_full.values_list("question__round", *columns):
        by_round.setdefault(round, []).append(marks)
    said = [marks for answers in by_round.values() for marks in answers[: _in_whole(len(answers))]]
    if not said:
        return None
    return Marks(len(said), *(mean(values) for values in zip(*said, strict=True)))
