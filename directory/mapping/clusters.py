"""What the map shows of a result: how many are where, gathered so that an answer stays small."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Floor

from directory import queries
from directory.mapping.grid import Box, Window
from directory.models import Edition, Listed, Point
from directory.queries import Filters

MOST_CLUSTERS = 200
MOST_BYTES = 30_000
# In cells: markers nearer than this would lie on each other.
APART = 0.75
# Along each side of what is remembered together: more than an answer has, so that it touches four at the most.
TILES_PER_BLOCK = 8


@dataclass
class Cluster:
    """Entries whose points lie within `west` … `north`; one alone says what it is called."""

    latitude: float
    longitude: float
    # How many have no other point, and the keys of those that have: they may be in what is taken in, too.
    alone: int
    west: float
    south: float
    east: float
    north: float
    # Of one of them.
    key: int = 0
    several: frozenset[int] = field(default=frozenset())
    name: str = ""

    @property
    def count(self) -> int:
        return self.alone + len(self.several)

    def take_in(self, other: "Cluster") -> None:
        """Stay where it is, so that 25 in a town and one beside it are shown in the town."""
        self.alone += other.alone
        self.several |= other.several
        self.west, self.south = min(self.west, other.west), min(self.south, other.south)
        self.east, self.north = max(self.east, other.east), max(self.north, other.north)

    @property
    def out(self) -> dict[str, Any]:
        return {
            "latitude": round(self.latitude, 5),
            "longitude": round(self.longitude, 5),
            "count": self.count,
            "box": [round(side, 5) for side in (self.west, self.south, self.east, self.north)],
        }


def clusters(filters: Filters, window: Window | None) -> list[Cluster]:
    """The result of `filters` in `window`, the largest first. Each entry counts once in a cluster."""
    if window is None:
        return []
    if filters.chosen or filters.text or filters.box:
        cells = _in_cells(window.box, window.cell, queries.listed(filters))
    else:
        cells = _remembered_cells(window, Edition.current())
    found = _few(cells, window)
    _name(found)
    return found


def answer(filters: Filters, window: Window | None) -> bytes:
    """`clusters` as the map's script reads them, in at most MOST_BYTES."""
    if window is None or filters.chosen or filters.text or filters.box:
        return packed(clusters(filters, window), window)
    return _whole(Edition.current(), window)


@lru_cache(maxsize=256)
def _whole(edition: str, window: Window) -> bytes:
    """The answer with nothing chosen; remembered while `edition` lasts, which names are part of, too."""
    return packed(clusters(Filters(), window), window)


def _few(found: Iterable[Cluster], window: Window) -> list[Cluster]:
    """So many that there is room for them."""
    size = window.cell
    found = _apart(found, size)
    while len(found) > MOST_CLUSTERS:
        size = size[0] * 2, size[1] * 2
        found = _apart(found, size)
    return found


def _remembered_cells(window: Window, edition: str) -> Iterator[Cluster]:
    """Those of the window's whole result, from blocks of fixed tiles: few questions, and most of them asked before."""
    columns = range(window.left // TILES_PER_BLOCK, (window.right - 1) // TILES_PER_BLOCK + 1)
    lines = range(window.bottom // TILES_PER_BLOCK, (window.top - 1) // TILES_PER_BLOCK + 1)
    box = window.box
    for column in columns:
        for line in lines:
            for cell in _block(edition, window.zoom, column, line):
                if box.west <= cell[1] < box.east and box.south <= cell[0] < box.north:
                    yield Cluster(*cell)


@lru_cache(maxsize=128)
def _block(edition: str, zoom: int, column: int, line: int) -> tuple[tuple, ...]:
    left, bottom = column * TILES_PER_BLOCK, line * TILES_PER_BLOCK
    block = Window(zoom, left, bottom, left + TILES_PER_BLOCK, bottom + TILES_PER_BLOCK)
    return tuple(_cells(block.box, block.cell, None))


def _in_cells(box: Box, size: tuple[float, float], rows: QuerySet[Listed]) -> list[Cluster]:
    return [Cluster(*cell) for cell in _cells(box, size, rows)]


def _cells(box: Box, size: tuple[float, float], entries: QuerySet[Listed] | None) -> Iterator[tuple]:
    """What is in each cell of `box`, as a Cluster takes it; of `entries`, or of all."""
    width, height = size
    points = Point.objects.filter(
        is_on_map=True,
        latitude__gte=box.south,
        latitude__lt=box.north,
        longitude__gte=box.west,
        longitude__lt=box.east,
    ).annotate(column=Floor(F("longitude") / width), line=Floor(F("latitude") / height))
    if entries is not None:
        points = points.filter(listed__in=entries.values("pk"))
    several = defaultdict(set)
    for column, line, key in points.filter(is_one_of_several=True).values_list("column", "line", "listed"):
        several[column, line].add(key)
    rows = (
        points.order_by()
        .values("column", "line")
        .annotate(
            middle=Avg("latitude"),
            centre=Avg("longitude"),
            alone=Count("pk", filter=Q(is_one_of_several=False)),
            west=Min("longitude"),
            south=Min("latitude"),
            east=Max("longitude"),
            north=Max("latitude"),
            key=Min("listed"),
        )
    )
    names = ("middle", "centre", "alone", "west", "south", "east", "north", "key")
    for row in rows.values_list("column", "line", *names):
        yield (*row[2:], frozenset(several.get((row[0], row[1]), ())))


def _apart(found: Iterable[Cluster], size: tuple[float, float]) -> list[Cluster]:
    """The larger ones take in the smaller ones that lie on them."""
    kept: list[Cluster] = []
    # By the cell that they stand in: what lies on another stands in the same or in the next.
    there: dict[tuple[int, int], list[Cluster]] = defaultdict(list)
    for cluster in sorted(found, key=lambda other: (-other.count, other.latitude, other.longitude, other.key)):
        x, y = cluster.longitude / size[0], cluster.latitude / size[1]
        column, line = math.floor(x), math.floor(y)
        for other in (
            near for right in (-1, 0, 1) for up in (-1, 0, 1) for near in there.get((column + right, line + up), ())
        ):
            east, north = x - other.longitude / size[0], y - other.latitude / size[1]
            if east * east + north * north < APART * APART:
                other.take_in(cluster)
                break
        else:
            kept.append(cluster)
            there[column, line].append(cluster)
    return sorted(kept, key=lambda other: (-other.count, other.latitude, other.longitude))


def _name(found: list[Cluster]) -> None:
    """Say what the ones that stand alone are called."""
    # One with places in two towns stands alone in both.
    alone = [cluster for cluster in found if cluster.count == 1]
    rows = Listed.objects.filter(pk__in={cluster.key for cluster in alone})
    names = dict(rows.values_list("pk", "called"))
    for cluster in alone:
        cluster.name = names.get(cluster.key, "")


def packed(found: list[Cluster], window: Window | None) -> bytes:
    """As JSON of at most MOST_BYTES: names are left out, from the first that finds no room."""
    places = [cluster.out for cluster in found]
    answer: dict[str, Any] = {"zoom": None, "box": None, "clusters": places}
    if window:
        answer |= {"zoom": window.zoom, "box": [round(side, 5) for side in window.box.sides]}
    room = MOST_BYTES - len(_dump(answer))
    for cluster, place in zip(found, places, strict=True):
        room -= len(_dump({"name": cluster.name}))
        if room < 0:
            break
        if cluster.name:
            place["name"] = cluster.name
    return _dump(answer)


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
