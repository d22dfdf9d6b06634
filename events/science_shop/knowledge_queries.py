"""Reading what questions came to, for everybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from directory.models import Tag
from directory.models.common import Person
from events.science_shop.models import AgendaQuestion, Evaluation, KnowledgeItem, Question, Taking
from events.science_shop.queries import path_of
from events.science_shop.vocabulary import ResearchField, TakingState

FACETS: dict[str, tuple[str | Promise, str]] = {
    "field": (_("Field of research"), "question__fields__field"),
    "tag": (_("Subject"), "question__tagged__tag__slug"),
}
LONGEST_VALUE, MOST_VALUES = 60, 40
WORKED_ON_IT = (TakingState.ACTIVE, TakingState.FINISHED)


def for_lists(items: QuerySet) -> QuerySet:
    return items.select_related("question__organisation").prefetch_related("question__fields")


def for_page(items: QuerySet) -> QuerySet:
    """`items` with all that a page of one shows."""
    return items.prefetch_related(Prefetch("question", for_questions(Question.objects.all())))


def for_questions(questions: QuerySet) -> QuerySet:
    """`questions` with all that the page of an answer shows of them."""
    takings = Taking.objects.filter(state__in=WORKED_ON_IT).select_related("researcher__user")
    meetups = AgendaQuestion.objects.filter(event__live=True).select_related("event").order_by("event__starts_at")
    return questions.select_related("organisation", "round", "project", "municipality").prefetch_related(
        *("fields", "tagged__tag", "changes", "findings__sources"),
        Prefetch("takings", takings, to_attr="workers"),
        Prefetch("on_agendas", meetups, to_attr="meetups"),
    )


def shown(item: KnowledgeItem) -> dict[str, Any]:
    """What the page of an answer is drawn from; of a question of `for_questions`."""
    question = item.question
    return {
        "item": item,
        "question": question,
        "sources": sources_of(question),
        "finders": finders_of(question),
        "way": way_of(question),
        "project": getattr(question, "project", None),
        "was_corrected": localtime(item.changed_at).date() > localtime(item.published_at).date(),
    }


def finders_of(question: Any) -> list[str]:
    """Who has worked on it and wants it known."""
    return list(dict.fromkeys(taking.who for taking in question.workers if taking.who))


def sources_of(question: Any) -> list[Any]:
    """What all findings are from, numbered from 1 in the order of the findings."""
    sources = [source for finding in question.findings.all() for source in finding.sources.all()]
    for number, source in enumerate(sources, 1):
        source.number = number
    return sources


def way_of(question: Any) -> list[dict[str, Any]]:
    """The days on which it came a step further, with the meetups at which it was looked at."""
    steps = [
        {"day": step["day"], "label": step["label"], "url": ""}
        for step in path_of(question)
        if step["state"] == "done" and step["day"]
    ]
    meetups = [
        {
            "day": localtime(item.event.starts_at).date(),
            "label": item.event.title,
            "url": item.event.get_absolute_url(),
        }
        for item in question.meetups
    ]
    return sorted([*steps, *meetups], key=lambda entry: entry["day"])


def evaluations_for(user: Person) -> QuerySet:
    """The forms that wait for a member: as whoever asked, or as a researcher."""
    asked = Q(taking=None, question__in=Question.objects.raised_by(user).values("pk"))
    worked = Q(taking__researcher__user_id=user.pk)
    return Evaluation.objects.waiting().filter(asked | worked).select_related("question").order_by("asked_at")


@dataclass(frozen=True)
class Choice:
    """What somebody looks for among the answers. Values of one facet widen, facets narrow."""

    field: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        """Read an address's query; what is too much is left out."""
        return cls(**{name: _values(query, name) for name in FACETS})

    def apply(self, items: QuerySet, *, without: str = "") -> QuerySet:
        for name, (_label, column) in FACETS.items():
            if name != without and (values := getattr(self, name)):
                # Asked for by number: one with two of the values stands in the list once.
                having = KnowledgeItem.objects.filter(**{f"{column}__in": values})
                items = items.filter(pk__in=having.order_by().values("pk"))
        return items

    def query_without(self, name: str, value: str) -> str:
        query = QueryDict(mutable=True)
        for other in FACETS:
            query.setlist(other, [one for one in getattr(self, other) if (other, one) != (name, value)])
        return query.urlencode()

    def groups(self, items: QuerySet) -> list[dict[str, Any]]:
        """What can be chosen among `items`, for the facets component."""
        groups = []
        for name, (label, column) in FACETS.items():
            chosen = getattr(self, name)
            counts = dict(self.apply(items, without=name).order_by().values_list(column).annotate(Count("pk")))
            options = [
                {"value": value, "label": text, "count": counts.get(value, 0), "checked": value in chosen}
                for value, text in _names(name, {*counts, *chosen} - {None})
            ]
            if options:
                groups.append({"name": name, "label": label, "open": True, "options": options})
        return groups


def _values(query: QueryDict, name: str) -> tuple[str, ...]:
    values = dict.fromkeys(value for value in query.getlist(name) if 0 < len(value) <= LONGEST_VALUE)
    return tuple(values)[:MOST_VALUES]


def _names(facet: str, values: set[str]) -> list[tuple[str, str]]:
    """What the values are called; what nobody knows is left out."""
    if facet == "field":
        return [(value, str(label)) for value, label in ResearchField.choices if value in values]
    return [(tag.slug, tag.label) for tag in Tag.objects.filter(slug__in=values)]
