"""Importing in the Wagtail admin: hand a file in, look at what it would do, apply, undo."""

from collections import Counter
from io import BytesIO
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from directory.exchange.columns import KIND_LABELS, MODELS, Kind, Known
from directory.exchange.table import BY_NAME, COLUMNS, MARKED
from directory.exchange.writing import FORMATS, write_workbook
from directory.import_forms import ImportForm
from directory.models import Import, ImportRow
from directory.models.imports import State
from directory.services import importing, imports
from directory.services.import_rights import Rights
from directory.services.planning import reasons
from portal.accounts.models import User
from portal.plugins.cells import as_text

PER_PAGE = 50
TONES = {
    "bad": "critical",
    "refused": "critical",
    "waiting": "critical",
    "twin": "critical",
    "new": "primary",
    "changed": "primary",
}


def may_import(user: User) -> bool:
    return any(Rights(user).may(kind, action, "publish") for kind in MODELS for action in ("add", "change"))


def _importer(request: HttpRequest) -> User:
    user = cast("User", request.user)
    if not may_import(user):
        raise PermissionDenied
    return user


def index(request: HttpRequest) -> HttpResponse:
    """The form, what the columns mean, and the imports that there are."""
    user = _importer(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        handed = form.cleaned_data["file"]
        file = imports.hand_in(handed.read(), handed.name, by=user, language=get_language() or "sv")
        return redirect("directory_imports:look", file.pk)
    context = {
        "form": form,
        "files": Import.objects.visible_to(user).defer("content").select_related("by")[:PER_PAGE],
        "columns": COLUMNS,
        "kept": imports.KEPT.days,
        "breadcrumbs_items": [{"url": "", "label": _("Import")}],
    }
    return render(request, "directory/admin/imports.html", context)


def template(request: HttpRequest, form: str) -> HttpResponse:
    """A file with the first line, and an example below it."""
    _importer(request)
    columns = [column for column in COLUMNS if column.is_read and column is not MARKED and column.name != "id"]
    lines = [[str(column.heading) for column in columns], [column.example for column in columns]]
    if form == "xlsx":
        file = BytesIO()
        write_workbook(file, lines[0], lines[1:])
        content = file.getvalue()
    elif form == "csv":
        quoted = (";".join(f'"{as_text(cell)}"' for cell in line) for line in lines)
        content = ("\ufeff" + "\r\n".join(quoted) + "\r\n").encode()
    else:
        raise Http404
    response = HttpResponse(content, content_type=FORMATS[form].content_type)
    name = _("template")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def look(request: HttpRequest, pk: int) -> HttpResponse:
    """What a file would do or has done, row by row, with the buttons for what can come next."""
    user = _importer(request)
    file = get_object_or_404(Import.objects.visible_to(user).defer("content").select_related("by"), pk=pk)
    if request.method == "POST":
        return _act(request, file, user)
    rows = file.rows.all()
    shown = request.GET.get("show", "")
    if shown in ImportRow.Plan.values:
        rows = rows.filter(plan=shown)
    elif shown in ("left", "kept"):
        rows = rows.filter(outcome=shown)
    else:
        shown = ""
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    known = Known.now()
    context = {
        "file": file,
        "page": page,
        "rows": [_shown(row, known, user) for row in page],
        "filters": _filters(file, shown),
        "shown": shown,
        "to_do": importing.to_apply(file).count() if file.state == State.PLANNED else 0,
        "to_undo": importing.to_undo(file).count() if file.state == State.APPLIED else 0,
        "kept": imports.KEPT.days,
        "breadcrumbs_items": [
            {"url": reverse("directory_imports:index"), "label": _("Import")},
            {"url": "", "label": file.file_name},
        ],
    }
    return render(request, "directory/admin/import.html", context)


def _act(request: HttpRequest, file: Import, user: User) -> HttpResponse:
    try:
        match request.POST.get("action"):
            case "apply":
                imports.apply(file, by=user)
            case "undo":
                imports.undo(file, by=user)
            case "discard":
                imports.discard(file)
                messages.success(request, _("The import is discarded. Nothing was changed."))
                return redirect("directory_imports:index")
            case "choose" | "leave" as action:
                line = request.POST.get("line", "")
                imports.choose(file, int(line) if line.isdecimal() and len(line) < 10 else 0, action == "choose")
            case _other:
                raise Http404
    except imports.NotNow:
        messages.error(request, _("This has happened already, or the import is at work: see how it stands now."))
    return redirect(request.get_full_path())


def _filters(file: Import, shown: str) -> list[dict[str, Any]]:
    counts = Counter(dict(_counted(file, "plan")))
    outcomes = Counter(dict(_counted(file, "outcome")))
    choices: list[tuple[str, Any, int]] = [("", _("All"), counts.total())]
    choices += [(plan.value, plan.label, counts[plan.value]) for plan in ImportRow.Plan]
    choices.append(("left", _("Not done after all"), outcomes["left"]))
    choices.append(("kept", _("Could not be taken back"), outcomes["kept"]))
    return [
        {"value": value, "label": label, "count": count, "is_shown": value == shown}
        for value, label, count in choices
        if count or not value
    ]


def _counted(file: Import, name: str) -> Any:
    return file.rows.order_by().values_list(name).annotate(count=Count("pk"))


def _shown(row: ImportRow, known: Known, user: User) -> dict[str, Any]:
    """A row with all that its line in the table says."""
    kind = cast("Kind", row.kind)
    changes = []
    for name, value in row.new.items():
        column = BY_NAME[name]
        new, old = (column.text(each, kind, known) if each is not None else "" for each in (value, row.old.get(name)))
        if new or old:
            changes.append({"heading": column.heading, "old": old, "new": new})
    return {
        "row": row,
        "kind": KIND_LABELS.get(kind, ""),
        "tone": TONES.get(row.plan, "secondary"),
        "changes": changes,
        "problems": [(BY_NAME[name].heading if name in BY_NAME else "", why) for name, why in row.problems],
        "alike": [
            {"url": _edit_url("organisation", key) if key else "", "name": name, "reasons": why}
            for key, name, why in reasons(row)
        ],
        "url": _edit_url(kind, row.entry) if row.entry and row.outcome != "undone" else "",
    }


def _edit_url(kind: Kind, key: int | None) -> str:
    return reverse(f"wagtailsnippets_directory_{kind}:edit", args=[key])


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(cast("User", request.user))


class ImportsViewSet(ViewSet):
    name = "directory_imports"
    icon = "upload"
    menu_label = gettext_lazy("Import")
    url_prefix = "directory/imports"
    menu_item_class = ImportMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", index, name="index"),
            path("template/<str:form>/", template, name="template"),
            path("<int:pk>/", look, name="look"),
        ]
