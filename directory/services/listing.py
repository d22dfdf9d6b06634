"""Keeps the public list's rows, facets and points in step with what everybody may see."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Model

from directory.models import (
    Edition,
    Facet,
    Initiative,
    Listed,
    Municipality,
    Organisation,
    Point,
    SupportOffer,
)
from directory.models.kinds import KINDS, LISTED
from directory.models.listing import FacetName
from directory.models.places import public
from portal.plugins.locks import one_at_a_time

BATCH = 500
COLUMNS = ("called", "sinks", "sort_key", "published_at", "changed_at", "is_on_map")
# Of what has no day: before all that has.
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Spot = tuple[float, float, bool]


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
            was_seen = bool(Listed.objects.filter(**{kind: thing}).delete()[0])
    if isinstance(thing, SupportOffer):
        support = Facet.objects.filter(name=FacetName.SUPPORT, listed__organisation=thing.organisation_id)
        others = SupportOffer.objects.visible_to(None).filter(organisation=thing.organisation_id).exclude(pk=thing.pk)
        support.exclude(value__in=others.values("kind")).delete()
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
    return wrong


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
    if gone:
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
            stale_facets += [pk for value, pk in there.items() if value not in row.facets]
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
