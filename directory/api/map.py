"""The map of a result as open data: how many entries are where, gathered into clusters."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from ninja import Query, Router, Schema
from pydantic import Field, field_validator

from directory.api.examples import example
from directory.mapping.clusters import answer
from directory.mapping.grid import LEAST_ZOOM, MOST_ZOOM, REGION, Box, snapped
from directory.queries import Filters, with_current_tags
from portal.plugins.api import NOTHING_NEW, PROBLEMS

router = Router()
# Long enough for panning to and fro, short enough for what is withdrawn to be gone at once.
KEPT_SECONDS = 60


class ClusterOut(Schema):
    """`count` entries around a point, all within `box`; `name` where it is one alone and there was room."""

    latitude: float
    longitude: float
    count: int
    box: list[float] = Field(description="West, south, east, north. A point when all are in one place.")
    name: str | None = None


class MapOut(Schema):
    """`zoom` and `box` are those of the whole tiles that were counted; null outside the region."""

    zoom: int | None
    box: list[float] | None
    clusters: list[ClusterOut]


class View(Schema):
    """Which part of the map, and how large it is drawn."""

    bbox: str = Field(
        str(REGION), max_length=80, description="West, south, east, north, in degrees. It is widened to whole tiles."
    )
    zoom: int = Field(
        8, ge=LEAST_ZOOM, le=MOST_ZOOM, description="As of web maps: 256 · 2^zoom pixels are 360 degrees."
    )

    @field_validator("bbox")
    @classmethod
    def is_a_box(cls, value: str) -> str:
        if Box.of(value) is None:
            raise ValueError("write west,south,east,north in degrees, as in 12.9,55.5,13.4,55.8")
        return value


class Choice(Schema):
    """The filters of the public list, each as often as one likes."""

    q: str = ""
    type: list[str] = Field([], description="organisation, initiative")
    municipality: list[str] = Field([], description="Slugs.")
    tag: list[str] = Field([], description="Slugs.")
    form: list[str] = []
    stage: list[str] = Field([], description="Of initiatives: idea, pilot, running, scaled, taken-over, ended")
    support: list[str] = Field([], description="Organisations that offer it, by the kinds of support offers.")
    goal: list[str] = Field([], description="Numbers of the global goals, 1 to 17.")
    # An address of the list is taken as it is.
    sort: str = Field("", description="Of the list: a map has no order.")
    near: str = Field("", description="Of the list: a map has no order.")


@router.get(
    "",
    response={200: MapOut, **NOTHING_NEW, **PROBLEMS},
    url_name="map_clusters",
    summary="How many are where, in clusters of at most 30 kB",
    openapi_extra=example("map"),
)
def clustered(request: HttpRequest, view: Query[View], choice: Query[Choice]) -> HttpResponse:
    # `choice` is there to be documented: the one reader of filters is the list's, which leaves nonsense out.
    box = Box.of(view.bbox)
    window = snapped(box, view.zoom) if box else None
    filters = with_current_tags(Filters.of(request.GET)).without_box()
    body = answer(filters, window)
    etag = quote_etag(sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return get_conditional_response(request, etag=etag, response=response) or response
