"""What a file would do to the directory, line by line. Of the directory nothing is written here."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from time import monotonic
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.models import WorkflowState

from directory.duplicate_queries import REASONS
from directory.exchange.columns import BOTH, KIND_LABELS, MODELS, BadCell, Kind, Known, chosen, form_of
from directory.exchange.reading import Cells
from directory.exchange.table import BY_NAME, CONTENT, NAME, columns_of
from directory.exchange.writing import content_texts, in_full
from directory.forms_of_organising import OrganisationForm
from directory.likeness import Keys, choices_of, keys_of, like_choices
from directory.models import GoneAddress, ImportRow, OrganisationKeys, Withdrawal
from directory.services.import_rights import Rights
from portal.accounts.own_data import erased_marks, mark_of

HAS_LEFT = gettext_noop("has left the directory, and does not come back by a file")
# For comparing names with all others; the job that compares new entries finds the rest.
SECONDS_FOR_NAMES = 30
Plan = ImportRow.Plan


def version_of(values: dict[str, Any], revision: int | None, live: bool) -> str:
    """What tells one state of an entry from another."""
    told = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return f"{revision or 0}.{int(live)}.{sha256(told.encode()).hexdigest()[:32]}"


def values_of(entry: Any, kind: Kind) -> dict[str, Any]:
    """All that an import may write of an entry."""
    return {column.name: column.value(entry, kind) for column in columns_of(kind, BY_NAME)}


def values_of_new(new: dict[str, Any], kind: Kind) -> dict[str, Any]:
    """The same of an entry that has nothing but what a line has brought."""
    return {column.name: new.get(column.name, column.NOTHING) for column in columns_of(kind, BY_NAME)}


def waiting_among(entries: Iterable[Any], kind: Kind) -> set[int]:
    """Those of `entries` that have a draft waiting, or stand in a workflow."""
    found = {entry.pk for entry in entries}
    asked = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(MODELS[kind]),
        object_id__in=[str(key) for key in found],
        status__in=[WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES],
    )
    in_workflow = {int(key) for key in asked.values_list("object_id", flat=True)}
    return in_workflow | {entry.pk for entry in entries if entry.has_unpublished_changes}


@dataclass
class _Line:
    """A line on its way: who it is about, and what is wrong with it."""

    cells: Cells
    source_id: str = ""
    uuid: UUID | None = None
    kind: Kind | None = None
    entry: Any = None
    has_left: bool = False
    problems: list[list[str]] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.cells.texts.get(name, "")


class Planner:
    """Plans the lines of one file, a batch at a time. `required` are columns in which no cell may be empty."""

    def __init__(self, rights: Rights, columns: Iterable[str], required: Iterable[str] = ()) -> None:
        self.rights = rights
        self.columns = [name for name in columns if name in BY_NAME]
        self.required = list(required)
        self.known = Known.now()
        self.seen: dict[str, int] = {}
        self.twins = _Twins()
        self.erased = erased_marks() if "contact_email" in self.columns else set()

    def plan(self, batch: list[Cells]) -> list[ImportRow]:
        """One row for each line; with as many queries for one as for many."""
        lines = [self._line(cells) for cells in batch]
        self._find(lines)
        waiting = {
            kind: waiting_among([line.entry for line in lines if line.entry and line.kind == kind], kind)
            for kind in BOTH
        }
        return [self._row(line, waiting) for line in lines]

    def _line(self, cells: Cells) -> _Line:
        line = _Line(cells)
        if cells.problem:
            line.problems.append(["", cells.problem])
            return line
        line.source_id = " ".join(line.text("source_id").split())
        if identity := line.text("id"):
            try:
                line.uuid = UUID(identity)
            except ValueError:
                line.problems.append(["id", _("is no id of the portal; leave it empty for a new one")])
            if line.source_id:
                line.problems.append(["source_id", _("stands beside an id of the portal: leave one of them empty")])
        if len(line.source_id) > 60:
            line.problems.append(
                [
                    "source_id",
                    _("has %(length)s characters; at most %(most)s fit") % {"length": len(line.source_id), "most": 60},
                ]
            )
        for name in self.required:
            if not line.text(name):
                line.problems.append([name, _("is empty")])
        self._tell_twice(line)
        if words := line.text("type"):
            line.kind = chosen(list(KIND_LABELS.items()), words)
            if line.kind is None:
                line.problems.append(["type", _("is neither organisation nor initiative")])
        elif form := form_of(line.text("form")):
            line.kind = "organisation" if isinstance(form, OrganisationForm) else "initiative"
        return line

    def _tell_twice(self, line: _Line) -> None:
        for name, identity in (("id", str(line.uuid or "")), ("source_id", line.source_id)):
            if identity and (earlier := self.seen.setdefault(f"{name} {identity}", line.cells.line)) != line.cells.line:
                line.problems.append(
                    ["", _("the same %(column)s as in line %(line)s") % {"column": name, "line": earlier}]
                )

    def _find(self, lines: list[_Line]) -> None:
        """The entries that the lines are about. One that the person may not see does not exist."""
        by_uuid: dict[Any, _Line] = {line.uuid: line for line in lines if line.uuid and not line.problems}
        by_source: dict[Any, _Line] = {line.source_id: line for line in lines if line.source_id and not line.problems}
        for kind, model in MODELS.items():
            visible = self.rights.visible(model)
            for condition, found in (("standing__uuid__in", by_uuid), ("standing__source_id__in", by_source)):
                if not found:
                    continue
                for entry in in_full(visible.filter(**{condition: list(found)}), kind):
                    line = found.get(entry.standing.uuid) or found.get(entry.standing.source_id)
                    if line is not None:
                        self._tie(line, entry, kind)
        taken, left = _taken(by_source), left_among(by_source)
        for line in lines:
            if line.entry or line.problems:
                continue
            if line.uuid:
                line.problems.append(["id", _("is no id of the portal; leave it empty for a new one")])
            elif line.source_id in left:
                line.has_left = True
            elif line.source_id in taken:
                line.problems.append(["source_id", _("belongs to an entry that you may not change")])

    def _tie(self, line: _Line, entry: Any, kind: Kind) -> None:
        if line.kind not in (None, kind) and (line.text("type") or line.source_id):
            told = (
                _("%(id)s is an organisation in the directory already")
                if kind == "organisation"
                else _("%(id)s is an initiative in the directory already")
            )
            line.problems.append(["", told % {"id": line.source_id or entry.called}])
        line.entry, line.kind = entry, kind

    def _row(self, line: _Line, waiting: dict[Kind, set[int]]) -> ImportRow:
        row = ImportRow(
            line=line.cells.line,
            source_id=line.source_id[:60],
            name=" ".join(line.text("name").split())[:160] or (line.entry.called if line.entry else ""),
        )
        if not line.problems and line.kind is None:
            # Its form is wrong or missing. What else is wrong is told at once: most files are of organisations.
            self._judge_new(row, line, "organisation")
        if not line.problems:
            assert line.kind is not None  # noqa: S101 - said above
            self._judge(row, line, line.kind, waiting)
        if line.problems:
            row.plan, row.problems, row.new, row.old, row.said = Plan.BAD, line.problems, {}, {}, {}
        return row

    def _judge(self, row: ImportRow, line: _Line, kind: Kind, waiting: dict[Kind, set[int]]) -> None:
        row.kind, row.source_url = kind, self._source_url(line)
        if line.has_left:
            row.plan, row.problems = Plan.REFUSED, [["", _(HAS_LEFT)]]
            return
        if reason := self.rights.refusal(kind, line.entry):
            row.plan, row.problems = Plan.REFUSED, [["", reason]]
            return
        if line.entry is None:
            self._judge_new(row, line, kind)
            return
        entry = line.entry
        row.entry = entry.pk
        now = values_of(entry, kind)
        brought = self._read(line, kind, entry)
        row.version = version_of(now, entry.latest_revision_id, entry.live)
        is_waiting = entry.pk in waiting[kind]
        if line.source_id:
            before = entry.standing.source_row
            told = {"source_url": row.source_url, **brought}
            if before != told:
                row.said, row.said_before = told, before
            # What a person has written since the source said it stays.
            brought = {name: value for name, value in brought.items() if before.get(name, ...) != value}
        row.new = {name: value for name, value in brought.items() if value != now[name]}
        if row.new and is_waiting and (draft := _draft(entry)) is not None:
            # It would go into the draft, which may have it already.
            now = values_of(draft, kind)
            row.new = {name: value for name, value in row.new.items() if value != now[name]}
        row.old = {name: now[name] for name in row.new}
        line.problems += _of_years({**now, **row.new})
        row.plan = (Plan.WAITING if is_waiting else Plan.CHANGED) if row.new else Plan.SAME

    def _judge_new(self, row: ImportRow, line: _Line, kind: Kind) -> None:
        row.plan = Plan.NEW
        for column in columns_of(kind, BY_NAME):
            if column.is_needed and not line.text(column.name) and column.name not in self.required:
                line.problems.append([column.name, _("is empty")])
        row.new = self._read(line, kind, None)
        line.problems += _of_years(row.new)
        if line.source_id:
            row.said = {"source_url": row.source_url, **row.new}
        words = line.text("form")
        begins = "verksamhet vid "
        row.part_of = words[len(begins) :].strip()[:160] if words.casefold().startswith(begins) else ""
        if kind == "organisation" and not line.problems:
            row.alike = self.twins.of(row)
            if any(key is not None for key, _called, _reasons in row.alike):
                row.plan = Plan.TWIN

    def _source_url(self, line: _Line) -> str:
        text = line.text("source_url")
        if len(text) > 500:
            line.problems.append(
                [
                    "source_url",
                    _("has %(length)s characters; at most %(most)s fit") % {"length": len(text), "most": 500},
                ]
            )
        elif text:
            try:
                BY_NAME["website"].checked(text, "organisation")
            except BadCell:
                line.problems.append(["source_url", _("%(text)r is no web address") % {"text": text[:80]}])
        return text[:500]

    def _read(self, line: _Line, kind: Kind, entry: Any) -> dict[str, Any]:
        """What the cells bring; what an entry says in the same words it has already."""
        read: dict[str, Any] = {}
        columns = [BY_NAME[name] for name in self.columns if BY_NAME[name] in CONTENT and BY_NAME[name].is_read]
        has = content_texts(entry, kind, self.known, columns) if entry else {}
        for column in columns:
            text = line.text(column.name)
            if kind not in column.fields:
                if text:
                    told = {"kind": str(KIND_LABELS[kind])}
                    line.problems.append([column.name, _("is not for this type: %(kind)s") % told])
            elif entry and text == has[column.name]:
                read[column.name] = column.value(entry, kind)
            elif entry and column.is_needed and not text:
                line.problems.append([column.name, _("is empty")])
            elif entry is None and not text:
                if not column.is_needed:
                    read[column.name] = column.NOTHING
            else:
                try:
                    read[column.name] = column.read(text, kind, self.known)
                except BadCell as error:
                    line.problems.append([column.name, str(error)])
        self._leave_out_the_erased(read, entry)
        return read

    def _leave_out_the_erased(self, read: dict[str, Any], entry: Any) -> None:
        """Who has asked to be erased does not come back by a file; what people have written since stays."""
        address = read.get("contact_email")
        if address and self.erased and mark_of(address) in self.erased:
            for name in {"contact_email", "contact_phone"} & read.keys():
                read[name] = getattr(entry, name) if entry else BY_NAME[name].NOTHING


def _draft(entry: Any) -> Any:
    revision = entry.latest_revision
    return entry.with_content_json(revision.content) if revision else None


def _of_years(values: dict[str, Any]) -> list[list[str]]:
    this_year = timezone.localdate().year
    late = [name for name in ("founded", "started", "ended") if (values.get(name) or 0) > this_year]
    found = [[name, _("is a year that has not begun")] for name in late]
    if values.get("started") and values.get("ended") and values["started"] > values["ended"]:
        found.append(["ended", _("is before it began")])
    return found


def _taken(source_ids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for model in MODELS.values():
        standings: Any = model._meta.get_field("standing").related_model
        found |= set(standings._default_manager.filter(source_id__in=source_ids).values_list("source_id", flat=True))
    return found


def left_among(source_ids: Iterable[str]) -> set[str]:
    """Those of organisations that have left the directory: they do not come back by a file."""
    asked = set(source_ids)
    withdrawn = Withdrawal.objects.filter(source_id__in=asked).values_list("source_id", flat=True)
    merged = GoneAddress.objects.filter(source_id__in=asked).values_list("source_id", flat=True)
    return {*withdrawn, *merged}


class _Twins:
    """What new organisations may be a second time: of the directory, and of the file itself."""

    def __init__(self) -> None:
        self.until = monotonic() + SECONDS_FOR_NAMES
        self.names: dict[str, int] = {}
        self._all: dict[str, Any] | None = None

    def of(self, row: ImportRow) -> list[list[Any]]:
        new = row.new
        keys = keys_of(
            [new["name"], *new.get("other_names", "").split("\n")],
            new.get("website", ""),
            new.get("contact_phone", ""),
            new.get("organisation_number", ""),
            new.get("contact_email", ""),
        )
        found: dict[int, list[str]] = {}
        there = self._there()
        for name in ("domain", "number", "phone"):
            for key in there[name].get(getattr(keys, name), ())[:5]:
                found.setdefault(key, []).append(name)
        if monotonic() < self.until:
            for key in like_choices(keys.names, there["choices"]):
                found.setdefault(key, []).append("name")
        told = [[key, there["called"][key], reasons] for key, reasons in found.items()][:5]
        told += self._in_the_file(row, keys)
        return told

    def _in_the_file(self, row: ImportRow, keys: Keys) -> Iterator[list[Any]]:
        for name in keys.names:
            if (line := self.names.setdefault(name, row.line)) != row.line:
                yield [None, _("line %(line)s of the file") % {"line": line}, ["name"]]

    def _there(self) -> dict[str, Any]:
        """All that the directory has, read once and only if something is new."""
        if self._all is None:
            self._all = {"called": {}, "domain": {}, "number": {}, "phone": {}}
            names = {}
            rows = OrganisationKeys.objects.values_list(
                "pk", "organisation__name", "names", "domain", "number", "phone"
            )
            for key, called, lines, *values in rows.iterator():
                self._all["called"][key], names[key] = called, lines
                for name, value in zip(("domain", "number", "phone"), values, strict=True):
                    if value:
                        self._all[name].setdefault(value, []).append(key)
            self._all["choices"] = choices_of(names)
        return self._all


def reasons(row: ImportRow) -> list[tuple[int | None, str, list[Any]]]:
    """The likely duplicates of a row, in words."""
    return [(key, name, [REASONS[reason] for reason in alike]) for key, name, alike in row.alike]


__all__ = ["NAME", "Planner", "reasons", "values_of", "values_of_new", "version_of", "waiting_among"]
