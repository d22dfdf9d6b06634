"""The list of researchers, narrowed by their fields."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from directory.choices import Choices
from events.science_shop.models import Researcher, ResearcherField
from events.science_shop.models.researchers import ResearcherQuerySet
from events.science_shop.vocabulary import AREAS, ResearchField


@dataclass(frozen=True)
class ResearcherFilters(Choices):
    """What a visitor has chosen of the list."""

    FACETS = {"field": _("Field of research")}
    KNOWN = {"field": ResearchField.values}

    field: tuple[str, ...] = ()


def found(filters: ResearcherFilters) -> ResearcherQuerySet:
    """Those whom everybody may see, with what their rows show."""
    chosen = Researcher.objects.public()
    if filters.field:
        chosen = chosen.filter(pk__in=ResearcherField.objects.filter(field__in=filters.field).values("researcher_id"))
    return chosen.prefetch_related("fields")


def groups(filters: ResearcherFilters) -> list[dict[str, Any]]:
    """The fields that somebody works in, by area, with how many do."""
    rows = ResearcherField.objects.filter(researcher__in=Researcher.objects.public()).order_by()
    counts = dict(rows.values_list("field").annotate(count=Count("pk")))
    made = []
    for digit, label in AREAS.items():
        options = [
            {
                "value": field.value,
                "label": field.label,
                "count": counts.get(field.value, 0),
                "checked": field.value in filters.field,
            }
            for field in ResearchField
            if field.value[0] == digit and (field.value in counts or field.value in filters.field)
        ]
        if options:
            made.append({"label": label, "name": "field", "open": True, "options": options})
    return made


def chips(filters: ResearcherFilters) -> list[dict[str, Any]]:
    return [
        {"label": ResearchField(value).label, "query": filters.without("field", value).query} for value in filters.field
    ]
