"""Doing what an import plans, and taking it back: in batches that each commit alone."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from directory.exchange.columns import MODELS, Kind
from directory.exchange.table import BY_NAME, NAME, columns_of
from directory.exchange.writing import in_full
from directory.models import Import, ImportRow, InitiativePart, Organisation
from directory.models.imports import State
from directory.services import duplicates
from directory.services.import_rights import Rights
from directory.services.planning import HAS_LEFT, left_among, values_of, values_of_new, version_of, waiting_among
from portal.accounts.models import User
from portal.plugins import search
from portal.plugins.locks import one_at_a_time

BATCH = 200
Plan, Outcome = ImportRow.Plan, ImportRow.Outcome
TO_DO = (
    Q(plan__in=[Plan.NEW, Plan.CHANGED])
    | Q(plan__in=[Plan.WAITING, Plan.TWIN], is_chosen=True)
    | Q(plan=Plan.SAME) & ~Q(said={})
)


def to_apply(file: Import) -> QuerySet:
    """Rows that are still to be written, organisations first: activities name them."""
    return file.rows.filter(TO_DO, outcome=Outcome.NONE).order_by("-kind", "line")


def to_undo(file: Import) -> QuerySet:
    """Rows that are still to be taken back, in the opposite order."""
    return file.rows.filter(outcome=Outcome.DONE).exclude(plan=Plan.SAME).order_by("kind", "-line")


def apply_batch(file: Import, rights: Rights) -> int:
    """Write the next rows of `file`; return how many are done with. The caller's transaction is one batch's."""
    rows = list(to_apply(file)[:BATCH])
    for kind in MODELS:
        mine = [row for row in rows if row.kind == kind]
        _create(kind, [row for row in mine if row.is_new], rights)
        _change(kind, [row for row in mine if not row.is_new], rights)
    _keep(rows)
    return len(rows)


def undo_batch(file: Import, rights: Rights) -> int:
    """Take the next rows of `file` back; return how many are done with."""
    rows = list(to_undo(file)[:BATCH])
    for kind in reversed(MODELS):
        mine = [row for row in rows if row.kind == kind]
        _take_away(kind, [row for row in mine if row.is_new], rights)
        _put_back(kind, [row for row in mine if not row.is_new], rights)
    _keep(rows)
    return len(rows)


def one_batch(
    file: Import, state: State, then: State, batch: Callable[[Import, Rights], int], rights: Rights
) -> tuple[int, bool]:
    """Do one batch in a transaction of its own, as the only one; how much was done, and whether that was the last."""
    with transaction.atomic():
        one_at_a_time("directory.import")
        now = Import.objects.defer("content").select_for_update().get(pk=file.pk)
        if now.state != state:
            return 0, True
        count = batch(now, rights)
        now.done += count
        now.state = state if count else then
        now.changed_at = timezone.now()
        now.save(update_fields=["done", "state", "changed_at"])
        return count, not count


def _keep(rows: list[ImportRow]) -> None:
    changed = ["entry", "version", "outcome", "problems"]
    ImportRow.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=changed)


def _leave(row: ImportRow, reason: str, outcome: str = Outcome.LEFT) -> None:
    row.outcome, row.problems = outcome, [*row.problems, ["", reason]]


def _standings(kind: Kind) -> Any:
    return MODELS[kind]._meta.get_field("standing").related_model


def _create(kind: Kind, rows: list[ImportRow], rights: Rights) -> None:
    if not rows:
        return
    model = MODELS[kind]
    wanted = [row.source_id for row in rows if row.source_id]
    taken = set(_standings(kind)._default_manager.filter(source_id__in=wanted).values_list("source_id", flat=True))
    left = left_among(wanted)
    for row in rows:
        if reason := rights.refusal(kind, None):
            _leave(row, reason)
        elif row.source_id in left:
            _leave(row, _(HAS_LEFT))
        elif row.source_id and row.source_id in taken:
            _leave(row, _("is in the directory since the file was read"))
    rows = [row for row in rows if not row.outcome]
    now = timezone.now()
    entries: list[Any] = []
    for row, slug in zip(rows, _free_slugs(kind, [row.name for row in rows]), strict=True):
        entry = model(slug=slug, first_published_at=now, last_published_at=now)
        for column in columns_of(kind, row.new):
            if column.rows(row.new[column.name], kind) is None:
                column.put(entry, row.new[column.name], kind)
        entry.tidy_up()
        entries.append(entry)
    model._default_manager.bulk_create(entries, batch_size=BATCH)
    _standings(kind)._default_manager.bulk_create(
        _standings(kind)(
            **{kind: entry}, source_id=row.source_id or None, source_url=row.source_url, source_row=row.said
        )
        for entry, row in zip(entries, rows, strict=True)
    )
    _create_rows(kind, entries, rows)
    _create_parts(kind, entries, rows)
    if kind == "organisation":
        duplicates.follow(entries)
    _log(kind, entries, "wagtail.create", rights.user)
    search.publish_many(entries)
    for row, entry in zip(rows, entries, strict=True):
        row.entry, row.outcome = entry.pk, Outcome.DONE
        row.version = version_of(values_of_new(row.new, kind), None, True)


def _create_rows(kind: Kind, entries: list[Any], rows: list[ImportRow]) -> None:
    """What stands in rows of the entries' own: tags, places, links."""
    for column in columns_of(kind, BY_NAME):
        made: list[Any] = []
        for entry, row in zip(entries, rows, strict=True):
            for own in column.rows(row.new.get(column.name, column.NOTHING), kind) or ():
                setattr(own, "content_object" if column.name == "tags" else kind, entry)
                made.append(own)
        if made:
            type(made[0])._default_manager.bulk_create(made, batch_size=BATCH)


def _create_parts(kind: Kind, entries: list[Any], rows: list[ImportRow]) -> None:
    """Tie activities to the organisations that run them, where the directory has these."""
    names = {row.part_of for row in rows if row.part_of and kind == "initiative"}
    if not names:
        return
    runs = {organisation.name: organisation for organisation in Organisation.objects.filter(name__in=names)}
    InitiativePart.objects.bulk_create(
        InitiativePart(initiative=entry, organisation=runs[row.part_of], sort_order=0)
        for entry, row in zip(entries, rows, strict=True)
        if row.part_of in runs
    )


def _untouched(kind: Kind, rows: list[ImportRow], rights: Rights, outcome: str) -> list[tuple[ImportRow, Any]]:
    """The rows with their entries, where these are as they were left; the others are told."""
    there = MODELS[kind]._default_manager.filter(pk__in=[row.entry for row in rows])
    # Nobody changes them between our look and our write.
    list(there.select_for_update().order_by("pk").values_list("pk"))
    found = {entry.pk: entry for entry in in_full(there, kind)}
    kept = []
    for row in rows:
        entry = found.get(row.entry)
        if entry is None:
            _leave(row, _("is not in the directory any more"), outcome)
        elif reason := rights.refusal(kind, entry):
            _leave(row, reason, outcome)
        elif version_of(values_of(entry, kind), entry.latest_revision_id, entry.live) != row.version:
            _leave(row, _("somebody has changed it meanwhile"), outcome)
        else:
            kept.append((row, entry))
    return kept


def _change(kind: Kind, rows: list[ImportRow], rights: Rights) -> None:
    kept = _untouched(kind, rows, rights, Outcome.LEFT) if rows else []
    waiting = waiting_among([entry for _row, entry in kept], kind)
    for row, entry in kept:
        if row.new and entry.pk in waiting and not row.is_chosen:
            _leave(row, _("a draft of it waits since the file was read"))
            continue
        row.version = _write(entry, kind, row.new, entry.pk in waiting, rights.user) if row.new else row.version
        row.outcome = Outcome.DONE
    _set_said(
        kind, [(entry, row.said, row.source_url) for row, entry in kept if row.said and row.outcome == Outcome.DONE]
    )


def _set_said(kind: Kind, told: list[tuple[Any, dict[str, Any], str]]) -> None:
    standings = []
    for entry, said, source_url in told:
        entry.standing.source_row, entry.standing.source_url = said, source_url
        standings.append(entry.standing)
    if standings:
        _standings(kind)._default_manager.bulk_update(standings, ["source_row", "source_url"], batch_size=100)


def _write(entry: Any, kind: Kind, values: dict[str, Any], is_waiting: bool, by: User | None) -> str:
    """Let an entry have `values`, as a version in its history: public at once, or in the draft that waits."""
    now = values_of(entry, kind)
    # Read anew: of what was looked at, only what files tell was there, and what is saved is all of it.
    entry = MODELS[kind]._default_manager.get(pk=entry.pk)
    if entry.latest_revision_id is None:
        # So that the history begins with what stood before.
        entry.save_revision(changed=False)
    target = entry.get_latest_revision_as_object() if is_waiting else entry
    for column in columns_of(kind, values):
        column.put(target, values[column.name], kind)
    target.tidy_up()
    live = entry.live
    revision = target.save_revision(user=by, log_action=True)
    if live and not is_waiting:
        revision.publish(user=by, skip_permission_checks=True)
        now |= values
    return version_of(now, revision.pk, live)


def _put_back(kind: Kind, rows: list[ImportRow], rights: Rights) -> None:
    kept = _untouched(kind, rows, rights, Outcome.KEPT) if rows else []
    for row, entry in kept:
        is_waiting = row.plan == Plan.WAITING or not entry.live
        _write(entry, kind, row.old, is_waiting, rights.user)
        row.outcome = Outcome.UNDONE
    _set_said(
        kind,
        [(entry, row.said_before, row.said_before.get("source_url", "")) for row, entry in kept if row.said],
    )


def _take_away(kind: Kind, rows: list[ImportRow], rights: Rights) -> None:
    kept = _untouched(kind, rows, rights, Outcome.KEPT) if rows else []
    held = _held(kind, [entry.pk for _row, entry in kept])
    going = []
    for row, entry in kept:
        if entry.pk in held:
            _leave(row, _("others have built on it: people keep it, or other entries name it"), Outcome.KEPT)
        elif not rights.may(kind, "delete"):
            _leave(row, _("you may not delete this entry"), Outcome.KEPT)
        else:
            going.append(entry)
            row.outcome = Outcome.UNDONE
    _log(kind, going, "wagtail.delete", rights.user)
    keys = [entry.pk for entry in going]
    those = MODELS[kind]._default_manager.filter(pk__in=keys)
    # Out of the search and of Wagtail's index of references all at once: what listens to deletions takes them out one
    # by one.
    those.update(live=False)
    search.publish_many(going)
    with disable_reference_index_auto_update():
        those.delete()
    content_type = ContentType.objects.get_for_model(MODELS[kind])
    ReferenceIndex.objects.filter(
        Q(base_content_type=content_type, object_id__in=keys) | Q(to_content_type=content_type, to_object_id__in=keys)
    ).delete()


# What comes with every entry, or came with the import.
OWN = {"standing", "keys", "listed", "tagged", "places", "links", "channels"}


def _held(kind: Kind, keys: Iterable[int]) -> set[int]:
    """Those that something else hangs on: keepers, offers, meetups, initiatives of others."""
    keys, found = list(keys), set()
    for relation in MODELS[kind]._meta.related_objects:
        model: Any = relation.related_model
        if (
            relation.get_accessor_name() in OWN
            or relation.hidden
            or (kind == "initiative" and relation.name == "parts")
        ):
            continue
        name = relation.field.name
        found |= set(model._default_manager.filter(**{f"{name}__in": keys}).values_list(f"{name}_id", flat=True))
    return found


def _free_slugs(kind: Kind, names: list[str]) -> list[str]:
    """An address for each name, that neither the directory nor the batch has."""
    model = MODELS[kind]
    wanted = [slugify(name)[:100].strip("-") or kind for name in names]
    beginnings = set(wanted)
    taken = set(model._default_manager.filter(slug__in=beginnings).values_list("slug", flat=True))
    slugs = []
    for slug in wanted:
        free, number = slug, 1
        while free in taken or (number > 1 and model._default_manager.filter(slug=free).exists()):
            number += 1
            free = f"{slug}-{number}"
        taken.add(free)
        slugs.append(free)
    return slugs


def _log(kind: Kind, entries: list[Any], action: str, by: User | None) -> None:
    """Many log entries at once; otherwise as `wagtail.log_actions.log` writes them."""
    content_type = ContentType.objects.get_for_model(MODELS[kind])
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(entry.pk),
            label=str(entry),
            action=action,
            timestamp=timezone.now(),
            user=by,
            content_changed=True,
            deleted=action == "wagtail.delete",
        )
        for entry in entries
    )


__all__ = ["NAME", "apply_batch", "one_batch", "to_apply", "to_undo", "undo_batch"]
