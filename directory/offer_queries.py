"""Reading the support offers: what their list shows, and how many each filter would give."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Count, Q, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from directory.choices import Choices
from directory.facets import Option
from directory.forms_of_organising import OfferKind
from directory.keyset import PER_PAGE
from directory.models import Edition, Municipality, Organisation, SupportOffer, SupportOfferTag, Tag
from directory.models.offers import SupportOfferQuerySet
from directory.models.vocabulary import in_current_language
from directory.queries import MOST_HITS, MOST_SIMILAR, Found
from portal.plugins import search

# Chosen as a municipality is, for what is offered in all of them.
WHOLE_REGION = "hela-skane"
OPENNESS: dict[str, str | Promise] = {"now": gettext_lazy("Open now"), "closed": gettext_lazy("Closed")}


@dataclass(frozen=True)
class OfferFilters(Choices):
    """What a visitor has chosen of the list."""

    FACETS = {
        "kind": gettext_lazy("Kind of support"),
        "municipality": gettext_lazy("Municipality"),
        "open": gettext_lazy("Application"),
        "tag": gettext_lazy("Subject"),
    }
    KNOWN = {"kind": OfferKind.values, "open": OPENNESS}

    kind: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()


def find(filters: OfferFilters, page_number: Any) -> Found:
    """The public's list of support offers for `filters`: those that are open first."""
    hits = _hits(filters.text) if filters.text else None
    facets = (
        _facets(filters, hits) if hits is not None else _remembered(Edition.current(), timezone.localdate(), filters)
    )
    total = sum(option.count for option in facets["open"] if option.checked or not filters.open)
    page = Paginator(range(total), PER_PAGE).get_page(page_number)
    start, end = max(0, page.start_index() - 1), page.end_index()
    offers = shown(_chosen(filters, hits))
    if hits is not None:
        # Few enough to be put in order here.
        rows = sorted(offers, key=lambda offer: (offer.is_closed, hits[offer.pk]))[start:end]
    else:
        # Two walks along the index of names, and not one sort of all.
        open_now = sum(
            option.count for option in facets["open"] if option.value == "now" and (option.checked or not filters.open)
        )
        rows = list(offers.open()[start : min(end, open_now)]) if start < open_now else []
        rows += offers.closed()[max(0, start - open_now) : end - open_now] if end > open_now else []
    page.object_list = rows  # ty: ignore[invalid-assignment]
    return Found(page, total, facets)


def _facets(filters: OfferFilters, hits: Mapping[int, int] | None) -> dict[str, list[Option]]:
    return {
        "kind": _kinds(filters, hits),
        "municipality": _municipalities(filters, hits),
        "open": _openness(filters, hits),
        "tag": _tags(filters, hits),
    }


@lru_cache(maxsize=128)
def _in_language(edition: str, today: date, language: str, filters: OfferFilters) -> dict[str, list[Option]]:
    return _facets(filters, None)


def _remembered(edition: str, today: date, filters: OfferFilters) -> dict[str, list[Option]]:
    """What is counted without words, while edition and day last."""
    return _in_language(edition, today, get_language() or "sv", filters)


def _hits(text: str) -> dict[int, int]:
    """The best of what the search finds, with their rank."""
    found = search.find(text, language=get_language() or "sv", kinds=["offer"], limit=MOST_HITS)
    return {int(hit.key): rank for rank, hit in enumerate(found)}


def _chosen(filters: OfferFilters, hits: Mapping[int, int] | None) -> SupportOfferQuerySet:
    """What is public and chosen."""
    chosen = _public()
    if hits is not None:
        chosen = chosen.filter(pk__in=list(hits))
    if filters.kind:
        chosen = chosen.filter(kind__in=filters.kind)
    if filters.municipality:
        there = SupportOffer.municipalities.through.objects.filter(municipality__slug__in=filters.municipality)
        where = Q(pk__in=there.values("supportoffer_id"))
        if WHOLE_REGION in filters.municipality:
            where |= Q(pk__in=SupportOffer.objects.for_all_of_the_region().values("pk"))
        chosen = chosen.filter(where)
    if filters.tag:
        tagged = SupportOfferTag.objects.filter(tag__slug__in=filters.tag)
        chosen = chosen.filter(pk__in=tagged.values("content_object_id"))
    if len(filters.open) == 1:
        chosen = chosen.open() if "now" in filters.open else chosen.closed()
    return chosen


def _kinds(filters: OfferFilters, hits: Mapping[int, int] | None) -> list[Option]:
    counts = _counts(filters.without("kind"), hits, "kind")
    return [
        Option(kind.value, kind.label, count, kind.value in filters.kind)
        for kind in OfferKind
        if (count := counts.get((kind.value,), 0)) or kind.value in filters.kind
    ]


def _municipalities(filters: OfferFilters, hits: Mapping[int, int] | None) -> list[Option]:
    """The whole region first, then the most common."""
    chosen = filters.municipality
    counts = _counts(filters.without("municipality"), hits, "municipalities__slug", "municipalities__name")
    region = counts.pop((None, None), 0)
    options = [Option(slug, name, count, slug in chosen) for (slug, name), count in counts.items()]
    missing = set(chosen) - {WHOLE_REGION, *(option.value for option in options)}
    if missing:
        places = Municipality.objects.filter(slug__in=missing)
        options += [Option(place.slug, place.name, 0, checked=True) for place in places]
    options.sort(key=lambda option: (-option.count, option.label))
    if region or WHOLE_REGION in chosen:
        options.insert(0, Option(WHOLE_REGION, _("The whole of Skåne"), region, WHOLE_REGION in chosen))
    return options


def _tags(filters: OfferFilters, hits: Mapping[int, int] | None) -> list[Option]:
    counts = _counts(filters.without("tag"), hits, "tagged__tag__slug", "tagged__tag__name", "tagged__tag__label_en")
    options = [
        Option(slug, in_current_language(name, label_en), count, slug in filters.tag)
        for (slug, name, label_en), count in counts.items()
        if slug
    ]
    missing = set(filters.tag) - {option.value for option in options}
    if missing:
        options += [Option(tag.slug, tag.label, 0, checked=True) for tag in Tag.objects.filter(slug__in=missing)]
    return sorted(options, key=lambda option: (-option.count, str(option.label)))


def _openness(filters: OfferFilters, hits: Mapping[int, int] | None) -> list[Option]:
    closed = Q(deadline__lt=timezone.localdate())
    counts = _chosen(filters.without("open"), hits).aggregate(
        now=Count("pk", filter=~closed | Q(deadline=None)), closed=Count("pk", filter=closed)
    )
    return [
        Option(value, label, counts[value], value in filters.open)
        for value, label in OPENNESS.items()
        if counts[value] or value in filters.open
    ]


def _counts(filters: OfferFilters, hits: Mapping[int, int] | None, *columns: str) -> dict[tuple, int]:
    rows = _chosen(filters, hits).order_by().values_list(*columns).annotate(count=Count("pk"))
    return {tuple(value): count for *value, count in rows}


def _open_first(offers: SupportOfferQuerySet) -> SupportOfferQuerySet:
    closed = When(deadline__lt=timezone.localdate(), then=Value(True))
    has_closed = Case(closed, default=Value(False), output_field=BooleanField())
    return offers.annotate(has_closed=has_closed).order_by("has_closed", "sort_key", "pk")


def shown(offers: SupportOfferQuerySet) -> SupportOfferQuerySet:
    """With all that a row shows."""
    return offers.select_related("organisation", "standing").prefetch_related("municipalities")


def _public() -> SupportOfferQuerySet:
    return SupportOffer.objects.visible_to(None)


def heading(filters: OfferFilters, found: Found) -> str:
    """What was found, as a heading: "10 support offers in Lund"."""
    what = ngettext("%(count)s support offer", "%(count)s support offers", found.total) % {"count": found.total}
    places = [str(label) for (facet, _value), label in found.labels.items() if facet == "municipality"]
    if len(places) != 1:
        return what
    if WHOLE_REGION in filters.municipality:
        return _("%(what)s for the whole of Skåne") % {"what": what}
    return _("%(what)s in %(place)s") % {"what": what, "place": places[0]}


def of_organisation(organisation: Organisation) -> list[SupportOffer]:
    """What `organisation` offers the public."""
    return list(_open_first(shown(_public().filter(organisation=organisation))))


def similar(offer: SupportOffer) -> list[SupportOffer]:
    """What the search says is like it; where that knows nothing, others that share most of its tags."""
    others = shown(_public().exclude(pk=offer.pk))
    keys = [int(key) for key in search.similar_keys(offer, language=get_language() or "sv", limit=MOST_SIMILAR)]
    if keys:
        return sorted(others.filter(pk__in=keys), key=lambda other: keys.index(other.pk))
    tags = [tagged.tag_id for tagged in offer.tagged.all()]
    sharing = others.filter(tagged__tag__in=tags).annotate(shared=Count("tagged"))
    return list(sharing.order_by("-shared", "sort_key")[:MOST_SIMILAR])
