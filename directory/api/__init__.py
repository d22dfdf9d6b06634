"""The directory as open data: what the public pages show, and nothing else."""

from directory.api.entries import router
from directory.api.offers import router as offers

router.add_router("/offers", offers)

__all__ = ["router"]
