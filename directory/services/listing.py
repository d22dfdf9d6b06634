"""Keeps the public list's rows, facets and points in step with what everybody may see."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Count, Model

from directory.models import (
    Edition,
    Facet,
    FacetCount,
    Initiative,
    Listed,
    Municipality,
    Organisation,
    Point,
    SupportOffer,
)
from directory.models.kinds import LISTED
from directory.models.listing import FacetName
from directory.models.places import public
from portal.plugins.locks import one_at_a_time

BATCH = 500
COLUMNS = ("called", "sinks", "sort_key", "published_at", "changed_at", "is_on_map")
# Of what has no day: before all that has.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Spot = tuple[float, float, bool]
# Kind, facet and value, and by how much it has more or less.
Changes = Counter[tuple[str, str, str]]


@dataclass(frozen=True)
class _Row:
    """What the list is to say of one entry."""

    called: str
    sinks: int
    sort_key: str
    published_at: datetime
    changed_at: datetime
    facets: frozenset[tuple[str, str]]
    # In their order: latitude, longitude, and whether it is for the map.
    spots: tuple[Spot, ...]

    @property
    def is_on_map(self) -> bool:
        return any(on_map for _latitude, _longitude, on_map in self.spots)

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in COLUMNS}

    def points(self, listed: Listed) -> Iterator[Point]:
        several = sum(on_map for _latitude, _longitude, on_map in self.spots) > 1
        for latitude, longitude, on_map in self.spots:
            yield Point(
                listed=listed,
                latitude=latitude,
                longitude=longitude,
                is_on_map=on_map,
                is_one_of_several=several and on_map,
            )


def follow(things: Iterable[Model]) -> int:
    """Bring the list in step with `things`, in this transaction; return how many of its entries differed."""
    keys: dict[str, set[int]] = defaultdict(set)
    with_offers = False
    for thing in things:
        if isinstance(thing, Organisation):
            keys["organisation"].add(thing.pk)
        elif isinstance(thing, Initiative):
            keys["initiative"].add(thing.pk)
        elif isinstance(thing, SupportOffer):
            with_offers = True
            keys["organisation"].add(thing.organisation_id)
    if not keys:
        return 0
    with transaction.atomic():
        one_at_a_time("directory.listing")
        changed = sum(_bring_in_step(kind, batch) for kind, found in keys.items() for batch in _batches(sorted(found)))
        # Which offers there are is told by the landscape, too.
        if changed or with_offers:
            Edition.renew()
    return changed


@transaction.atomic
def forget(thing: Model) -> None:
    """Take out what is about to be deleted."""
    one_at_a_time("directory.listing")
    was_seen = isinstance(thing, SupportOffer)
    for kind, model in LISTED.items():
        if isinstance(thing, model):
            listed = Listed.objects.filter(**{kind: thing})
            if was_seen := listed.exists():
                _count(_fewer(kind, Facet.objects.filter(listed__in=listed)))
                listed.delete()
    if isinstance(thing, SupportOffer):
        support = Facet.objects.filter(name=FacetName.SUPPORT, listed__organisation=thing.organisation_id)
        others = SupportOffer.objects.visible_to(None).filter(organisation=thing.organisation_id).exclude(pk=thing.pk)
        gone = support.exclude(value__in=others.values("kind"))
        _count(_fewer("organisation", gone))
        gone.delete()
    if was_seen:
        Edition.renew()


def reconcile(progress: Callable[[str, int], None] = lambda kind, done: None, *, repair: bool = True) -> Counter[str]:
    """Compare the whole list with what is public; return how many entries of each kind were out of step.

    A batch is a transaction of its own, so that others can write meanwhile. Without `repair` each is taken back.
    """
    wrong: Counter[str] = Counter()
    for kind, model in LISTED.items():
        public_keys = set(model.objects.visible_to(None).values_list("pk", flat=True))
        listed_keys = set(Listed.objects.exclude(**{kind: None}).values_list(kind, flat=True))
        for done, batch in enumerate(_batches(sorted(public_keys | listed_keys)), start=1):
            with transaction.atomic():
                one_at_a_time("directory.listing")
                if differing := _bring_in_step(kind, batch):
                    wrong[kind] += differing
                    Edition.renew()
                if not repair:
                    transaction.set_rollback(True)
            progress(kind, done * BATCH)
    with transaction.atomic():
        one_at_a_time("directory.listing")
        if differing := _count_anew():
            wrong["counts"] = differing
            Edition.renew()
        if not repair:
            transaction.set_rollback(True)
    return wrong


def _fewer(kind: str, facets: Iterable[Facet]) -> Changes:
    """What is counted less when these go."""
    changes: Changes = Counter()
    changes.subtract((kind, facet.name, facet.value) for facet in facets)
    return changes


def _count(changes: Changes) -> None:
    """Count more or less of each; others do so after this transaction."""
    changes = Counter({which: by for which, by in changes.items() if by})
    if not changes:
        return
    known = FacetCount.objects.filter(value__in={value for _kind, _name, value in changes})
    before = {(row.kind, row.name, row.value): row.count for row in known}
    _write_counts({which: max(before.get(which, 0) + by, 0) for which, by in changes.items()})


def _count_anew() -> int:
    """Bring the counts in step with the list; return how many differed."""
    counted: dict[tuple[str, str, str], int] = {}
    for kind in LISTED:
        rows = Facet.objects.filter(listed__in=Listed.objects.exclude(**{kind: None})).order_by()
        for name, value, count in rows.values_list("name", "value").annotate(count=Count("pk")):
            counted[kind, name, value] = count
    known = {(row.kind, row.name, row.value): row.count for row in FacetCount.objects.all()}
    wrong = {which: counted.get(which, 0) for which in known.keys() | counted.keys()}
    wrong = {which: count for which, count in wrong.items() if known.get(which, 0) != count}
    _write_counts(wrong)
    return len(wrong)


def _write_counts(counts: dict[tuple[str, str, str], int]) -> None:
    FacetCount.objects.bulk_create(
        (FacetCount(kind=kind, name=name, value=value, count=count) for (kind, name, value), count in counts.items()),
        update_conflicts=True,
        unique_fields=["kind", "name", "value"],
        update_fields=["count"],
        batch_size=BATCH,
    )


def _batches(keys: list[int]) -> Iterator[list[int]]:
    waiting = iter(keys)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _bring_in_step(kind: str, keys: list[int]) -> int:
    wanted = _wanted(kind, keys)
    known = {
        getattr(listed, f"{kind}_id"): listed
        for listed in Listed.objects.filter(**{f"{kind}__in": keys}).prefetch_related("facets", "points")
    }
    gone = [listed.pk for key, listed in known.items() if key not in wanted]
    changes: Changes = Counter()
    if gone:
        changes = _fewer(
            kind, (facet for listed in known.values() if listed.pk in gone for facet in listed.facets.all())
        )
        Listed.objects.filter(pk__in=gone).delete()
    new = [Listed(**{f"{kind}_id": key}, **row.columns) for key, row in wanted.items() if key not in known]
    Listed.objects.bulk_create(new, batch_size=BATCH)
    rows = {key: row for key, row in wanted.items() if key in known}
    moved, facets, points, stale_facets, stale_points = [], [], [], [], []
    touched = set()
    for listed in new:
        row = wanted[getattr(listed, f"{kind}_id")]
        facets += [Facet(listed=listed, name=name, value=value) for name, value in sorted(row.facets)]
        points += row.points(listed)
    for key, row in rows.items():
        listed = known[key]
        if any(getattr(listed, name) != value for name, value in row.columns.items()):
            for name, value in row.columns.items():
                setattr(listed, name, value)
            moved.append(listed)
            touched.add(key)
        there = {(facet.name, facet.value): facet.pk for facet in listed.facets.all()}
        if there.keys() != row.facets:
            stale = [facet for facet in listed.facets.all() if (facet.name, facet.value) not in row.facets]
            changes.update(_fewer(kind, stale))
            stale_facets += [facet.pk for facet in stale]
            facets += [Facet(listed=listed, name=name, value=value) for name, value in row.facets - there.keys()]
            touched.add(key)
        was = sorted((point.latitude, point.longitude, point.is_on_map) for point in listed.points.all())
        if was != sorted(row.spots):
            stale_points += [point.pk for point in listed.points.all()]
            points += row.points(listed)
            touched.add(key)
    Listed.objects.bulk_update(moved, COLUMNS, batch_size=100)
    if stale_facets:
        Facet.objects.filter(pk__in=stale_facets).delete()
    if stale_points:
        Point.objects.filter(pk__in=stale_points).delete()
    Facet.objects.bulk_create(facets, batch_size=BATCH)
    changes.update((kind, facet.name, facet.value) for facet in facets)
    _count(changes)
    Point.objects.bulk_create(points, batch_size=BATCH)
    return len(gone) + len(new) + len(touched)


def _wanted(kind: str, keys: list[int]) -> dict[int, _Row]:
    """What the list is to say of those that everybody may see."""
    public_entries = (
        LISTED[kind]
        .objects.visible_to(None)
        .filter(pk__in=keys)
        .select_related("municipality", "standing")
        .prefetch_related("tagged__tag", "places__municipality")
    )
    support: dict[int, set[str]] = defaultdict(set)
    if kind == "organisation":
        offers = SupportOffer.objects.visible_to(None).filter(organisation__in=keys).order_by()
        for organisation, offered in offers.values_list("organisation", "kind").distinct():
            support[organisation].add(offered)
    return {entry.pk: _row(kind, entry, support[entry.pk]) for entry in public_entries}


def _row(kind: str, entry: Any, support: set[str]) -> _Row:
    standing = getattr(entry, "standing", None)
    published_at = entry.first_published_at or getattr(standing, "created_at", None) or LONG_AGO
    times = (published_at, entry.last_published_at, getattr(standing, "confirmed_at", None))
    facets = {
        (FacetName.TYPE, kind),
        (FacetName.FORM, entry.form),
        (FacetName.STAGE, getattr(entry, "stage", "")),
        (FacetName.MUNICIPALITY, entry.municipality.slug if entry.municipality else ""),
        *((FacetName.TAG, tagged.tag.slug) for tagged in entry.tagged.all()),
        *((FacetName.GOAL, str(goal)) for goal in entry.goals),
        *((FacetName.SUPPORT, offered) for offered in support),
    }
    return _Row(
        called=entry.called,
        sinks=int(getattr(entry, "is_stale", False)),
        sort_key=entry.sort_key,
        published_at=published_at,
        changed_at=max(time for time in times if time),
        facets=frozenset((str(name.value), value) for name, value in facets if value),
        spots=tuple(dict.fromkeys(_spots(entry))),
    )


def _spots(entry: Any) -> Iterator[Spot]:
    """Each public place where it says, or at the seat of its municipality; without any, the entry's own seat.

    Who has protected places only is nowhere on the map: the seat would be a guess at them.
    """
    places = list(entry.places.all())
    own_seat = _seat(entry.municipality)
    for place in public(places):
        at = (place.latitude, place.longitude) if place.latitude is not None else None
        if at := at or _seat(place.municipality) or own_seat:
            yield (*at, True)
    if not public(places) and own_seat:
        yield (*own_seat, not places)


def _seat(municipality: Municipality | None) -> tuple[float, float] | None:
    return (municipality.latitude, municipality.longitude) if municipality else None
