"""Reading agendas: the questions of a meetup with their history, and those that could be on it."""

from collections.abc import Iterable

from django.db.models import Prefetch

from events.models import Event
from events.science_shop.models import AgendaQuestion, Question, QuestionQuerySet, Step
from events.science_shop.queries import for_lists, history_of
from events.science_shop.vocabulary import Stage
from portal.accounts.models import User

# Of these there is nothing to talk about.
NOT_FOR_AGENDAS = (Stage.DRAFT, Stage.REFERRED, Stage.DECLINED, Stage.WITHDRAWN)


def agenda(event: Event, user: User) -> list[AgendaQuestion]:
    """The meetup's questions that `user` coordinates, in their order, each with its `history` and `open_steps`."""
    own = Question.objects.coordinated_by(user).values("pk")
    items = AgendaQuestion.objects.filter(event=event, question__in=own)
    return [_with_history(item) for item in items.prefetch_related(Prefetch("question", _full(user)))]


def _full(user: User) -> QuestionQuerySet:
    return for_lists(Question.objects.coordinated_by(user)).prefetch_related(
        *("changes", "wordings", "findings", "on_agendas__event", "takings__researcher__user"),
        Prefetch("steps", Step.objects.open(), to_attr="open_steps"),
    )


def _with_history(item: AgendaQuestion) -> AgendaQuestion:
    item.history = history_of(item.question)  # ty: ignore[missing-attribute]
    return item


def not_on(event: Event, user: User, questions: Iterable[int]) -> list[AgendaQuestion]:
    """As those of `agenda`, questions that are on it no longer, for whoever still writes about them."""
    items = [AgendaQuestion(event=event, question=one) for one in _full(user).filter(pk__in=questions)]
    return [_with_history(item) for item in items]


def to_choose(event: Event, user: User) -> QuestionQuerySet:
    """The questions of the meetup's rounds that are not on its agenda, those that wait longest first."""
    of_rounds = Question.objects.coordinated_by(user).filter(round__meetups__event=event)
    rest = of_rounds.exclude(stage__in=NOT_FOR_AGENDAS).exclude(on_agendas__event=event).distinct()
    return for_lists(rest).order_by("stage_since", "pk")
