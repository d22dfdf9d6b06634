"""Meetups in the Wagtail admin: the group "Träffar"."""

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from events.bulk_actions import ACTIONS as BULK_ACTIONS
from events.log_actions import ACTIONS
from events.viewsets import CalendarViewSetGroup

register_snippet(CalendarViewSetGroup)
for action in BULK_ACTIONS:
    hooks.register("register_bulk_action", action, order=10)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, order, done in ACTIONS:
        actions.register_action(name, order, done)
