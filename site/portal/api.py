"""The one API: `/api/v1/`, a router for each plugin, one OpenAPI document, one shape of errors."""

from collections.abc import Callable
from functools import wraps
from inspect import unwrap
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

import portal
from portal.plugins.registry import contributions

api = NinjaAPI(
    title="Social Innovation Skåne",
    version=portal.__version__,
    description="Read-only open data of the portal. Lists answer `items` and `count`; `limit` is at most 100.",
    urls_namespace="api",
)


@api.exception_handler(ValidationError)
def refuse(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which parameter is wrong, in the one shape of errors."""
    reasons = [f"{'.'.join(str(part) for part in reason['loc'][1:])}: {reason['msg']}" for reason in error.errors]
    return api.create_response(request, {"detail": "; ".join(reasons)}, status=422)


def _with_known_parameters(run: Callable) -> Callable:
    """A misspelt filter answers 400: without it the answer would be of everything."""
    # Ninja gives the operation's own method, perhaps in decorators of the router's.
    operation = unwrap(run).__self__
    queries = [model for model in operation.models if model.__ninja_param_source__ == "query"]
    names = {name for query in queries for name in query.__ninja_flatten_map__}

    @wraps(run)
    def guarded(request: HttpRequest, **path: Any) -> HttpResponse:
        if unknown := sorted(request.GET.keys() - names):
            detail = f"Not known: {', '.join(unknown)}. Known: {', '.join(sorted(names)) or 'none'}."
            return api.create_response(request, {"detail": detail}, status=400)
        return run(request, **path)

    return guarded


for config, router in contributions("api"):
    router.add_decorator(_with_known_parameters, mode="view")
    api.add_router(f"/{config.label}", router, tags=[config.label])
