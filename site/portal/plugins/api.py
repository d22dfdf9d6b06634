"""What every plugin's API has in common: the shape of errors, and how far a list may be asked for.

router = Router()

@router.get("", response={200: list[Thing], **PROBLEMS})
def things(request, limit: Limit = 20, offset: Offset = 0): …
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from ninja import Schema
from ninja.params.functions import Query

MOST_ITEMS = 100
LAST_ITEM = 10_000


class Problem(Schema):
    """What every error answer holds."""

    detail: str


PROBLEMS = {404: Problem, 422: Problem}
# With `with_etag`: nothing new since the answer whose ETag was sent as If-None-Match.
NOTHING_NEW = {304: None}

Limit = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="How many items at most.")]
Offset = Annotated[int, Query(ge=0, le=LAST_ITEM, description="How many items to leave out before the first.")]


def with_etag(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 304 to who has the answer already: `router.add_decorator(with_etag, mode="view")`.

    The ETag is made of the answer itself, after it is settled that it is given: it tells no more than that does,
    and what may not be seen answers 404 before any is looked at.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or request.method not in {"GET", "HEAD"}:
            return response
        response.headers.setdefault("ETag", quote_etag(sha256(response.content).hexdigest()[:32]))
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, no_cache=True)
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response

    return answered
