"""How many entries of the list each value of each facet would give."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from directory.forms_of_organising import InitiativeForm, OfferKind, OrganisationForm, Stage
from directory.mapping.grid import Box
from directory.models import Edition, Facet, FacetCount, Listed, Municipality, Point, Tag
from directory.models.listing import FacetName
from directory.terms import Goal

TYPE_LABELS: dict[str, str | Promise] = {
    "organisation": gettext_lazy("Organisations"),
    "initiative": gettext_lazy("Initiatives"),
}
# In the order of the page.
FACET_LABELS: dict[str, str | Promise] = {
    FacetName.TYPE.value: gettext_lazy("Type"),
    FacetName.MUNICIPALITY.value: gettext_lazy("Municipality"),
    FacetName.TAG.value: gettext_lazy("Subject"),
    FacetName.FORM.value: gettext_lazy("Form of organising"),
    FacetName.STAGE.value: gettext_lazy("Stage"),
    FacetName.SUPPORT.value: gettext_lazy("Offers support"),
    FacetName.GOAL.value: gettext_lazy("Global goals"),
}
# The values of the closed facets, in their order, and what they are called.
CLOSED: dict[str, dict[str, str | Promise]] = {
    "type": TYPE_LABELS,
    "form": dict([*OrganisationForm.choices, *InitiativeForm.choices]),
    "stage": dict(Stage.choices),
    "support": dict(OfferKind.choices),
    "goal": {str(goal.value): format_lazy("{}. {}", goal.value, goal.label) for goal in Goal},
}
# Those that stand in that order; the others by how many there are.
IN_ORDER = {"type", "stage", "support", "goal"}

Counts = Mapping[str, Mapping[str, int]]
# Facet → chosen values, in a shape that can be remembered.
Chosen = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many entries choosing it would give."""

    value: str
    label: str | Promise
    count: int
    checked: bool


def listed(chosen: Chosen, *, box: Box | None = None, only: Q | None = None) -> QuerySet[Listed]:
    """What is found with these choices: values of one facet widen, facets narrow."""
    conditions = [
        Q(pk__in=Facet.objects.filter(name=name, value__in=values).values("listed")) for name, values in chosen
    ]
    if box:
        inside = Point.objects.filter(
            is_on_map=True, latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
        )
        conditions.append(Q(pk__in=inside.values("listed")))
    if only is not None:
        conditions.append(only)
    return Listed.objects.filter(*conditions)


def counts(chosen: Chosen, *, box: Box | None = None, only: Q | None = None) -> Counts:
    """Each facet counted as if nothing were chosen in it; remembered while the edition lasts, but for box and words."""
    if box is None and only is None:
        return _remembered(Edition.current(), chosen)
    return _counted(chosen, lambda others: listed(others, box=box, only=only))


@lru_cache(maxsize=256)
def _remembered(edition: str, chosen: Chosen) -> Counts:
    return _counted(chosen, listed) if chosen else kept()


def kept(kind: str = "") -> Counts:
    """With nothing chosen, of one kind or of all: as the list's writers have counted."""
    rows = FacetCount.objects.filter(count__gt=0, **({"kind": kind} if kind else {}))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row.name][row.value] = found[row.name].get(row.value, 0) + row.count
    return dict(found)


def _counted(chosen: Chosen, find: Callable[[Chosen], QuerySet[Listed]]) -> Counts:
    """One query for all facets without a choice, and one for each that has one."""
    mine = [name for name, _values in chosen]
    found: dict[str, dict[str, int]] = defaultdict(dict)
    groups = [([name for name in FACET_LABELS if name not in mine], chosen)]
    groups += [([name], tuple(choice for choice in chosen if choice[0] != name)) for name in mine]
    for names, others in groups:
        rows = Facet.objects.filter(name__in=names)
        entries = find(others)
        if entries is not None:
            rows = rows.filter(listed__in=entries.values("pk"))
        for name, value, count in rows.order_by().values_list("name", "value").annotate(count=Count("pk")):
            found[name][value] = count
    return dict(found)


def options(found: Counts, chosen: Mapping[str, Iterable[str]]) -> dict[str, list[Option]]:
    """The values of each facet with what they are called; what is chosen in vain stays, to be taken away."""
    return {name: _options(name, found.get(name, {}), tuple(chosen[name])) for name in FACET_LABELS}


def _options(name: str, found: Mapping[str, int], chosen: tuple[str, ...]) -> list[Option]:
    values = dict.fromkeys([*found, *chosen])
    labels = CLOSED.get(name) or _labels(name, values)
    made = [Option(value, labels[value], found.get(value, 0), value in chosen) for value in values if value in labels]
    if name in IN_ORDER:
        place = list(labels)
        return sorted(made, key=lambda option: place.index(option.value))
    return sorted(made, key=lambda option: (-option.count, str(option.label)))


def _labels(name: str, values: Collection[str]) -> dict[str, Any]:
    if not values:
        return {}
    if name == "municipality":
        return dict(Municipality.objects.values_list("slug", "name"))
    return {tag.slug: tag.label for tag in Tag.objects.filter(slug__in=list(values))}
