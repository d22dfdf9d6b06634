"""Entries as files, for visitors and for editors."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import queries
from directory.exchange.writing import FORMATS, MOST_ROWS_OF_WORKBOOK, Export
from directory.queries import Filters, with_current_tags


class TooMany(Exception):
    """More rows than a workbook takes."""


@require_safe
def download(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The list's result, whole, as a file. What a visitor cannot see is not in it, whoever asks."""
    if form not in FORMATS:
        raise Http404
    try:
        return file_of(queries.chosen(with_current_tags(Filters.of(request.GET))), form, request)
    except TooMany:
        raise Http404 from None


def file_of(rows: Mapping[Any, QuerySet], form: str, request: HttpRequest) -> StreamingHttpResponse:
    """`rows` as a file of the format `form`, sent a batch at a time. Raises TooMany."""
    if not fits(sum(each.count() for each in rows.values()), form):
        raise TooMany
    export = Export(rows, request.build_absolute_uri("/").rstrip("/"), get_language() or "sv")
    response = StreamingHttpResponse(FORMATS[form].write(export), content_type=FORMATS[form].content_type)
    name = _("directory")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{form}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def fits(count: int, form: str) -> bool:
    """Whether so many rows can be had in that format: a workbook cannot be sent piece by piece."""
    return form != "xlsx" or count <= MOST_ROWS_OF_WORKBOOK
