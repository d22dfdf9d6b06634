"""Those registered, as a file for a spreadsheet."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Registration
from portal.plugins.cells import as_text


def csv_file(registrations: Iterable[Registration]) -> str:
    """A file with a mark of its encoding and semicolons, as spreadsheets in Swedish expect it."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow([_("Name"), _("E-mail"), _("Takes part"), _("Status"), _("Registered on")])
    for registration in registrations:
        cells = [
            registration.name,
            registration.email,
            registration.pool.get_way_display(),
            registration.get_status_display(),
            f"{localtime(registration.created_at):%Y-%m-%d %H:%M}",
        ]
        writer.writerow([as_text(str(cell)) for cell in cells])
    return f"\ufeff{file.getvalue()}"
