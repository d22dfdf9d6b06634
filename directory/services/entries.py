"""What editors do with several entries at once."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from directory.models import Tag
from directory.models.common import Kept
from portal.accounts.models import User


@transaction.atomic
def publish(entries: Iterable[Kept], *, shown: Mapping[int, int | None], by: User) -> int:
    """Publish of each the version that was shown, by the entry's number; return how many are public now.

    What somebody has changed, published or deleted since stays as it is.
    """
    published = 0
    for entry in entries:
        live = type(entry)._default_manager.select_for_update(no_key=True).filter(pk=entry.pk, live=False).first()
        if live is None or live.pk not in shown or live.latest_revision_id != shown[live.pk]:
            continue
        revision = live.latest_revision or live.save_revision(user=by, changed=False)
        revision.publish(user=by)
        published += 1
    return published


@transaction.atomic
def unpublish(entries: Iterable[Kept], *, by: User) -> None:
    for entry in entries:
        entry.unpublish(user=by)


@transaction.atomic
def put_under(entries: Iterable[Kept], tag: Tag, *, by: User) -> None:
    """Add `tag` to each: to its draft where one waits, which then publishes it, else at once."""
    for entry in entries:
        live = type(entry)._default_manager.select_for_update(no_key=True).get(pk=entry.pk)
        waits = live.has_unpublished_changes
        draft = live.get_latest_revision_as_object()
        if tag.pk in {tagged.tag_id for tagged in draft.tagged.all()}:
            continue
        draft.tagged.add(draft.tagged.model(tag=tag))
        revision = draft.save_revision(user=by, log_action=True)
        if live.live and not waits:
            revision.publish(user=by, skip_permission_checks=True)
