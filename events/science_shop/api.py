"""The science shop as open data."""

from ninja import Router

from events.science_shop import bank_api, figures_api

router = Router()
router.add_router("/questions", bank_api.router)
router.add_router("", figures_api.router)
