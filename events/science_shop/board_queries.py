"""The coordinators' board: questions in columns, the most urgent first, at a constant number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models.common import Person
from events.science_shop.models import Question, QuestionQuerySet, Round
from events.science_shop.offered_moves import with_moves
from events.science_shop.stages import ENDED_WELL
from events.science_shop.vocabulary import Side, Stage

PER_COLUMN = 5
PER_PAGE = 24
LONGEST_WORDS = 100
WITHOUT_ROUND = "none"


@dataclass(frozen=True)
class Column:
    """Some stages beside each other on the board."""

    name: str
    label: str | Promise
    stages: tuple[Stage, ...]


COLUMNS = (
    # Those that nobody has answered yet. So they are called and counted wherever they are.
    Column("new", _("New questions"), (Stage.SUBMITTED,)),
    Column("sharpened", Stage.INTAKE.label, (Stage.INTAKE,)),
    Column("formulated", _("Formulated"), (Stage.FORMULATED,)),
    Column("seeking", _("Seeking researchers"), (Stage.SEEKING, Stage.NO_COMPETENCE)),
    Column("in-work", _("Is worked on"), (Stage.TAKEN, Stage.LOOKING)),
    Column("presented", _("Findings presented"), (Stage.PRESENTED,)),
    Column("to-evaluate", _("To evaluate"), ENDED_WELL),
    Column("resting", _("Rests in the idea bank"), (Stage.PARKED,)),
)
# Reached by its link alone: nothing is to be done there.
CLOSED = Column(
    "closed", _("Those that have ended"), (Stage.EVALUATED, Stage.REFERRED, Stage.DECLINED, Stage.WITHDRAWN)
)
ALL_COLUMNS = {column.name: column for column in (*COLUMNS, CLOSED)}


@dataclass(frozen=True)
class Chosen:
    """What a coordinator wants to see on the board."""

    round: str = ""
    is_mine: bool = False
    side: str = ""
    words: str = ""
    column: Column | None = None

    @classmethod
    def of(cls, query: QueryDict) -> "Chosen":
        """Read an address's query; what is not known is left out."""
        side = query.get("side", "")
        return cls(
            round=query.get("round", "")[:150],
            is_mine=query.get("mine") == "1",
            side=side if side in Side.values else "",
            words=" ".join(query.get("q", "")[:LONGEST_WORDS].replace("\0", " ").split()),
            column=ALL_COLUMNS.get(query.get("column", "")),
        )

    @property
    def narrows(self) -> bool:
        return bool(self.round or self.is_mine or self.side or self.words)

    def apply(self, questions: QuestionQuerySet, user: Person) -> QuestionQuerySet:
        if self.round == WITHOUT_ROUND:
            questions = questions.filter(round=None)
        elif self.round:
            questions = questions.filter(round__slug=self.round)
        if self.is_mine:
            questions = questions.filter(round__coordinator_id=user.pk)
        if self.side:
            questions = questions.filter(next_side=self.side)
        if self.words:
            names = ("title", "problem", "organisation__name", "organisation_name", "contact_name")
            found = (Q(**{f"{name}__icontains": self.words}) for name in names)
            questions = questions.filter(Q(*found, _connector=Q.OR))
        return questions


@dataclass
class Shown:
    """A column as it is shown: some of its cards, how many there are of them all, and how many of these are late.

    It is folded until somebody opens it, unless it `is_urgent`: something waits there for somebody to act.
    """

    column: Column
    number: int = 0
    overdue: int = 0
    is_sought: bool = False
    cards: list[Question] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        return bool(self.number and (self.overdue or self.is_sought or self.column.name == "new"))

    @property
    def has_more(self) -> bool:
        return self.number > len(self.cards)


def on_the_board(user: Person) -> QuestionQuerySet:
    """What `user` coordinates, with what is next. What nobody has sent is nobody's to move."""
    return Question.objects.coordinated_by(user).with_next_steps(reviews=True)


def board(user: Person, chosen: Chosen) -> tuple[list[Shown], int]:
    """Each column with its most urgent cards, and how many are closed."""
    found = chosen.apply(on_the_board(user), user)
    is_late = Q(next_due_on__lt=timezone.localdate())
    counted = found.order_by().values_list("stage").annotate(number=Count("pk"), late=Count("pk", filter=is_late))
    numbers = {stage: counts for stage, *counts in counted}
    # Whoever looks for words, or for what somebody has, wants to see what is found.
    is_sought = bool(chosen.words or chosen.side)

    def shown_in(column: Column) -> Shown:
        number, overdue = map(sum, zip(*(numbers.get(stage, (0, 0)) for stage in column.stages), strict=True))
        return Shown(column, number, overdue, is_sought)

    shown = {column.name: shown_in(column) for column in COLUMNS}
    stands_in = Case(*(When(stage__in=column.stages, then=Value(column.name)) for column in COLUMNS))
    place = Window(RowNumber(), partition_by=stands_in, order_by=_urgency())
    stages = [stage for column in COLUMNS for stage in column.stages]
    first = found.filter(stage__in=stages).annotate(column=stands_in, place=place).filter(place__lte=PER_COLUMN)
    for card in with_moves(cards(first).order_by("place")):
        shown[card.column].cards.append(card)
    return list(shown.values()), shown_in(CLOSED).number


def one_column(user: Person, chosen: Chosen, number: Any) -> Any:
    """All of the chosen column, page by page."""
    stages = chosen.column.stages if chosen.column else ()
    found = chosen.apply(on_the_board(user), user).filter(stage__in=stages)
    return page_of(cards(found).order_by(*_urgency()), number)


def overdue(user: Person) -> QuerySet:
    """What somebody should have done by now, the longest waiting first."""
    return cards(late(on_the_board(user))).order_by("next_due_on", "pk")


def late(questions: QuestionQuerySet) -> QuestionQuerySet:
    """Those of `questions`, read `with_next_steps`, of which something should have been done."""
    return questions.filter(next_due_on__lt=timezone.localdate())


def waits_for(user: Person) -> dict[str, int]:
    """How many questions are new to `user`, and how many overdue: as the board counts them."""
    new = Question.objects.coordinated_by(user).filter(stage__in=ALL_COLUMNS["new"].stages)
    return {"new": new.count(), "overdue": overdue(user).count()}


def page_of(questions: QuerySet, number: Any) -> Any:
    page: Any = Paginator(questions, PER_PAGE).get_page(number)
    page.object_list = with_moves(page.object_list)
    return page


def cards(questions: QuestionQuerySet) -> QuerySet:
    """`questions` with all that a coordinator's card of them shows."""
    return questions.select_related("organisation", "round").prefetch_related("takings__researcher")


def _urgency() -> tuple[Any, ...]:
    return (F("next_due_on").asc(nulls_last=True), F("stage_since").asc(), F("pk").asc())


def rounds_of(user: Person) -> QuerySet:
    return Round.objects.coordinated_by(user).only("title", "slug").order_by("-pk")
