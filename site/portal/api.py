"""The one API: `/api/v1/`, a router for each plugin, one OpenAPI document, one shape of errors."""

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


for config, router in contributions("api"):
    api.add_router(f"/{config.label}", router, tags=[config.label])
