"""What a browser sends of the forms."""

from typing import Any

from directory.models import Organisation
from directory.rich_text import to_text
from directory.row_forms import ROWS
from directory.services import profiles


def rows(prefix: str, written: list[dict[str, Any]], extra: int = 1) -> dict[str, Any]:
    """A formset's; what is empty or not ticked is left out."""
    data = {f"{prefix}-TOTAL_FORMS": len(written) + extra, f"{prefix}-INITIAL_FORMS": len(written)}
    for number, row in enumerate(written):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items() if value not in (None, False)}
    return data


def form_data(organisation: Organisation, **changes: Any) -> dict[str, Any]:
    """The profile's form as it is opened, with `changes`."""
    values = profiles.profile_values(organisation.get_latest_revision_as_object())
    written = {name: changes.pop(name, values.pop(name)) for name in ROWS if name in values}
    for name in ("description_sv", "description_en"):
        values[name] = to_text(values[name])
    data = {name: value for name, value in values.items() if value is not None}
    data |= {"based_on": organisation.latest_revision_id or "", **changes}
    for name, given in written.items():
        data |= rows(name, given)
    return data


def edit_url(organisation: Organisation) -> str:
    return f"/hitta/organisationer/{organisation.slug}/andra/"


def admin_rows(*prefixes: str) -> dict[str, int]:
    """Formsets of the admin with no rows."""
    return {f"{prefix}-{count}_FORMS": 0 for prefix in prefixes for count in ("TOTAL", "INITIAL")}
