"""Who may bring what in by a file."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from directory.exchange.columns import MODELS, Kind
from directory.models.common import Entry
from portal.accounts.models import User


class Rights:
    """What a person may write: an import publishes, so it takes the right to publish too."""

    def __init__(self, user: User | None) -> None:
        self.user = user

    def visible(self, model: type[Entry]) -> QuerySet:
        """The rows that the person may know of."""
        return model._default_manager.visible_to(self.user)

    def may(self, kind: Kind, *actions: str) -> bool:
        name = MODELS[kind]._meta.model_name
        return self.user is not None and self.user.has_perms([f"directory.{action}_{name}" for action in actions])

    def refusal(self, kind: Kind, entry: Any) -> str:
        """Why the person may not change `entry`, or add one if there is none; empty if they may."""
        if entry is None:
            return "" if self.may(kind, "add", "publish") else _("you may not add entries of this type")
        if not self.may(kind, "change", "publish"):
            return _("you may not change this entry")
        return _("an editor has locked this entry") if entry.locked else ""


class AllRights(Rights):
    """Those of whoever runs the site's commands."""

    def __init__(self) -> None:
        super().__init__(None)

    def visible(self, model: type[Entry]) -> QuerySet:
        return model._default_manager.all()

    def may(self, kind: Kind, *actions: str) -> bool:
        return True
