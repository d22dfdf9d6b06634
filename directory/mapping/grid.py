"""Boxes, and the fixed tiles and cells that they are snapped to, so that few different questions are asked."""

import math
from dataclasses import dataclass
from typing import Self

LEAST_ZOOM, MOST_ZOOM = 7, 16
# Along each side of an answer; whoever asks for more gets larger cells.
MOST_TILES = 6
# A tile is some 256 pixels wide on the map, so a cell is 64.
CELLS_PER_TILE = 4
DECIMALS = 4


@dataclass(frozen=True)
class Box:
    """A part of the map, in degrees (WGS84)."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Read "west,south,east,north"; None when it is no such thing."""
        parts = text[:80].split(",")
        if len(parts) != 4:
            return None
        try:
            west, south, east, north = (round(float(part), DECIMALS) for part in parts)
        except (ValueError, OverflowError):
            return None
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return cls(west, south, east, north)
        return None

    def __str__(self) -> str:
        return ",".join(f"{side:.{DECIMALS}f}".rstrip("0").rstrip(".") for side in self.sides)

    @property
    def sides(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    def meet(self, other: "Box") -> "Box | None":
        """What both cover."""
        west, south = max(self.west, other.west), max(self.south, other.south)
        east, north = min(self.east, other.east), min(self.north, other.north)
        return Box(west, south, east, north) if west < east and south < north else None


# The whole of Skåne with some water. Nothing outside is asked for, so the tiles are finite.
REGION = Box(12.2, 55.2, 14.8, 56.7)


def tile_width(zoom: int) -> float:
    """In degrees of longitude. It is half as many degrees of latitude high: nearly square so far north."""
    return 360 / 2**zoom


@dataclass(frozen=True)
class Window:
    """Whole tiles of one zoom, by their numbers east of Greenwich and north of the equator."""

    zoom: int
    left: int
    bottom: int
    right: int
    top: int

    @property
    def box(self) -> Box:
        width, height = tile_width(self.zoom), tile_width(self.zoom) / 2
        return Box(self.left * width, self.bottom * height, self.right * width, self.top * height)

    @property
    def cell(self) -> tuple[float, float]:
        """The width and height of a cell in degrees."""
        width = tile_width(self.zoom) / CELLS_PER_TILE
        return width, width / 2


def snapped(box: Box, zoom: int) -> Window | None:
    """The tiles that cover the region's part of `box`; of a lesser zoom where they would be too many."""
    part = box.meet(REGION)
    if part is None:
        return None
    zoom = min(max(zoom, LEAST_ZOOM), MOST_ZOOM)
    window = _covering(part, zoom)
    while window.right - window.left > MOST_TILES or window.top - window.bottom > MOST_TILES:
        zoom -= 1
        window = _covering(part, zoom)
    return window


def _covering(box: Box, zoom: int) -> Window:
    width, height = tile_width(zoom), tile_width(zoom) / 2
    return Window(
        zoom,
        math.floor(box.west / width),
        math.floor(box.south / height),
        math.ceil(box.east / width),
        math.ceil(box.north / height),
    )
