"""What hits may be narrowed by: values, what they are called, and how many hits each would give."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.engines import Result
from search.models import SearchDocument
from search.query import GIVEN, Query
from search.sources import sources

MOST_VALUES = 20
# Each costs a look at every row.
MOST_UNKNOWN = 10

LABELS: dict[str, str | Promise] = {
    "kind": _("Content"),
    "when": _("When"),
    "tag": _("Subject"),
    "municipality": _("Municipality"),
    "form": _("Form"),
    "stage": _("Stage"),
    "written_in": _("Language"),
}
FIXED: dict[str, dict[str, str | Promise]] = {
    "when": {"coming": _("Coming"), "past": _("Past")},
    "written_in": {"sv": _("Swedish"), "en": _("English")},
}


@dataclass(frozen=True)
class FacetValue:
    """One choice of a facet and how many hits it would give."""

    value: str
    label: str
    count: int
    checked: bool


def facet_values(facet: str, query: Query, result: Result) -> list[FacetValue]:
    """The choices of `facet` that would give something, and those that are made."""
    counts = result.facets.get(facet, {})
    chosen = query.choices.get(facet, ())
    fixed = _fixed(facet)
    if facet == "written_in" and len(counts) < 2 and not chosen:
        return []
    values = [
        FacetValue(
            value,
            str(fixed.get(value) or result.labels.get((facet, value)) or _label(facet, value) or value),
            counts.get(value, 0),
            value in chosen,
        )
        for value in {**counts, **dict.fromkeys(chosen, 0)}
    ]
    if fixed:
        order = list(fixed)
        return sorted((each for each in values if each.value in fixed), key=lambda each: order.index(each.value))
    values.sort(key=lambda each: (-each.count, each.label))
    return [each for number, each in enumerate(values) if number < MOST_VALUES or each.checked]


def narrowed(query: Query) -> Query:
    """`query` without choices that nothing public has."""
    return replace(query, choices={name: _known(name, values) for name, values in query.choices.items()})


def _known(facet: str, values: tuple[str, ...]) -> tuple[str, ...]:
    if facet in GIVEN:
        return tuple(_looked_up(facet, values))
    known = _fixed(facet)
    return tuple(value for value in values if value in known)


def _looked_up(facet: str, values: tuple[str, ...]) -> Iterator[str]:
    unknown = 0
    for value in values:
        if _label(facet, value):
            yield value
        elif (unknown := unknown + 1) == MOST_UNKNOWN:
            return


def _fixed(facet: str) -> dict[str, str | Promise]:
    if facet == "kind":
        return {source.kind: source.plural or source.label for source in sources()}
    return FIXED.get(facet, {})


def _label(facet: str, value: str) -> str:
    """What a public row calls it; empty if none has it."""
    if facet not in GIVEN:
        return ""
    having = SearchDocument.objects.filter(public=True, **{f"facets__{facet}__has_key": value})
    return (having.values_list(f"facets__{facet}", flat=True).first() or {}).get(value, "")
