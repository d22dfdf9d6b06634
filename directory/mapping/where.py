"""Where an entry is. Everything that needs to know asks here: the map, its box in the list, and "nearest first"."""

from math import cos, radians, sqrt
from typing import Any

from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from directory.mapping.grid import Box
from directory.models import Municipality

KM_PER_DEGREE = 111.2
# Of what has no place, to stand after all that has: no two points of the region are so far apart.
NOWHERE = 1e9


def located(entries: QuerySet) -> QuerySet:
    """Rows of `entries` with `latitude` and `longitude`, one for each point; what is nowhere has no row.

    An entry stands at the seat of its municipality. Where it gets points of its own, they take the
    seat's place here and nowhere else, under two rules: a hidden one is never a point, and whoever
    has only hidden ones has no point at all, for the seat would be a guess at them. An entry that
    has several points has several rows: count distinct ones.
    """
    return entries.filter(municipality__isnull=False).annotate(
        latitude=F("municipality__latitude"), longitude=F("municipality__longitude")
    )


def inside(entries: QuerySet, box: Box) -> QuerySet:
    """Those of `entries` that have a point in `box`."""
    points = located(entries.model._default_manager.all()).filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    )
    return entries.filter(pk__in=points.values("pk"))


def with_distance(entries: QuerySet, centre: Municipality) -> QuerySet:
    """Annotate `distance` from the seat of `centre`, as its square in km², or NOWHERE.

    On a plane that touches there: within the region less than 1 % off, and plain arithmetic in
    every database.
    """
    north = _km(F("municipality__latitude"), centre.latitude, KM_PER_DEGREE)
    east = _km(F("municipality__longitude"), centre.longitude, KM_PER_DEGREE * cos(radians(centre.latitude)))
    squared = north * north + east * east
    return entries.annotate(distance=Coalesce(squared, Value(NOWHERE), output_field=FloatField()))


def _km(degrees: Combinable, from_degrees: float, km_per_degree: float) -> Any:
    return (degrees - Value(from_degrees)) * Value(km_per_degree)


def kilometres(squared: float) -> int | None:
    """What `with_distance` annotated, in whole kilometres."""
    return None if squared >= NOWHERE else round(sqrt(squared))
