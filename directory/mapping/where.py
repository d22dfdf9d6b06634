"""Where an entry is, and how far from there. The public list keeps the points of what it shows (`models.Point`)."""

from math import cos, radians, sqrt
from typing import Any

from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from directory.models import Municipality

KM_PER_DEGREE = 111.2
# Of what has no place, to stand after all that has: no two points of the region are so far apart.
NOWHERE = 1e9


def located(entries: QuerySet) -> QuerySet:
    """Rows of `entries` with `latitude` and `longitude`, one for each point; what is nowhere has no row.

    A place stands where it says, or at the seat of its municipality; an entry without any place at
    the seat of its own. A hidden place is never a point, and who has hidden ones only has no point
    at all: the seat would be a guess at them. An entry with several places has several rows, so
    count distinct ones.
    """
    return (
        entries.alias(hidden=F("places__is_hidden"))
        .filter(Q(hidden=False) | Q(hidden=None))
        .annotate(latitude=_of_the_nearest("latitude"), longitude=_of_the_nearest("longitude"))
        .filter(latitude__isnull=False)
    )


def _of_the_nearest(name: str) -> Coalesce:
    """A coordinate of the place, else of its municipality's seat, else of that of the entry's own municipality."""
    return Coalesce(f"places__{name}", f"places__municipality__{name}", f"municipality__{name}")


def with_distance(entries: QuerySet, centre: Municipality) -> QuerySet:
    """Annotate `distance` of the nearest point from the seat of `centre`, as its square in km², or NOWHERE.

    Who has hidden places only counts as at the seat of their municipality, which their profile
    says. On a plane that touches at `centre`: within the region less than 1 % off, and plain
    arithmetic in every database.
    """
    points = located(entries.model._default_manager.filter(pk=OuterRef("pk")))
    nearest = points.annotate(away=squared("", centre)).order_by("away").values("away")[:1]
    return entries.annotate(
        distance=Coalesce(
            Subquery(nearest), squared("municipality__", centre), Value(NOWHERE), output_field=FloatField()
        )
    )


def squared(prefix: str, centre: Municipality) -> Any:
    """The square of the distance in km² from `centre` to the coordinates behind `prefix`."""
    north = _km(F(f"{prefix}latitude"), centre.latitude, KM_PER_DEGREE)
    east = _km(F(f"{prefix}longitude"), centre.longitude, KM_PER_DEGREE * cos(radians(centre.latitude)))
    return north * north + east * east


def _km(degrees: Combinable, from_degrees: float, km_per_degree: float) -> Any:
    return (degrees - Value(from_degrees)) * Value(km_per_degree)


def kilometres(squared: float) -> int | None:
    """What `with_distance` annotated, in whole kilometres."""
    return None if squared >= NOWHERE else round(sqrt(squared))
