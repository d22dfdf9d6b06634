"""An import as people steer it: handed in, looked at, applied, undone, discarded, forgotten."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from directory.models import Import, ImportRow
from directory.models.imports import State
from directory.services import importing
from directory.services.import_work import LEASE
from directory.tasks import carry_on_imports
from portal.accounts.models import User

# How long an import and its rows are kept after they were last touched; that long it can be undone.
KEPT = timedelta(days=30)


class NotNow(Exception):
    """The import is at another point by now: somebody has pressed a button meanwhile."""


@transaction.atomic
def hand_in(content: bytes, file_name: str, *, by: User | None, language: str, is_operators: bool = False) -> Import:
    """Keep a file until it has been read: by the worker, or by the operator's command that hands it in."""
    file = Import.objects.create(
        by=by,
        acting=by,
        is_operators=is_operators,
        content=content,
        file_name=file_name[-120:],
        language=language,
        leased_until=timezone.now() + (LEASE if is_operators else timedelta()),
    )
    if not is_operators:
        carry_on_imports.enqueue()
    return file


def apply(file: Import, *, by: User | None) -> None:
    """Let what the import plans be done. Raises NotNow."""
    _start(file, State.PLANNED, State.APPLYING, importing.to_apply(file).count(), by)


def undo(file: Import, *, by: User | None) -> None:
    """Let what the import did be taken back. Raises NotNow."""
    _start(file, State.APPLIED, State.UNDOING, importing.to_undo(file).count(), by)


@transaction.atomic
def _start(file: Import, state: State, then: State, total: int, by: User | None) -> None:
    now = timezone.now()
    file.leased_until = now + (LEASE if by is None else timedelta())
    started = Import.objects.filter(pk=file.pk, state=state).update(
        state=then,
        acting=by,
        is_operators=by is None,
        done=0,
        total=total,
        changed_at=now,
        leased_until=file.leased_until,
    )
    if not started:
        raise NotNow
    file.refresh_from_db(fields=["state", "acting", "is_operators", "done", "total"])
    if by is not None:
        carry_on_imports.enqueue()


@transaction.atomic
def choose(file: Import, line: int, chosen: bool) -> None:
    """Say whether a row is to go into the draft that waits, or in as new though it may be there. Raises NotNow."""
    if not Import.objects.select_for_update().filter(pk=file.pk, state=State.PLANNED).exists():
        raise NotNow
    file.rows.filter(line=line, plan__in=[ImportRow.Plan.WAITING, ImportRow.Plan.TWIN]).update(is_chosen=chosen)


@transaction.atomic
def discard(file: Import) -> None:
    """Erase an import that has not changed anything. Raises NotNow."""
    if not Import.objects.filter(pk=file.pk, state__in=[State.PLANNED, State.UNREADABLE]).delete()[0]:
        raise NotNow


def forget_old() -> int:
    """Erase the imports that nobody has touched for so long, and all that their rows say; return how many."""
    old = Import.objects.filter(changed_at__lt=timezone.now() - KEPT)
    count = old.count()
    old.delete()
    return count


def wake() -> None:
    """Have the worker look, if anything lies there that nobody works on."""
    if Import.objects.at_work().filter(leased_until__lte=timezone.now()).exists():
        carry_on_imports.enqueue()
