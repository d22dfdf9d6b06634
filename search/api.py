"""The search as open data."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Router, Schema
from ninja.params.functions import Query as Parameter

from portal.plugins.api import Limit, Problem
from search.queries import search
from search.query import LAST_HIT, MOST_CHOICES, Query
from search.suggestions import suggest

router = Router()

Choices = Annotated[list[str], Parameter(max_length=MOST_CHOICES)]


class HitItem(Schema):
    """One thing found. `excerpt` is HTML: escaped text with the words asked for in <mark>."""

    kind: str
    language: str
    title: str
    url: str
    summary: str
    excerpt: str
    municipalities: list[str]
    starts_at: datetime | None
    published_at: datetime | None

    @staticmethod
    def resolve_url(hit: Any, context: Any) -> str:
        return context["request"].build_absolute_uri(hit.url)


class FacetCount(Schema):
    value: str
    label: str
    count: int


class SearchAnswer(Schema):
    """`count` is of all hits; the first `complete` of them have all the words, the others come near.

    `is_relaxed`: nothing had all the words. `correction` is what was probably meant, if nothing has a
    word as it was written; `is_corrected`: the items are for that.
    """

    items: list[HitItem]
    count: int
    complete: int
    is_relaxed: bool
    correction: str
    is_corrected: bool
    facets: dict[str, list[FacetCount]]


class Thing(Schema):
    """A thing whose title has what was written."""

    kind: str
    kind_label: str
    language: str
    title: str
    url: str
    municipalities: list[str]

    resolve_url = staticmethod(HitItem.resolve_url)


class SuggestAnswer(Schema):
    """`words` are whole questions, to be asked as they are."""

    things: list[Thing]
    words: list[str]


@router.get(
    "/suggest", response={200: SuggestAnswer, 422: Problem}, url_name="suggest", summary="While somebody writes"
)
def offer(request: HttpRequest, q: str = "", language: Literal["sv", "en"] = "sv") -> Any:
    """At most six things and four words for the beginning `q`, from two letters on."""
    with override(language):
        return suggest(q, language)


@router.get("", response={200: SearchAnswer, 422: Problem}, summary="Search everything that is published")
def find(
    request: HttpRequest,
    q: str = "",
    kind: Choices = [],  # noqa: B006
    tag: Choices = [],  # noqa: B006
    municipality: Choices = [],  # noqa: B006
    form: Choices = [],  # noqa: B006
    stage: Choices = [],  # noqa: B006
    written_in: Annotated[list[Literal["sv", "en"]], Parameter(max_length=2)] = [],  # noqa: B006
    when: Annotated[list[Literal["coming", "past"]], Parameter(max_length=2)] = [],  # noqa: B006
    language: Literal["sv", "en"] = "sv",
    exact: bool = False,
    sort: Literal["relevance", "newest", "soonest"] = "relevance",
    limit: Limit = 20,
    offset: Annotated[int, Parameter(ge=0, le=LAST_HIT)] = 0,
) -> Any:
    """The words are joined by and; `q` is cut after 200 characters. Counts leave out their own facet's choice.

    What begins today still comes. `exact`: nothing is put right. What was probably meant is then told only.
    """
    chosen = {
        "kind": kind,
        "tag": tag,
        "municipality": municipality,
        "form": form,
        "stage": stage,
        "written_in": written_in,
        "when": when,
    }
    choices = {name: tuple(values) for name, values in chosen.items()}
    found = search(Query(q, language, choices, limit, offset, exact, sort))
    return {
        "items": found.hits,
        "count": found.total,
        "complete": found.complete,
        "is_relaxed": found.is_relaxed,
        "correction": found.correction,
        "is_corrected": found.is_corrected,
        "facets": found.facets,
    }
