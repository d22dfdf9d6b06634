"""Planning several meetups in one go: drafts like another, each with a name in calendars and seats of its own."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from directory.services.drafts import MOST_DRAFTS, Locked, TooMany
from directory.slugs import free_slug
from events.models import Event, EventTag, Series
from portal.accounts.models import User
from portal.plugins.locks import one_at_a_time

MOST = 26
# What belongs to one meetup alone, or to Wagtail's keeping of it.
NOT_COPIED = {
    *("id", "uuid", "slug", "status", "status_note", "notes", "starts_at", "ends_at", "opens_at", "closes_at"),
    *("live", "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "latest_revision"),
    *("go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"),
}
ROWS = ("organisers", "agenda", "questions")


def weekly(first: date, times: int, weeks: int = 1) -> list[date]:
    """The `times` days after `first`, every so many weeks."""
    return [first + timedelta(weeks=weeks * number) for number in range(1, times + 1)]


def monthly(first: date, times: int) -> list[date]:
    """The same weekday in the months after `first`, such as the second Tuesday; of a fifth one the last there is."""
    nth = (first.day - 1) // 7
    days = []
    for number in range(1, times + 1):
        years, month = divmod(first.month - 1 + number, 12)
        begins = date(first.year + years, month + 1, 1)
        day = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7, weeks=nth)
        days.append(day if day.month == begins.month else day - timedelta(weeks=1))
    return days


def moved(moment: datetime | None, days: timedelta) -> datetime | None:
    """So many days later at the same time by the clock, whether it has been put forward or back in between."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    later = datetime.combine(local.date() + days, local.time(), local.tzinfo)
    # An hour that the clock leaps over is the one after it.
    return later.astimezone(UTC).astimezone(local.tzinfo)


@transaction.atomic
def plan(event: Event, days: Iterable[date], *, by: User, series_title: str = "") -> list[Event]:
    """Make a draft like `event` on each of `days`; with a title all of them are a new series, `event` among them."""
    one_at_a_time("directory.import")
    if series_title and not event.series_id:
        _join(event, Series.objects.create(title=series_title, slug=free_slug(Series, series_title)), by)
    return [_like(event, day, by) for day in sorted(set(days))]


@transaction.atomic
def plan_own(event: Event, days: Iterable[date], *, by: User) -> list[Event]:
    """The same for those who keep the organisation. Raises DoesNotExist for others', Locked, or TooMany."""
    event = Event.objects.changeable_by(by).distinct().get(pk=event.pk)
    if event.locked:
        raise Locked
    days = set(days)
    drafts = Event.objects.changeable_by(by).filter(live=False, first_published_at=None)
    if drafts.distinct().count() + len(days) > MOST_DRAFTS:
        raise TooMany
    return plan(event, days, by=by)


def _join(event: Event, series: Series, by: User) -> None:
    waits = event.has_unpublished_changes
    draft: Any = event.get_latest_revision_as_object()
    draft.series = event.series = series
    revision = draft.save_revision(user=by, clean=False, log_action=True)
    if event.live and not waits:
        revision.publish(user=by, skip_permission_checks=True)


def _like(event: Event, day: date, by: User) -> Event:
    written: Any = event.get_latest_revision_as_object()
    fields = [field for field in Event._meta.concrete_fields if field.name not in NOT_COPIED]
    new = Event(**{field.attname: getattr(written, field.attname) for field in fields}, live=False)
    later = day - timezone.localtime(written.starts_at).date()
    for name in ("starts_at", "ends_at", "opens_at", "closes_at"):
        setattr(new, name, moved(getattr(written, name), later))
    new.series_id = event.series_id
    new.slug = free_slug(Event, f"{written.title[:80]} {day}", Event.RESERVED)
    for name in ROWS:
        setattr(new, name, [_row(row) for row in getattr(written, name).all()])
    new.tagged = [EventTag(tag_id=tagged.tag_id) for tagged in written.tagged.all()]
    new.save()
    new.save_revision(user=by, clean=False)
    log(new, "wagtail.create", user=by, data={"like": event.pk})
    return new


def _row(row: Any) -> Any:
    fields = [field for field in row._meta.concrete_fields if field.name not in ("id", "event")]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})
