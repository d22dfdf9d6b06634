"""The science shop in the Wagtail admin."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from events.science_shop.log_actions import ACTIONS
from events.science_shop.viewsets import ScienceShopViewSetGroup

register_snippet(ScienceShopViewSetGroup)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, order, done in ACTIONS:
        actions.register_action(name, order, done)
