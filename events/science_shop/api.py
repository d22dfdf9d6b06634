"""The science shop as open data."""

from ninja import Router

from events.science_shop import figures_api

router = Router()
router.add_router("", figures_api.router)
