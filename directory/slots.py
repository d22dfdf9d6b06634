"""What the directory puts into places of pages that others own."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from directory import queries
from directory.models import Organisation


def kept_organisations(request: HttpRequest, subject: Any) -> SafeString | None:
    organisations = Organisation.objects.kept_by(request.user)
    return (
        render_to_string("directory/my_organisations.html", {"organisations": organisations}, request)
        if organisations
        else None
    )


def from_north_to_south(request: HttpRequest, subject: Any) -> SafeString:
    return render_to_string("directory/home_band.html", {"figures": queries.figures()}, request)


slots = {"my-pages": kept_organisations, "home-end": from_north_to_south}
