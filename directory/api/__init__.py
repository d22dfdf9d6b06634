"""The directory as open data: what the public pages show, and nothing else."""

from directory.api.entries import router
from directory.api.map import router as map_of_entries
from directory.api.offers import router as offers
from portal.plugins.api import with_etag

router.add_decorator(with_etag, mode="view")
router.add_router("/offers", offers)
router.add_router("/map", map_of_entries)

__all__ = ["router"]
