"""The support landscape: what there is of each kind in each municipality, and where there is nothing."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Count
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from directory.forms_of_organising import OfferKind
from directory.models import Edition, Municipality, SupportOffer
from directory.offer_queries import WHOLE_REGION, OfferFilters

# The least count of each shade, and the design system's class for it: such as the numbers can be read on.
SHADES = ((4, 4), (2, 2), (1, 1), (0, 0))


@dataclass(frozen=True)
class Cell:
    """How many offers of a kind there are at a place; `query` is that of the list which shows them."""

    kind: str | Promise
    place: str
    count: int
    query: str

    @property
    def shade(self) -> int:
        return next(shade for least, shade in SHADES if self.count >= least)


@dataclass(frozen=True)
class Place:
    """A municipality, or the whole region, with a cell for each kind."""

    label: str
    cells: list[Cell]
    query: str

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


@dataclass(frozen=True)
class Kind:
    """A kind of support, with how many offers there are, each counted once."""

    label: str | Promise
    total: int
    query: str
    for_the_region: int
    reached: int
    missing: int


@dataclass(frozen=True)
class Landscape:
    """All of it that can be applied for today. What is for the whole region stands apart in `region`."""

    kinds: list[Kind]
    places: list[Place]
    region: Place
    total: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", sum(kind.total for kind in self.kinds))

    @property
    def reached(self) -> int:
        return sum(place.total > 0 for place in self.places)

    @property
    def without(self) -> list[Place]:
        """The municipalities that have nothing of their own."""
        return [place for place in self.places if not place.total]

    @property
    def gaps(self) -> int:
        return sum(kind.missing for kind in self.kinds)

    @property
    def fields(self) -> int:
        return len(self.kinds) * len(self.places)


@lru_cache(maxsize=2)
def _counts(edition: str, today: date) -> tuple[Counter[tuple[str, str]], dict[str, int]]:
    """How many there are by kind and place, and by kind; remembered while edition and day last."""
    offers = SupportOffer.objects.visible_to(None).open().order_by()
    counts: Counter[tuple[str, str]] = Counter()
    for kind, slug, count in offers.values_list("kind", "municipalities__slug").annotate(count=Count("pk")):
        counts[kind, slug or WHOLE_REGION] += count
    return counts, dict(offers.values_list("kind").annotate(count=Count("pk")))


def open_offers() -> int:
    """How many can be applied for today."""
    return sum(_counts(Edition.current(), timezone.localdate())[1].values())


def landscape() -> Landscape:
    counts, totals = _counts(Edition.current(), timezone.localdate())
    places = [_place(place.slug, place.name, counts) for place in Municipality.objects.all()]
    region = _place(WHOLE_REGION, gettext("All of Skåne"), counts)
    kinds = []
    for number, kind in enumerate(OfferKind):
        reached = sum(place.cells[number].count > 0 for place in places)
        kinds.append(
            Kind(
                label=kind.label,
                total=totals.get(kind.value, 0),
                query=OfferFilters(kind=(kind.value,), open=("now",)).query,
                for_the_region=region.cells[number].count,
                reached=reached,
                missing=len(places) - reached,
            )
        )
    return Landscape(kinds, places, region)


def _place(slug: str, name: str, counts: Counter[tuple[str, str]]) -> Place:
    cells = [
        Cell(
            kind=kind.label,
            place=name,
            count=counts[kind.value, slug],
            query=OfferFilters(kind=(kind.value,), municipality=(slug,), open=("now",)).query,
        )
        for kind in OfferKind
    ]
    return Place(name, cells, OfferFilters(municipality=(slug,), open=("now",)).query)


@dataclass(frozen=True)
class Shape:
    """How the landscape is drawn, in pixels where the picture is shown as wide as it is."""

    name: str
    # Room for what rows and columns are called.
    beside: int
    above: int
    cell_width: float
    cell_height: float
    # A column for each place, and not a row.
    places_across: bool


# For a phone, and for a screen and paper.
SHAPES = (Shape("tall", 106, 98, 37, 27, False), Shape("wide", 124, 106, 31.3, 42, True))
# Between the whole region and its municipalities, and between cells.
APART = 10
BETWEEN = 2


@dataclass(frozen=True)
class Tile:
    """A cell drawn."""

    cell: Cell
    x: float
    y: float
    width: float
    height: float

    @property
    def middle_x(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def middle_y(self) -> float:
        return round(self.y + self.height / 2, 1)


@dataclass(frozen=True)
class Name:
    """What a row or a column is called; a column's is turned to be read upwards."""

    text: str | Promise
    x: float
    y: float
    is_turned: bool


@dataclass(frozen=True)
class Picture:
    """The landscape drawn, the places that have most first."""

    shape: str
    width: float
    height: float
    tiles: list[Tile]
    names: list[Name]


def pictures(landscape: Landscape) -> list[Picture]:
    return [_draw(landscape, shape) for shape in SHAPES]


def _draw(landscape: Landscape, shape: Shape) -> Picture:
    places = [landscape.region, *sorted(landscape.places, key=lambda place: -place.total)]
    across, down = (places, landscape.kinds) if shape.places_across else (landscape.kinds, places)
    xs = _along(shape.beside, shape.cell_width, len(across), shape.places_across)
    ys = _along(shape.above, shape.cell_height, len(down), not shape.places_across)
    tiles = [
        Tile(
            cell,
            x=round(xs[place if shape.places_across else kind] + BETWEEN / 2, 1),
            y=round(ys[kind if shape.places_across else place] + BETWEEN / 2, 1),
            width=round(shape.cell_width - BETWEEN, 1),
            height=round(shape.cell_height - BETWEEN, 1),
        )
        for place, row in enumerate(places)
        for kind, cell in enumerate(row.cells)
    ]
    heads = [
        Name(called.label, round(x + shape.cell_width / 2, 1), shape.above - 6, is_turned=True)
        for called, x in zip(across, xs, strict=True)
    ]
    rows = [
        Name(called.label, 0, round(y + shape.cell_height / 2, 1), is_turned=False)
        for called, y in zip(down, ys, strict=True)
    ]
    width, height = round(xs[-1] + shape.cell_width, 1), round(ys[-1] + shape.cell_height, 1)
    return Picture(shape.name, width, height, tiles, heads + rows)


def _along(start: float, step: float, count: int, are_places: bool) -> list[float]:
    """Where the cells of one direction begin; the first of the places stands apart."""
    return [start + number * step + (APART if are_places and number else 0) for number in range(count)]
