"""Whether a meetup can be deleted: not what people, or what was decided there, lean on."""

from django.db import router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from events.models import Event


def why_kept(event: Event) -> str:
    """Why `event` cannot be deleted; empty if it can. Whatever protects it counts, whoever's it is."""
    if event.registrations.exists():
        return _(
            "There are registrations for this meetup, so it cannot be deleted. Say under “Time and place” "
            "that it is cancelled instead, and publish: then those registered get a mail."
        )
    try:
        Collector(router.db_for_write(Event)).collect([event])
    except ProtectedError:
        return _(
            "Questions stand on this meetup's agenda, and what was decided there is part of their history: so it "
            "cannot be deleted. Take them off the agenda, or say under “Time and place” that the meetup is cancelled."
        )
    return ""
