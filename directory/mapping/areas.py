"""The map that needs no JavaScript: how many each municipality has, drawn as SVG."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from directory import facets
from directory.models import Edition, Municipality
from directory.queries import Filters

BOUNDARIES = json.loads((Path(__file__).parent.parent / "data" / "boundaries.json").read_text())
# The least count of each shade of the map.
SHADES = (1, 2, 4, 10)


@dataclass(frozen=True)
class Area:
    """A municipality on the map; `query` is that of the list with it chosen."""

    name: str
    path: str
    x: int
    y: int
    count: int
    chosen: bool = False
    query: str = ""

    @property
    def shade(self) -> int:
        return sum(self.count >= least for least in SHADES)


@dataclass(frozen=True)
class Region:
    """How many there are in each municipality."""

    areas: list[Area]
    view_box: str = BOUNDARIES["view_box"]

    @property
    def reached(self) -> int:
        return sum(area.count > 0 for area in self.areas)


def region(counts: Mapping[str, int], filters: Filters | None = None) -> Region:
    """The map of `counts` by municipality slug; with `filters`, areas lead to the list narrowed to them."""
    return Region(
        [
            Area(
                name=place.name,
                count=counts.get(place.slug, 0),
                chosen=bool(filters and place.slug in filters.municipality),
                query=replace(filters, municipality=(place.slug,), box=None).query if filters else "",
                **BOUNDARIES["areas"][place.pk],
            )
            for place in Municipality.objects.all()
        ]
    )


@dataclass(frozen=True)
class Figures:
    """How much there is, for the home page."""

    organisations: int
    initiatives: int
    region: Region


def figures() -> Figures:
    of_type = facets.counts(()).get("type", {})
    shown = region(_organisations_by_municipality(Edition.current()))
    return Figures(of_type.get("organisation", 0), of_type.get("initiative", 0), shown)


@lru_cache(maxsize=2)
def _organisations_by_municipality(edition: str) -> Mapping[str, int]:
    """Remembered while `edition` lasts."""
    return facets.kept("organisation").get("municipality", {})
