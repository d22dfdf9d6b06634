"""The science shop's figures as open data: counts and medians, of nobody."""

from typing import Annotated

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema
from ninja.params.functions import Query

from events.science_shop.figures import figures
from events.science_shop.models import Round
from portal.plugins.api import NOTHING_NEW, PROBLEMS, with_etag

router = Router()
RoundSlug = Annotated[str, Query(max_length=150, description="Its slug; empty: all rounds.")]
router.add_decorator(with_etag, mode="view")


class OfStage(Schema):
    stage: str
    label: str
    median_days: float = Field(description="Of those that have left it, and of those that are there until now.")
    left: int
    still_there: int


class OfGroup(Schema):
    key: str = Field(
        description="A code of the Swedish standard for fields of research, or a municipality's slug; `rest`: those "
        "that have none."
    )
    label: str
    raised: int
    taken: int
    answered: int = Field(description="In full or in part.")
    projects: int


class OfMarks(Schema):
    answers: int
    met_expectations: float
    cooperation: float
    usefulness: float
    share_used: float


class FiguresOut(Schema):
    """Only questions that everybody may read in the idea bank are counted."""

    counted_on: str
    raised: int
    formulated: int
    taken: int
    answered: int
    partly_answered: int
    projects: int
    no_competence: int
    share_taken: float | None
    days_to_contact: float | None = Field(description="Median days until somebody has taken up what was sent.")
    stages: list[OfStage]
    by_field: list[OfGroup]
    by_municipality: list[OfGroup]
    marks: OfMarks | None = Field(description="Means from 1 to 5, of whole fives of answers in each round.")
    not_shown: int = Field(description="At least so many more are not shown, in whole fives; of all rounds alone.")


@router.get(
    "/figures",
    response={200: FiguresOut, **NOTHING_NEW, **PROBLEMS},
    summary="Figures of the science shop",
    url_name="science_shop_figures",
)
def science_shop_figures(request: HttpRequest, round: RoundSlug = ""):
    """Of all rounds, or of one: how many questions came how far, and how long it took."""
    found = figures(get_object_or_404(Round.objects.visible_to(None), slug=round) if round else None)
    return {
        **{name: getattr(found, name) for name in FiguresOut.model_fields if hasattr(found, name)},
        "counted_on": str(timezone.localdate()),
        "by_field": found.fields,
        "by_municipality": found.municipalities,
    }
