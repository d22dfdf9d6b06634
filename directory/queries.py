"""Reading the directory: what the list shows, in which order, and how many each filter would give."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Self

from django.core.paginator import Page
from django.db.models import Count, FloatField, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from directory import facets
from directory.choices import Choices
from directory.facets import CLOSED, FACET_LABELS, Chosen, Option
from directory.keyset import LAST_NUMBER, PER_PAGE, Asked, Order, Part, bounds, numbered, page_of, part
from directory.mapping.grid import Box
from directory.mapping.where import NOWHERE, kilometres, squared
from directory.models import Edition, Initiative, Listed, Municipality, Organisation, Tag
from directory.models.common import EntryQuerySet
from directory.models.kinds import LISTED
from portal.plugins import search

MOST_HITS = 100
MOST_SIMILAR = 4

SORTS: dict[str, Order] = {
    "name": Order(("sinks", "sort_key", "id")),
    "newest": Order(("published_at", "id"), is_falling=True),
    "changed": Order(("changed_at", "id"), is_falling=True),
}
SORT_LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("By name"),
    "newest": gettext_lazy("Newest in the directory first"),
    "changed": gettext_lazy("Lately changed or confirmed first"),
}
NEAREST = Order(("distance", "sort_key", "id"))
# What the form says, which has one control for both; addresses say near=….
NEAR = "near:"


@dataclass(frozen=True)
class Filters(Choices):
    """What a visitor has chosen of the list."""

    FACETS = FACET_LABELS
    KNOWN = CLOSED

    type: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    goal: tuple[str, ...] = ()
    # The part of the map that is looked at, and the municipality whose neighbours come first.
    box: Box | None = None
    near: str = ""
    # Empty: by name, or the best hit first where there are words.
    sort: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        sort = query.get("sort", "")
        near = sort.removeprefix(NEAR) if sort.startswith(NEAR) else query.get("near", "")
        read = super().of(query)
        sort = sort if sort in SORTS and not near and (read.text or sort != "name") else ""
        return replace(read, box=Box.of(query.get("box", "")), near=near[:60] if near else "", sort=sort)

    @property
    def query(self) -> str:
        more = QueryDict(mutable=True)
        for name, value in (("near", self.near), ("sort", self.sort), ("box", str(self.box or ""))):
            if value:
                more[name] = value
        return "&".join(filter(None, (super().query, more.urlencode(safe=","))))

    def without_box(self) -> Self:
        return replace(self, box=None)

    @property
    def chosen(self) -> Chosen:
        return tuple((name, tuple(sorted(values))) for name, values in self.facets.items() if values)


@dataclass(frozen=True)
class Found:
    page: Page
    total: int
    facets: dict[str, list[Option]]
    # Beyond the numbered pages: marks of where the list goes on and back.
    before: str = ""
    after: str = ""
    # Values of the address that nothing here is called.
    unknown: tuple[str, ...] = field(default=())

    @property
    def labels(self) -> dict[tuple[str, str], str | Promise]:
        """What the chosen values are called."""
        return {
            (name, option.value): option.label
            for name, options in self.facets.items()
            for option in options
            if option.checked
        }


def find(filters: Filters, asked: Asked) -> Found:
    """The public's list of organisations and initiatives for `filters`."""
    hits = _hits(filters.text) if filters.text else None
    narrowed = {"box": filters.box, "only": None if hits is None else _among(hits)}
    counts = facets.counts(filters.chosen, **narrowed)
    of_type = counts.get("type", {})
    total = sum(count for value, count in of_type.items() if not filters.type or value in filters.type)
    rows = facets.listed(filters.chosen, **narrowed)
    centre = Municipality.objects.filter(slug=filters.near).first() if filters.near else None
    shown = _part(rows, filters, asked, total, hits, centre)
    shown.page.object_list = _entries(shown.rows, centre)  # ty: ignore[invalid-assignment]
    options = facets.options(counts, filters.facets)
    return Found(shown.page, total, options, shown.before, shown.after)


def _part(
    rows: QuerySet[Listed],
    filters: Filters,
    asked: Asked,
    total: int,
    hits: Mapping[tuple[str, int], int] | None,
    centre: Municipality | None,
) -> Part:
    """Tuples of what the order needs, and the keys of the organisation and of the initiative."""
    if centre:
        page = page_of(total, asked.page)
        if not (filters.chosen or filters.box or hits is not None or asked.after or asked.before):
            first = nearest_of_all(Edition.current(), centre.pk)[slice(*bounds(page))]
            return numbered(list(first), NEAREST, page, total)
        return part(_by_distance(rows, centre), NEAREST, total, asked)
    order = SORTS[filters.sort or "name"]
    wanted = rows.values_list(*order.columns, "organisation", "initiative")
    if hits is None or filters.sort:
        return part(wanted, order, total, asked)
    # Few enough to be put in order here: the best first.
    page = page_of(total, asked.page)
    best = sorted(wanted, key=lambda row: hits[_key(row)])
    return numbered(best[slice(*bounds(page))], order, page, total)


def _by_distance(rows: QuerySet[Listed], centre: Municipality) -> QuerySet:
    """The nearest of its points counts; what is nowhere comes last."""
    away = Coalesce(Min(squared("points__", centre)), Value(NOWHERE), output_field=FloatField())
    return (
        rows.order_by()
        .values("sort_key", "id", "organisation", "initiative")
        .annotate(distance=away)
        .values_list("distance", "sort_key", "id", "organisation", "initiative")
    )


@lru_cache(maxsize=40)
def nearest_of_all(edition: str, code: str) -> tuple[tuple, ...]:
    """All that the numbered pages show when nothing else is chosen; remembered while `edition` lasts."""
    rows = _by_distance(Listed.objects.all(), Municipality.objects.get(pk=code))
    return tuple(rows.order_by(*NEAREST.names())[: LAST_NUMBER * PER_PAGE])


def recognised(filters: Any) -> tuple[Any, tuple[str, ...]]:
    """The same with merged tags exchanged for those that they were merged into, and what nothing is called left out."""
    unknown = list(filters.unknown)
    places = filters.municipality
    if places:
        known = set(Municipality.objects.filter(slug__in=places).values_list("slug", flat=True))
        unknown += [slug for slug in places if slug not in known]
        filters = replace(filters, municipality=tuple(slug for slug in places if slug in known))
    if filters.tag:
        leads = dict(Tag.objects.filter(slug__in=filters.tag).values_list("slug", "merged_into__slug"))
        unknown += [slug for slug in filters.tag if slug not in leads]
        current = dict.fromkeys(leads[slug] or slug for slug in filters.tag if slug in leads)
        filters = replace(filters, tag=tuple(sorted(current)))
    return filters, tuple(unknown)


def with_current_tags(filters: Any) -> Any:
    """The same filters with merged tags exchanged for those that they were merged into: old addresses lead on."""
    merged = Tag.objects.filter(slug__in=filters.tag, merged_into__isnull=False)
    leads = dict(merged.values_list("slug", "merged_into__slug"))
    return replace(filters, tag=tuple(dict.fromkeys(leads.get(slug, slug) for slug in filters.tag)))


def _hits(text: str) -> dict[tuple[str, int], int]:
    """The best of what the search finds, with their rank."""
    found = search.find(text, language=get_language() or "sv", kinds=LISTED, limit=MOST_HITS)
    return {(hit.kind, int(hit.key)): rank for rank, hit in enumerate(found)}


def _among(hits: Iterable[tuple[str, int]]) -> Q:
    keys = {kind: [pk for other, pk in hits if other == kind] for kind in LISTED}
    return Q(organisation__in=keys["organisation"]) | Q(initiative__in=keys["initiative"])


def _key(row: tuple) -> tuple[str, int]:
    """Of which kind and which one a row of the list is."""
    return ("organisation", row[-2]) if row[-2] else ("initiative", row[-1])


def listed(filters: Filters) -> QuerySet[Listed]:
    """All that the list shows for `filters`."""
    return facets.listed(filters.chosen, box=filters.box, only=_among(_hits(filters.text)) if filters.text else None)


def chosen(filters: Filters) -> dict[str, EntryQuerySet]:
    """The same as organisations and initiatives, by kind."""
    found = listed(filters)
    return {
        kind: model.objects.visible_to(None).filter(listed__in=found)
        for kind, model in LISTED.items()
        if not filters.type or kind in filters.type
    }


def _entries(rows: Iterable[tuple], centre: Municipality | None) -> list[Organisation | Initiative]:
    """What the rows stand for, with all that is shown of it."""
    keys = [_key(row) for row in rows]
    found = {
        (kind, entry.pk): entry
        for kind, model in LISTED.items()
        if (wanted := [pk for other, pk in keys if other == kind])
        for entry in _shown(model).filter(pk__in=wanted)
    }
    if centre:
        for key, row in zip(keys, rows, strict=True):
            if key in found and (km := kilometres(row[0])):
                found[key].away = _("about %(km)s km from %(place)s") % {"km": km, "place": centre.name}
    return [found[key] for key in keys if key in found]


def _shown(model: type[Organisation] | type[Initiative]) -> EntryQuerySet:
    """With all that a row shows."""
    if model is Organisation:
        return (
            Organisation.objects.visible_to(None)
            .with_logo()
            .select_related("municipality", "standing", "logo", "made_logo")
        )
    return Initiative.objects.visible_to(None).select_related("municipality", "standing")


def heading(filters: Filters, found: Found) -> str:
    """What was found, as a heading: "10 organisations in Lund"."""
    if filters.type == ("organisation",):
        what = ngettext("%(count)s organisation", "%(count)s organisations", found.total)
    elif filters.type == ("initiative",):
        what = ngettext("%(count)s initiative", "%(count)s initiatives", found.total)
    else:
        what = ngettext("%(count)s entry", "%(count)s organisations and initiatives", found.total)
    what %= {"count": found.total}
    if filters.box:
        return _("%(what)s in this part of the map") % {"what": what}
    places = [str(label) for (facet, _value), label in found.labels.items() if facet == "municipality"]
    return _("%(what)s in %(place)s") % {"what": what, "place": places[0]} if len(places) == 1 else what


def similar(entry: Organisation | Initiative) -> list[Organisation | Initiative]:
    """What the search says is like it; where that knows nothing, others that share most of its tags."""
    others = _shown(type(entry)).exclude(pk=entry.pk)
    keys = [int(key) for key in search.similar_keys(entry, language=get_language() or "sv", limit=MOST_SIMILAR)]
    if keys:
        return sorted(others.filter(pk__in=keys), key=lambda other: keys.index(other.pk))
    tags = [tagged.tag_id for tagged in entry.tagged.all()]
    sharing = others.filter(tagged__tag__in=tags).annotate(shared=Count("tagged"))
    return list(sharing.order_by("-shared", "sort_key")[:MOST_SIMILAR])
