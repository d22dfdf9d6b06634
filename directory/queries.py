"""Reading the directory: what the list shows, and how many each filter would give."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, F, QuerySet, Value
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from directory.choices import Choices
from directory.forms_of_organising import InitiativeForm, OrganisationForm
from directory.mapping.grid import Box
from directory.mapping.where import inside, kilometres, with_distance
from directory.models import Initiative, InitiativeTag, Municipality, Organisation, OrganisationTag, Tag
from directory.models.common import EntryQuerySet
from directory.models.vocabulary import in_current_language
from portal.plugins import search

PER_PAGE = 24
MOST_HITS = 100
MOST_SIMILAR = 4

MODELS: dict[str, type[Organisation] | type[Initiative]] = {"organisation": Organisation, "initiative": Initiative}
# What stands last in the list.
SINKS: dict[str, Any] = {"organisation": F("is_stale"), "initiative": Value(False, BooleanField())}
TAGGED: dict[str, Any] = {"organisation": OrganisationTag, "initiative": InitiativeTag}
KIND_LABELS: dict[str, str | Promise] = {
    "organisation": gettext_lazy("Organisations"),
    "initiative": gettext_lazy("Initiatives"),
}
FACET_LABELS: dict[str, str | Promise] = {
    "type": gettext_lazy("Type"),
    "municipality": gettext_lazy("Municipality"),
    "tag": gettext_lazy("Subject"),
    "form": gettext_lazy("Form of organising"),
}
FORM_LABELS = dict([*OrganisationForm.choices, *InitiativeForm.choices])


@dataclass(frozen=True)
class Filters(Choices):
    """What a visitor has chosen of the list."""

    FACETS = FACET_LABELS
    KNOWN = {"type": MODELS, "form": FORM_LABELS}

    type: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    # The part of the map that is looked at, and the municipality whose neighbours come first.
    box: Box | None = None
    near: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        near = query.get("near", "")
        return replace(super().of(query), box=Box.of(query.get("box", "")), near=near[:60] if near else "")

    @property
    def query(self) -> str:
        more = QueryDict(mutable=True)
        if self.near:
            more["near"] = self.near
        if self.box:
            more["box"] = str(self.box)
        return "&".join(filter(None, (super().query, more.urlencode(safe=","))))

    def without_box(self) -> Self:
        return replace(self, box=None)


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many entries choosing it would give."""

    value: str
    label: str | Promise
    count: int
    checked: bool


@dataclass(frozen=True)
class Found:
    page: Page
    total: int
    facets: dict[str, list[Option]]
    # All of it, of which `page` is a part.
    rows: dict[str, EntryQuerySet] = field(default_factory=dict)

    @property
    def labels(self) -> dict[tuple[str, str], str | Promise]:
        """What the chosen values are called."""
        return {
            (name, option.value): option.label
            for name, options in self.facets.items()
            for option in options
            if option.checked
        }


def find(filters: Filters, page_number: Any) -> Found:
    """The public's list of organisations and initiatives for `filters`."""
    hits = _hits(filters.text) if filters.text else None
    facets = {
        "type": _facet(filters, hits, "type"),
        "municipality": _facet(filters, hits, "municipality"),
        "tag": _facet(filters, hits, "tag"),
        "form": _facet(filters, hits, "form"),
    }
    total = sum(option.count for option in facets["type"] if option.checked or not filters.type)
    page = Paginator(range(total), PER_PAGE).get_page(page_number)
    page.object_list = _entries(filters, hits, page)  # ty: ignore[invalid-assignment]
    return Found(page, total, facets, _rows(filters, hits))


def with_current_tags(filters: Any) -> Any:
    """The same filters with merged tags exchanged for those that they were merged into: old addresses lead on."""
    merged = Tag.objects.filter(slug__in=filters.tag, merged_into__isnull=False)
    leads = dict(merged.values_list("slug", "merged_into__slug"))
    return replace(filters, tag=tuple(dict.fromkeys(leads.get(slug, slug) for slug in filters.tag)))


def _hits(text: str) -> dict[tuple[str, int], int]:
    """The best of what the search finds, with their rank."""
    found = search.find(text, language=get_language() or "sv", kinds=MODELS, limit=MOST_HITS)
    return {(hit.kind, int(hit.key)): rank for rank, hit in enumerate(found)}


def chosen(filters: Filters) -> dict[str, EntryQuerySet]:
    """All that the list shows for `filters`, by kind."""
    return _rows(filters, _hits(filters.text) if filters.text else None)


def _rows(filters: Filters, hits: Mapping | None) -> dict[str, EntryQuerySet]:
    """What is public and chosen, by kind."""
    rows = {}
    for kind, model in MODELS.items():
        if filters.type and kind not in filters.type:
            continue
        chosen = model.objects.visible_to(None)
        if hits is not None:
            chosen = chosen.filter(pk__in=[pk for hit_kind, pk in hits if hit_kind == kind])
        if filters.municipality:
            chosen = chosen.filter(municipality__slug__in=filters.municipality)
        if filters.form:
            chosen = chosen.filter(form__in=filters.form)
        if filters.tag:
            tagged = TAGGED[kind].objects.filter(tag__slug__in=filters.tag)
            chosen = chosen.filter(pk__in=tagged.values("content_object_id"))
        if filters.box:
            chosen = inside(chosen, filters.box)
        rows[kind] = chosen
    return rows


COLUMNS = {
    "municipality": ["municipality__slug", "municipality__name", "municipality__sort_key"],
    "tag": ["tagged__tag__slug", "tagged__tag__name", "tagged__tag__label_en"],
    "form": ["form"],
    "type": ["kind"],
}


def _facet(filters: Filters, hits: Mapping | None, name: str) -> list[Option]:
    """The values of one facet, counted as if nothing were chosen in it; the most common first."""
    rows = _rows(filters.without(name), hits)
    counts: Counter[tuple] = Counter()
    for *value, count in _union(
        chosen.annotate(kind=Value(kind)).order_by().values_list(*COLUMNS[name]).annotate(count=Count("pk"))
        for kind, chosen in rows.items()
    ):
        counts[tuple(value)] += count
    chosen = getattr(filters, name)
    options = [
        Option(value[0], _label(name, value), count, value[0] in chosen)
        for value, count in counts.items()
        if value[0] and (count or value[0] in chosen)
    ]
    options += _chosen_in_vain(name, set(chosen) - {option.value for option in options})
    if name == "type":
        return sorted(options, key=lambda option: list(MODELS).index(option.value))
    return sorted(options, key=lambda option: (-option.count, str(option.label)))


def _chosen_in_vain(facet: str, values: set[str]) -> list[Option]:
    """Chosen values that nothing has here: they stay, so that they can be taken away."""
    if not values:
        return []
    match facet:
        case "municipality":
            rows = [(place.slug, place.name) for place in Municipality.objects.filter(slug__in=values)]
        case "tag":
            rows = [(tag.slug, tag.label) for tag in Tag.objects.filter(slug__in=values)]
        case _:
            rows = [(value, _label(facet, (value,))) for value in values]
    return [Option(value, label, 0, checked=True) for value, label in rows]


def _label(facet: str, value: tuple) -> str | Promise:
    if facet == "type":
        return KIND_LABELS[value[0]]
    if facet == "form":
        return FORM_LABELS[value[0]]
    return in_current_language(value[1], value[2]) if facet == "tag" else value[1]


def _union(querysets: Iterable[QuerySet]) -> QuerySet:
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def _entries(filters: Filters, hits: Mapping | None, page: Page) -> list[Organisation | Initiative]:
    """The entries of `page`: the nearest first, the best hits first, or by name with what is out of date last."""
    start, end = max(0, page.start_index() - 1), page.end_index()
    centre = Municipality.objects.filter(slug=filters.near).first() if filters.near else None
    keys = _union(
        (with_distance(chosen, centre) if centre else chosen.annotate(distance=Value(0.0)))
        .annotate(kind=Value(kind), key=F("pk"), sinks=SINKS[kind])
        .order_by()
        .values_list("kind", "key", "sort_key", "distance", "sinks")
        for kind, chosen in _rows(filters, hits).items()
    )
    if centre:
        wanted = list(keys.order_by("distance", "sort_key", "key")[start:end])
    elif hits is None:
        wanted = list(keys.order_by("sinks", "sort_key", "key")[start:end])
    else:
        wanted = sorted(keys, key=lambda key: hits[key[0], key[1]])[start:end]
    found = {
        (kind, entry.pk): entry
        for kind, model in MODELS.items()
        for entry in _shown(model).filter(pk__in=[pk for other, pk, *_rest in wanted if other == kind])
    }
    if centre:
        for kind, pk, _sort_key, distance, _sinks in wanted:
            if (kind, pk) in found and (km := kilometres(distance)):
                found[kind, pk].away = _("about %(km)s km from %(place)s") % {"km": km, "place": centre.name}
    return [found[kind, pk] for kind, pk, *_rest in wanted if (kind, pk) in found]


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
