"""What editors do with several meetups of the admin's list at once: as with the directory's entries."""

from typing import Any, ClassVar

from directory import bulk_actions
from events.deleting import why_kept
from events.models import Event


class OfMeetups:
    """Of all, drafts too: whoever sees the list may read them."""

    models: ClassVar[list[Any]] = [Event]

    def readable(self) -> Any:
        return Event.objects.all()


class PublishAction(OfMeetups, bulk_actions.PublishAction):
    pass


class UnpublishAction(OfMeetups, bulk_actions.UnpublishAction):
    pass


class TagAction(OfMeetups, bulk_actions.TagAction):
    pass


class DeleteAction(bulk_actions.DeleteAction):
    models: ClassVar[list[Any]] = [Event]

    def check_perm(self, snippet: Any) -> bool:
        """Those that others lean on are cancelled instead: the page says how many are left out."""
        return super().check_perm(snippet) and not why_kept(snippet)


ACTIONS = (PublishAction, UnpublishAction, TagAction, DeleteAction)
