"""Meetups for calendars that subscribe: all of a subject, as `calendar_files` writes one.

The same as long as nothing changes, so that whoever has it is told so. Never who is registered, never the link to take
part online.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import override

from events import calendar_files
from events.models import Announcement, EventQuerySet

# What is over stays for those who look back.
DAYS_BACK = 60
MOST = 500


def for_feed(events: EventQuerySet) -> QuerySet:
    """Those that a feed has, each with the number and the moment of the state that was announced last."""
    latest = Announcement.objects.filter(event=OuterRef("pk")).order_by("-sequence")
    recent = events.filter(ends_at__gte=timezone.now() - timedelta(days=DAYS_BACK))
    told = recent.annotate(
        sequence=Subquery(latest.values("sequence")[:1]), told_at=Subquery(latest.values("made_at")[:1])
    )
    return told.select_related("municipality").order_by("starts_at", "pk")[:MOST]


def calendar_of(events: Iterable[Any], *, name: str) -> bytes:
    """`events`, as `for_feed` gives them, as a calendar that is called `name`."""
    calendar = calendar_files.calendar(calendar_files.PUBLISH, *map(_entry, events))
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    return calendar.to_ical()


def _entry(event: Any) -> icalendar.Event:
    with override(event.language):
        entry = calendar_files.entry(event)
        if not event.takes_place:
            # Many calendars show no status.
            entry["summary"] = icalendar.vText(f"{event.get_status_display()}: {event.title}")
            entry["transp"] = icalendar.vText("TRANSPARENT")
        if event.status_note:
            entry["description"] = icalendar.vText(f"{event.status_note}\n\n{entry['description']}")
    entry.pop("dtstamp")
    entry.add("dtstamp", _last_change(event))
    return entry


def _last_change(event: Any) -> datetime:
    """The last time that anything about it became public."""
    moments = filter(None, [event.last_published_at, event.told_at])
    return max(moments, default=event.starts_at).astimezone(UTC).replace(microsecond=0)
