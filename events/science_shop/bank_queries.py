"""Reading the idea bank: what its list shows, in which order, and how many each filter would give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, F, Q, When
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from directory.choices import Choices
from directory.facets import Option
from directory.models import Municipality, Tag
from directory.queries import MOST_HITS, Found, recognised
from events.science_shop.models import Question, QuestionField, QuestionQuerySet, QuestionTag, Round
from events.science_shop.models.questions import SHOWN
from events.science_shop.queries import for_lists
from events.science_shop.vocabulary import ResearchField, Stage
from portal.plugins import search

KIND = "question"
PER_PAGE = 24
# As everybody is told it: of what is evaluated, what came of it.
SHOWN_STAGE = Case(When(stage=Stage.EVALUATED, then=F("outcome")), default=F("stage"), output_field=CharField())
STAGES_TO_CHOOSE = [stage for stage in SHOWN if stage != Stage.EVALUATED]
COLUMNS: dict[str, Any] = {
    "stage": "shown_stage",
    "field": "fields__field",
    "tag": "tagged__tag__slug",
    "municipality": "municipality__slug",
    "round": "round__slug",
}
WAITING = "waiting"
ORDERS: dict[str, str | Promise] = {
    "": gettext_lazy("Newly moved first"),
    WAITING: gettext_lazy("Longest waiting first"),
}


@dataclass(frozen=True)
class BankFilters(Choices):
    """What a visitor has chosen of the idea bank."""

    FACETS = {
        "stage": gettext_lazy("Stage"),
        "field": gettext_lazy("Field of research"),
        "tag": gettext_lazy("Subject"),
        "municipality": gettext_lazy("Municipality"),
        "round": gettext_lazy("Round"),
    }
    KNOWN = {"stage": STAGES_TO_CHOOSE, "field": ResearchField.values}

    stage: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    round: tuple[str, ...] = ()
    # Empty: newly moved first, or the best hit where there are words.
    sort: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        return replace(super().of(query), sort=WAITING if query.get("sort") == WAITING else "")

    @property
    def query(self) -> str:
        return "&".join(filter(None, (super().query, f"sort={self.sort}" if self.sort else "")))

    def sorted_by(self, sort: str) -> Self:
        return replace(self, sort=sort)


def known(filters: BankFilters) -> tuple[BankFilters, tuple[str, ...]]:
    """The same with merged tags exchanged, and what nothing public is called left out and named."""
    found, unknown = recognised(filters)
    rounds = set(_rounds(filters.round))
    strange = tuple(slug for slug in filters.round if slug not in rounds)
    return replace(found, round=tuple(slug for slug in filters.round if slug in rounds)), (*unknown, *strange)


def find(filters: BankFilters, page_number: Any) -> Found:
    """The questions that may be shown, for `filters`."""
    hits = _hits(filters.text) if filters.text else None
    questions = for_lists(narrowed(filters, hits)).prefetch_related("tagged__tag")
    if hits is not None and not filters.sort:
        # Few enough to be put in order here: the best first.
        rows: Any = sorted(questions, key=lambda question: hits[question.pk])
    else:
        rows = in_order(questions, filters.sort)
    page = Paginator(rows, PER_PAGE).get_page(page_number)
    facets = {name: _options(name, filters, hits) for name in BankFilters.FACETS}
    return Found(page, page.paginator.count, facets)


def in_order(questions: QuestionQuerySet, sort: str = "") -> QuestionQuerySet:
    """Those that still wait before those that have ended, the longest first; or the newly moved first."""
    if sort == WAITING:
        open_ones = Question.objects.open().values("pk")
        has_ended = Case(When(pk__in=open_ones, then=0), default=1)
        return questions.order_by(has_ended, "stage_since", "pk")
    return questions.order_by("-stage_since", "-pk")


def narrowed(filters: BankFilters, hits: Mapping[int, int] | None = None) -> QuestionQuerySet:
    """What is public and chosen: values of one facet widen, facets narrow."""
    questions = Question.objects.public()
    if hits is not None:
        questions = questions.filter(pk__in=list(hits))
    if filters.stage:
        ended = Q(stage=Stage.EVALUATED, outcome__in=filters.stage)
        questions = questions.filter(Q(stage__in=filters.stage) | ended)
    if filters.field:
        fields = QuestionField.objects.filter(field__in=filters.field)
        questions = questions.filter(pk__in=fields.values("question_id"))
    if filters.tag:
        tagged = QuestionTag.objects.filter(tag__slug__in=filters.tag)
        questions = questions.filter(pk__in=tagged.values("content_object_id"))
    if filters.municipality:
        questions = questions.filter(municipality__slug__in=filters.municipality)
    if filters.round:
        questions = questions.filter(round__live=True, round__slug__in=filters.round)
    return questions


def _hits(text: str) -> dict[int, int]:
    """The best of what the search finds, with their rank."""
    found = search.find(text, language=get_language() or "sv", kinds=[KIND], limit=MOST_HITS)
    return {int(hit.key): rank for rank, hit in enumerate(found)}


def _options(name: str, filters: BankFilters, hits: Mapping[int, int] | None) -> list[Option]:
    """The values of a facet, counted as if nothing were chosen in it; what is chosen stays, to be taken away."""
    questions = narrowed(filters.without(name), hits)
    if name == "round":
        questions = questions.filter(round__live=True)
    rows = questions.annotate(shown_stage=SHOWN_STAGE).order_by().values_list(COLUMNS[name])
    counts = {value: count for value, count in rows.annotate(Count("pk", distinct=True)) if value}
    chosen = getattr(filters, name)
    labels = _labels(name, [*counts, *chosen])
    made = [Option(value, label, counts.get(value, 0), value in chosen) for value, label in labels.items()]
    # Stages stand in the order of the way.
    return made if name == "stage" else sorted(made, key=lambda option: (-option.count, str(option.label)))


def _labels(name: str, values: Iterable[str]) -> dict[str, str]:
    values = list(values)
    match name:
        case "stage":
            return {stage.value: str(stage.label) for stage in STAGES_TO_CHOOSE if stage.value in values}
        case "field":
            return {field.value: str(field.label) for field in ResearchField if field.value in values}
        case "tag":
            return {tag.slug: tag.label for tag in Tag.objects.filter(slug__in=values)}
        case "municipality":
            return dict(Municipality.objects.filter(slug__in=values).values_list("slug", "name"))
    return _rounds(values)


def _rounds(slugs: Iterable[str]) -> dict[str, str]:
    return dict(Round.objects.filter(live=True, slug__in=list(slugs)).values_list("slug", "title"))
