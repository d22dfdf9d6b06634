"""The one API: `/api/v1/`, a router for each plugin, one OpenAPI document, one shape of errors."""

from ninja import NinjaAPI, Schema

import portal
from portal.plugins.registry import contributions


class Problem(Schema):
    """What every error answer holds."""

    detail: str


api = NinjaAPI(
    title="Social Innovation Skåne",
    version=portal.__version__,
    description="Read-only open data of the portal. Lists answer `items` and `count`; `limit` is at most 100.",
    urls_namespace="api",
)


for config, router in contributions("api"):
    api.add_router(f"/{config.label}", router, tags=[config.label])
