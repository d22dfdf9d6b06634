"""What every plugin's API has in common: the shape of errors, and how far a list may be asked for.

router = Router()

@router.get("", response={200: list[Thing], **PROBLEMS})
def things(request, limit: Limit = 20, offset: Offset = 0): …
"""

from typing import Annotated

from ninja import Schema
from ninja.params.functions import Query

MOST_ITEMS = 100
LAST_ITEM = 10_000


class Problem(Schema):
    """What every error answer holds."""

    detail: str


PROBLEMS = {404: Problem, 422: Problem}

Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many items at most.")]
Offset = Annotated[int, Query(ge=0, le=LAST_ITEM, description="How many items to leave out before the first.")]
