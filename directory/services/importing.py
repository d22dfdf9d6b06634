"""Bringing rows of a file into the directory, in batches that each commit alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from time import monotonic, sleep
from typing import Any, Literal

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import ModelLogEntry

from directory.alphabet import sort_key
from directory.models import (
    Initiative,
    InitiativePart,
    InitiativeStanding,
    Organisation,
    OrganisationStanding,
    Withdrawal,
)
from directory.models.common import Entry, Standing
from directory.rows import Kind, Row
from directory.services import duplicates
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.locks import one_at_a_time

BATCH = 200
# What others get of SQLite's one lock for writing while an import runs, as a part of what it takes.
SHARE_OF_OTHERS = 0.1
HAPPENED = Literal["new", "changed", "same", "left alone"]


@dataclass(frozen=True)
class Outcome:
    """What was done with a row."""

    row: Row
    happened: HAPPENED


@dataclass(frozen=True)
class _Table:
    entry: type[Entry]
    standing: type[Standing]
    name: Kind
    titled: str


TABLES = [
    _Table(Organisation, OrganisationStanding, "organisation", "name"),
    _Table(Initiative, InitiativeStanding, "initiative", "title"),
]


def known_kinds() -> dict[str, Kind]:
    """What is known under each source_id."""
    return {
        source_id: table.name
        for table in TABLES
        for source_id in table.standing._default_manager.exclude(source_id=None).values_list("source_id", flat=True)
    }


def import_rows(
    rows: Iterable[Row], *, by: User | None = None, progress: Callable[[int], None] = lambda done: None
) -> list[Outcome]:
    """Write `rows`, each new, changed or the same by its source_id, and return what was done with each.

    A row changes only what the source itself has changed since its last import: what people have
    written meanwhile stays. An entry with a draft waiting is left alone.
    """
    # Organisations first: activities name them.
    waiting = iter(sorted(rows, key=lambda row: row.kind == "initiative"))
    outcomes: list[Outcome] = []
    while batch := list(islice(waiting, BATCH)):
        begun = monotonic()
        with transaction.atomic():
            one_at_a_time("directory.import")
            for table in TABLES:
                outcomes += _import_batch(table, [row for row in batch if row.kind == table.name], by)
        progress(len(outcomes))
        sleep(SHARE_OF_OTHERS * (monotonic() - begun))
    return outcomes


def _import_batch(table: _Table, rows: list[Row], by: User | None) -> Iterator[Outcome]:
    if not rows:
        return
    standings = {
        standing.source_id: standing
        for standing in table.standing._default_manager.filter(
            source_id__in=[row.source_id for row in rows]
        ).select_related(table.name)
    }
    # Whoever has left the directory does not come back by a file.
    ended = set(
        Withdrawal.objects.filter(source_id__in=[row.source_id for row in rows]).values_list("source_id", flat=True)
    )
    yield from (Outcome(row, "left alone") for row in rows if row.source_id in ended)
    rows = [row for row in rows if row.source_id not in ended]
    new = [row for row in rows if row.source_id not in standings]
    _create(table, new, by)
    yield from (Outcome(row, "new") for row in new)
    touched: list[tuple[Entry, Standing, Row]] = []
    for row in rows:
        if (standing := standings.get(row.source_id)) is None:
            continue
        entry = getattr(standing, table.name)
        if standing.source_row == row.content and standing.source_url == row.source_url:
            yield Outcome(row, "same")
        elif entry.has_unpublished_changes:
            yield Outcome(row, "left alone")
        else:
            touched.append((entry, standing, row))
            yield Outcome(row, "changed")
    _change(table, touched, by)


def _create(table: _Table, rows: list[Row], by: User | None) -> None:
    now = timezone.now()
    slugs = _free_slugs(table, [row.name for row in rows])
    entries: list[Any] = [
        table.entry(
            slug=slug,
            sort_key=sort_key(row.name),
            first_published_at=now,
            last_published_at=now,
            **row.content,
        )
        for slug, row in zip(slugs, rows, strict=True)
    ]
    entries = table.entry._default_manager.bulk_create(entries, batch_size=BATCH)
    table.standing._default_manager.bulk_create(
        table.standing(
            **{table.name: entry},
            source_id=row.source_id,
            source_url=row.source_url,
            source_row=row.content,
        )
        for entry, row in zip(entries, rows, strict=True)
    )
    if table.entry is Organisation:
        duplicates.follow(entries)  # ty: ignore[invalid-argument-type]
    _create_parts([(entry, row.part_of) for entry, row in zip(entries, rows, strict=True) if row.part_of])
    _log(table, entries, "wagtail.create", by)
    search.publish_many(entries)


def _create_parts(activities: list[tuple[Any, str]]) -> None:
    """Tie activities to the organisations that run them, where the directory has these."""
    names = {name for _activity, name in activities}
    runs = {organisation.name: organisation for organisation in Organisation.objects.filter(name__in=names)}
    InitiativePart.objects.bulk_create(
        InitiativePart(initiative=activity, organisation=runs[name], sort_order=0)
        for activity, name in activities
        if name in runs
    )


def _change(table: _Table, touched: list[tuple[Any, Standing, Row]], by: User | None) -> None:
    for entry, standing, row in touched:
        changes = {
            name: value
            for name, value in row.content.items()
            if name not in standing.source_row or standing.source_row[name] != value
        }
        for name, value in changes.items():
            setattr(entry, name, value)
        standing.source_row, standing.source_url = row.content, row.source_url
        if not changes:
            continue
        if entry.latest_revision_id:
            revision = entry.save_revision(user=by, changed=True)
            if entry.live:
                revision.publish(user=by, skip_permission_checks=True)
        else:
            entry.last_published_at = timezone.now()
            entry.save()
            _log(table, [entry], "wagtail.edit", by)
    standings = [standing for _entry, standing, _row in touched]
    table.standing._default_manager.bulk_update(standings, ["source_row", "source_url"], batch_size=100)
    search.publish_many([entry for entry, _standing, _row in touched])


def _free_slugs(table: _Table, names: list[str]) -> list[str]:
    """An address for each name, that neither the directory nor the batch has."""
    wanted = [slugify(name)[:100].strip("-") or table.name for name in names]
    beginnings = set(wanted)
    taken = set(table.entry._default_manager.filter(slug__in=beginnings).values_list("slug", flat=True))
    slugs = []
    for slug in wanted:
        free, number = slug, 1
        while free in taken or (number > 1 and table.entry._default_manager.filter(slug=free).exists()):
            number += 1
            free = f"{slug}-{number}"
        taken.add(free)
        slugs.append(free)
    return slugs


def _log(table: _Table, entries: list[Any], action: str, by: User | None) -> None:
    """Many log entries at once; otherwise as `wagtail.log_actions.log` writes them."""
    content_type = ContentType.objects.get_for_model(table.entry)
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(entry.pk),
            label=str(entry),
            action=action,
            timestamp=timezone.now(),
            user=by,
            content_changed=True,
        )
        for entry in entries
    )
