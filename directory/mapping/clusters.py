"""What the map shows of a result: how many are where, gathered so that an answer stays small."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, F, Max, Min
from django.db.models.functions import Floor

from directory import queries
from directory.mapping.grid import Window
from directory.mapping.where import located
from directory.queries import MODELS, Filters

MOST_CLUSTERS = 200
MOST_BYTES = 30_000
# In cells: markers nearer than this would lie on each other.
APART = 0.75


@dataclass
class Cluster:
    """`count` entries whose points lie within `west` … `north`; one alone says what it is called."""

    latitude: float
    longitude: float
    count: int
    west: float
    south: float
    east: float
    north: float
    kind: str = ""
    key: int = 0
    name: str = ""

    def take_in(self, other: "Cluster") -> None:
        """Stay where it is, so that 25 in a town and one beside it are shown in the town."""
        self.count += other.count
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
    """The result of `filters` in `window`, the largest first. Each entry counts once in a cell."""
    if window is None:
        return []
    size = window.cell
    found = _apart(_in_cells(filters, window), size)
    while len(found) > MOST_CLUSTERS:
        size = size[0] * 2, size[1] * 2
        found = _apart(found, size)
    _name(found)
    return found


def _in_cells(filters: Filters, window: Window) -> list[Cluster]:
    (width, height), box = window.cell, window.box
    found = []
    for kind, chosen in queries.chosen(filters).items():
        rows = (
            located(chosen)
            .filter(longitude__gte=box.west, longitude__lt=box.east, latitude__gte=box.south, latitude__lt=box.north)
            .annotate(column=Floor(F("longitude") / width), line=Floor(F("latitude") / height))
            .order_by()
            .values("column", "line")
            .annotate(
                middle=Avg("latitude"),
                centre=Avg("longitude"),
                entries=Count("pk", distinct=True),
                west=Min("longitude"),
                south=Min("latitude"),
                east=Max("longitude"),
                north=Max("latitude"),
                key=Min("pk"),
            )
        )
        found += [
            Cluster(
                row["middle"],
                row["centre"],
                row["entries"],
                *(row[side] for side in ("west", "south", "east", "north")),
                kind=kind,
                key=row["key"],
            )
            for row in rows
        ]
    return found


def _apart(found: Iterable[Cluster], size: tuple[float, float]) -> list[Cluster]:
    """The larger ones take in the smaller ones that lie on them."""
    kept: list[Cluster] = []
    for cluster in sorted(found, key=lambda other: (-other.count, other.latitude, other.longitude, other.key)):
        for other in kept:
            east = (cluster.longitude - other.longitude) / size[0]
            north = (cluster.latitude - other.latitude) / size[1]
            if east * east + north * north < APART * APART:
                other.take_in(cluster)
                break
        else:
            kept.append(cluster)
    return sorted(kept, key=lambda other: (-other.count, other.latitude, other.longitude))


def _name(found: list[Cluster]) -> None:
    """Say what the ones that stand alone are called."""
    alone = [cluster for cluster in found if cluster.count == 1]
    for kind, model in MODELS.items():
        wanted = {cluster.key: cluster for cluster in alone if cluster.kind == kind}
        for entry in model.objects.visible_to(None).filter(pk__in=wanted):
            wanted[entry.pk].name = entry.called


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
