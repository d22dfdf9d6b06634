"""The work on an import: reading its file, applying, undoing.

The row in the database is the truth. Tasks and the schedule only wake `carry_on`, which goes on wherever
somebody was cut off.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice
from time import monotonic, sleep

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.exchange.reading import open_file
from directory.exchange.workbooks import UnreadableFile
from directory.models import Import, ImportRow
from directory.models.imports import State
from directory.services import importing
from directory.services.import_rights import AllRights, Rights
from directory.services.planning import Planner
from portal.accounts.models import User

# Longer than any batch takes: an import whose worker has died is free again after it.
LEASE = timedelta(minutes=3)
# A file at which the worker dies again and again is not read a fourth time.
ATTEMPTS = 3
AT_ONCE = 500
# What others get of SQLite's one lock for writing while an import runs, as a part of what it takes.
SHARE_OF_OTHERS = 0.1
Progress = Callable[[int], None]


def carry_on() -> int:
    """Go on with what is to be read, applied or undone and is nobody's just now; return how many imports."""
    count = 0
    for file in Import.objects.at_work().filter(leased_until__lte=timezone.now()).defer("content").order_by("pk"):
        if not _lease(file):
            continue
        count += 1
        with translation.override(file.language):
            work_on(file)
    return count


def _lease(file: Import) -> bool:
    """Whether it is ours to work on, for a while."""
    free = Import.objects.filter(pk=file.pk, state=file.state, leased_until=file.leased_until)
    file.leased_until = timezone.now() + LEASE
    return bool(free.update(leased_until=file.leased_until, attempts=F("attempts") + 1))


def _renew(file: Import) -> bool:
    """Whether it is still ours."""
    ours = Import.objects.filter(pk=file.pk, leased_until=file.leased_until)
    file.leased_until = timezone.now() + LEASE
    return bool(ours.update(leased_until=file.leased_until))


def rights_in(file: Import) -> Rights:
    """What may be done now in the name of whoever pressed the button."""
    return AllRights() if file.is_operators else Rights(User.objects.filter(pk=file.acting_id).first())


def work_on(file: Import, *, required: Iterable[str] = (), progress: Progress = lambda done: None) -> None:
    """Do what the state of `file` asks for, to its end, batch by batch."""
    if file.state == State.READING:
        _read(file, list(required))
        return
    if file.state == State.APPLYING:
        then, batch = State.APPLIED, importing.apply_batch
    else:
        then, batch = State.UNDONE, importing.undo_batch
    done, is_last = 0, False
    while not is_last and _renew(file):
        begun = monotonic()
        count, is_last = importing.one_batch(file, State(file.state), then, batch, rights_in(file))
        done += count
        if count:
            progress(done)
            sleep(SHARE_OF_OTHERS * (monotonic() - begun))
    file.refresh_from_db(fields=["state", "done"])


def _read(file: Import, required: list[str]) -> None:
    file.refresh_from_db()
    try:
        if file.attempts > ATTEMPTS:
            raise UnreadableFile(_("The file could not be read."))
        _plan(file, required)
    except UnreadableFile as error:
        with transaction.atomic():
            file.rows.all().delete()
            _settle(file, State.UNREADABLE, problem=str(error))
    else:
        _settle(file, State.PLANNED)


def _plan(file: Import, required: list[str]) -> None:
    sheet = open_file(bytes(file.content or b""))
    if missing := [name for name in required if name not in sheet.columns]:
        told = ngettext(
            "The file lacks the column %(missing)s: its first line must name %(all)s.",
            "The file lacks the columns %(missing)s: its first line must name %(all)s.",
            len(missing),
        )
        raise UnreadableFile(told % {"missing": ", ".join(missing), "all": ", ".join(required)})
    with transaction.atomic():
        # Somebody may have been cut off while reading.
        file.rows.all().delete()
        Import.objects.filter(pk=file.pk).update(
            format=sheet.format,
            encoding=sheet.encoding,
            delimiter=sheet.delimiter,
            columns=sheet.columns,
            unknown=sheet.unknown,
            done=0,
        )
    needed = [name for name in required if name in ("source_id", "name", "form", "summary")]
    planner, done = Planner(rights_in(file), sheet.columns, needed), 0
    while batch := list(islice(sheet.rows, AT_ONCE)):
        rows = planner.plan(batch)
        for row in rows:
            row.file = file
        done += len(rows)
        if not _renew(file):
            return
        with transaction.atomic():
            ImportRow.objects.bulk_create(rows, batch_size=AT_ONCE)
            Import.objects.filter(pk=file.pk).update(done=done)


def _settle(file: Import, state: State, problem: str = "") -> None:
    """The file itself is not needed any more."""
    file.state, file.problem, file.content, file.attempts = state, problem, None, 0
    file.changed_at = timezone.now()
    still = Import.objects.filter(pk=file.pk, state=State.READING, leased_until=file.leased_until)
    still.update(state=state, problem=problem, content=None, attempts=0, changed_at=file.changed_at)
