"""What those who coordinate read of how it went: who was asked when, who has answered, and what they said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models.common import Person
from events.science_shop.matching_queries import called
from events.science_shop.models import Evaluation, Question
from events.science_shop.services.evaluating import AFTER
from events.science_shop.vocabulary import Occasion

PER_PAGE = 15


@dataclass(frozen=True)
class Form:
    """A form that went to somebody, who is named if the reader may know them."""

    evaluation: Evaluation
    who: str


@dataclass(frozen=True)
class Told:
    """A question with the forms about it; `again_at` is when both sides are asked the last time, if that is to come."""

    question: Question
    forms: list[Form]

    @property
    def again_at(self) -> datetime | None:
        forms = [form.evaluation for form in self.forms]
        if any(form.occasion == Occasion.HALF_A_YEAR for form in forms):
            return None
        at = min(form.asked_at for form in forms) + AFTER[Occasion.HALF_A_YEAR]
        return at if at > timezone.now() else None


def counts(user: Person) -> dict[str, int]:
    """How many forms have gone out about what `user` coordinates, are answered, and may still be."""
    every = Evaluation.objects.filter(question__in=Question.objects.coordinated_by(user))
    return {"sent": every.count(), "answered": every.answered().count(), "waiting": every.waiting().count()}


def page_of(user: Person, number: str | None) -> Any:
    """The questions that somebody was asked about, the latest first, at a constant number of queries."""
    forms = Evaluation.objects.select_related("taking__researcher__user").order_by("-asked_at", "pk")
    questions = (
        Question.objects.coordinated_by(user)
        .annotate(asked_at=Max("evaluations__asked_at"))
        .exclude(asked_at=None)
        .select_related("organisation")
        .prefetch_related(Prefetch("evaluations", forms))
        .order_by("-asked_at", "-pk")
    )
    page: Any = Paginator(questions, PER_PAGE).get_page(number)
    page.object_list = [
        Told(question, [Form(one, _who(question, one, user)) for one in question.evaluations.all()])
        for question in page.object_list
    ]
    return page


def _who(question: Question, form: Evaluation, user: Person) -> str:
    if form.taking is None:
        return ": ".join(filter(None, [_("Whoever asked"), "" if form.is_of_former else question.asker_in_full]))
    researcher = form.taking.researcher
    return ": ".join(filter(None, [_("A researcher"), called(researcher, user) if researcher else ""]))
